"""What has to be changed before going on: one box at the top of the page, which takes the focus."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.accessible import identify
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Text


class ErrorSummary(Card):
    """Hidden until there is something to say."""

    def __init__(self, heading: str, identifier: str, parent: QWidget | None = None) -> None:
        super().__init__("error", parent)
        self._heading = heading
        self._text = Text()
        self.add(StatusLine(Sign.PROBLEM, heading, TextRole.STRONG), self._text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        identify(self, identifier, heading)
        self.hide()

    def complain(self, text: str) -> None:
        """Show what has to be changed, and take the focus."""
        self._text.setText(text)
        self.setAccessibleName(f"{self._heading}. {text}")
        self.setVisible(bool(text))
        if text:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.text() if not self.isHidden() else ""
