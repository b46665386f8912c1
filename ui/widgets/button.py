"""Buttons: one primary a page, the others quieter. Enter presses what has the focus.

The focus ring is drawn outside the button, in the margin the style sheet leaves for it, so that
it stands out from the window whatever colour the button has.
"""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.accessible import identify
from ui.dress import theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Button(QPushButton):
    """A button. `kind`: primary, secondary, quiet (in the frame), link (leads on), row."""

    def __init__(
        self,
        label: str,
        identifier: str,
        kind: str = "secondary",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, parent)
        self._label = label
        self._number: int | None = None
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        identify(self, identifier)

    @property
    def label(self) -> str:
        """The label without the number of phone mode."""
        return self._label

    def set_label(self, label: str) -> None:
        """Change the words on it; the number of phone mode stays."""
        self._label = label
        self._show_label()

    def set_number(self, number: int | None) -> None:
        """Phone mode: show a number by which it can be named."""
        self._number = number
        self._show_label()

    def set_kind(self, kind: str) -> None:
        """Change how loud it is."""
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as people expect."""
        if event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and the ring around it while it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            draw_focus_ring(painter, QRectF(self.rect()))

    def _show_label(self) -> None:
        number = f"{self._number}  " if self._number is not None else ""
        self.setText(number + self._label)


def draw_focus_ring(painter: QPainter, around: QRectF) -> None:
    """A ring of two pixels in the text colour, at the edge of the widget."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().colours.text, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(around.adjusted(1, 1, -1, -1), 10, 10)
