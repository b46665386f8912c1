"""What all pages share: one column of text as wide as reads well, a heading, a way to go on.

A page is made when it is first shown and keeps its state from then on; `refresh` is called
each time it is shown.
"""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.widgets.button import Button
from ui.widgets.text import Heading, Text
from wizard.flow import SCREENS
from wizard.messages import Message, Value


class Page(QScrollArea):
    """One screen. Set `name` to the screen's name; build the content in `build`."""

    name: ClassVar[str]
    announces_itself: ClassVar[bool] = False

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget()
        self._inside.setObjectName("page")
        self._middle = QWidget()
        self.column = QVBoxLayout(self._middle)
        self.column.setContentsMargins(32, 28, 32, 32)
        self.column.setSpacing(14)
        sides = QHBoxLayout(self._inside)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.addStretch(1)
        sides.addWidget(self._middle, 1000)
        sides.addStretch(1)
        self.heading = Heading()
        self.build()
        self.column.addStretch(1)
        self.setWidget(self._inside)
        self._fit_width()
        context.theme.changed.connect(self._fit_width)

    def build(self) -> None:
        """Make the page's widgets, once."""
        raise NotImplementedError

    def refresh(self) -> None:
        """The page is about to be shown: bring it up to date."""

    def left(self) -> None:
        """Another page takes its place."""

    @property
    def number(self) -> int:
        """The permanent screen number."""
        return SCREENS[self.name].number

    @property
    def forward_label(self) -> str:
        """The words on the forward button; '' for none."""
        return self.say("window.continue")

    @property
    def forward_is_primary(self) -> bool:
        """Whether going on is the main thing to do here."""
        return True

    @property
    def stop_label(self) -> str:
        """The words on the button that stops running work; '' when nothing runs."""
        return ""

    def proceed(self) -> None:
        """The forward button was pressed. It is never disabled: say here what is missing."""
        self.context.commands.forward()

    def stop(self) -> None:
        """Stop the running work."""

    def enter(self) -> None:
        """Enter was pressed where nothing else takes it: do the main thing."""
        self.proceed()

    def first_focus(self) -> QWidget | None:
        """What has the focus when the page is shown; None for the main button."""
        return None

    def read_aloud(self) -> list[str]:
        """What a caller reads to the helpdesk, in sentences."""
        return [self.heading.text()]

    def say(self, shown: Message | str, /, **params: Value) -> str:
        """A sentence in the person's language."""
        return self.context.say(shown, **params)

    def id(self, control: str) -> str:
        """The stable identifier of a control of this page."""
        return f"{self.name}.{control}"

    def button(self, text: str, control: str, kind: str = "secondary") -> Button:
        """A button of this page."""
        return Button(self.say(text), self.id(control), kind)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below each other."""
        for widget in widgets:
            self.column.addWidget(widget)

    def text(self, text: str, /, **params: Value) -> Text:
        """A paragraph by message id."""
        return Text(self.say(text, **params))

    def _fit_width(self) -> None:
        self._middle.setMaximumWidth(self.context.theme.column_width + 64)


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout.

    The widgets keep their parent until Qt deletes them: without one they would belong to Python.
    """
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            emptied(inner)
