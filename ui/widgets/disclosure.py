"""More for whoever wants it: a button that shows and hides what is below it."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.dress import theme
from ui.widgets.button import Button


class Details(QWidget):
    """A disclosure. `state_words` are (closed, open), told to screen readers as description."""

    toggled = Signal()

    def __init__(
        self,
        label: str,
        identifier: str,
        state_words: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = state_words
        self._filled = False
        self.button = _Opener(label, identifier)
        self.button.clicked.connect(lambda: self.set_open(not self.is_open))
        self._inside = QWidget()
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(26, 4, 0, 12)
        self.column.setSpacing(10)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._inside)
        self._show(False)

    @property
    def is_open(self) -> bool:
        """Whether the inside is shown."""
        return not self._inside.isHidden()

    def fill(self) -> None:
        """Make the inside; called once, before it is first shown."""

    def set_open(self, wanted: bool) -> None:
        """Show or hide the inside."""
        if wanted and not self._filled:
            self._filled = True
            self.fill()
        self._show(wanted)
        self.toggled.emit()

    def _show(self, wanted: bool) -> None:
        self._inside.setVisible(wanted)
        self.button.opened = wanted
        self.button.setAccessibleDescription(self._words[1 if wanted else 0])
        self.button.update()

    def add(self, *widgets: QWidget) -> None:
        """Put widgets inside."""
        for widget in widgets:
            self.column.addWidget(widget)


class _Opener(Button):
    """A link with an arrow head that points right when closed and down when open."""

    leading = 20

    def __init__(self, label: str, identifier: str) -> None:
        super().__init__(label, identifier, "link")
        self.opened = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The label, and the arrow head before it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme().colours.accent, 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        middle = self.height() / 2
        if self.opened:
            points = [(7.0, middle - 2.5), (12.0, middle + 2.5), (17.0, middle - 2.5)]
        else:
            points = [(9.5, middle - 5), (14.5, middle), (9.5, middle + 5)]
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            points = [(self.width() - x, y) for x, y in points]
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))
