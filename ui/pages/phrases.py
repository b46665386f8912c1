"""Screen 67: the usual messages, drawn as the little windows in which people see them."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from ui.dress import theme
from ui.pages.page import Page
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.text import Text
from ui.widgets.ticks import RadioButton
from wizard.judge.reply.phrases import Phrase, phrases_for


class DialogBar(QWidget):
    """The top of a message window: a line with three small signs. A drawing, no control."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme().pixels(14))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Three circles at the end, and the line below them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colours.border, 1.4))
        side = self.height() - 7.0
        for number in range(3):
            painter.drawEllipse(QRectF(self.width() - (number + 1) * (side + 6), 1, side, side))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


class PhrasesPage(Page):
    """One message can be chosen; it is then read like a pasted one."""

    name = "phrases"

    def build(self) -> None:
        """A window for each program, with its messages."""
        self.heading.setText(self.say("phrases.heading"))
        self.trouble = ErrorSummary(self.say("window.trouble_heading"), self.id("trouble"))
        self.add(self.heading, self.text("phrases.intro"), self.trouble)
        self._group = QButtonGroup(self)
        self._phrases: dict[int, Phrase] = {}
        programs: dict[str, list[Phrase]] = {}
        for phrase in phrases_for(self.context.language.code.partition("_")[0]):
            programs.setdefault(phrase.program, []).append(phrase)
        for program, phrases in programs.items():
            self.add(self._window(program, phrases))

    @property
    def forward_label(self) -> str:
        """What going on does."""
        return self.say("phrases.use")

    def first_focus(self) -> QWidget | None:
        """The first message."""
        return self.trouble if self.trouble.text else self._group.buttons()[0]

    def proceed(self) -> None:
        """Take the chosen message to the first screen."""
        chosen = self._phrases.get(self._group.checkedId())
        if chosen is None:
            text = self.say("phrases.missing")
            self.trouble.complain(text)
            self.verticalScrollBar().setValue(0)
            self.context.announcer.announce(text, assertive=True)
            return
        self.trouble.complain("")
        self.context.flow.answer(error_text=chosen.text)
        self.context.commands.go("start")

    def _window(self, program: str, phrases: list[Phrase]) -> Card:
        card = Card()
        card.add(DialogBar(), Text(self.say("phrases.program", program=program), TextRole.STRONG))
        for phrase in phrases:
            number = len(self._phrases)
            choice = RadioButton(phrase.text.replace("&", "&&"), self.id(phrase.id))
            choice.setProperty("exact", True)
            self._phrases[number] = phrase
            self._group.addButton(choice, number)
            card.add(choice)
        return card
