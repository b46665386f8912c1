"""Exact words of a server or a file: read-only, fixed pitch, to be selected and copied."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from ui.accessible import identify
from ui.dress import dress
from ui.theme import TextRole

_MOST_LINES = 14


class ExactWords(QPlainTextEdit):
    """Shows a text unchanged, as high as it needs up to a limit. Tab leaves it."""

    def __init__(
        self,
        text: str,
        identifier: str,
        name: str,
        most_lines: int = _MOST_LINES,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._most_lines = most_lines
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setProperty("surface", "exact")
        self.setProperty("exact", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        dress(self, TextRole.EXACT)
        identify(self, identifier, name)
        self.setPlainText(text)

    def show_text(self, text: str) -> None:
        """Change the text."""
        if text != self.toPlainText():
            self.setPlainText(text)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its lines, up to the limit."""
        lines = max(1, min(self._most_lines, self._lines()))
        height = lines * self.fontMetrics().lineSpacing() + 30
        return QSize(200, height)

    def minimumSizeHint(self) -> QSize:
        """Shrinks in width only."""
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another height."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _lines(self) -> int:
        return int(self.document().size().height())
