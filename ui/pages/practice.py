"""Screen 27: the situations that can be practised."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.pages.page import Page
from ui.widgets.fields import Question
from ui.widgets.text import Text


class PracticePage(Page):
    """A list, and the story of the chosen one."""

    name = "practice"

    def build(self) -> None:
        """The list is filled when it is first shown: the scenarios are part of the engine."""
        say = self.say
        self.heading.setText(say("practice.heading"))
        self._list = QListWidget()
        self._list.setWordWrap(True)
        self._list.setMinimumHeight(320)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._story = Text()
        question = Question(say("practice.list"), self._list, self.id("list"))
        self.add(self.heading, self.text("practice.intro"), question, self._story)
        self._list.currentItemChanged.connect(self._tell_story)

    @property
    def forward_label(self) -> str:
        """A verb."""
        return self.say("practice.begin")

    def refresh(self) -> None:
        """Fill the list once."""
        if self._list.count():
            return
        from wizard.practice.scenarios import SCENARIOS

        for scenario in SCENARIOS:
            item = QListWidgetItem(self.say(scenario.title))
            item.setData(Qt.ItemDataRole.UserRole, scenario.name)
            item.setData(Qt.ItemDataRole.UserRole + 1, self.say(scenario.story))
            self._list.addItem(item)
        self._list.setCurrentRow(0)

    def first_focus(self) -> QWidget:
        """The list."""
        return self._list

    def proceed(self) -> None:
        """Start the chosen one."""
        item = self._list.currentItem()
        if item is not None:
            self.context.commands.practise(item.data(Qt.ItemDataRole.UserRole))

    def _tell_story(self, item: QListWidgetItem | None) -> None:
        self._story.setText(item.data(Qt.ItemDataRole.UserRole + 1) if item else "")
