"""A picture as wide as there is room, never larger than it was drawn."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QSizePolicy


class Drawn(QFrame):
    """Shows a pixmap. Its accessible name says what is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.pixmap = QPixmap()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_pixmap(self, pixmap: QPixmap) -> None:
        """Change the picture."""
        self.pixmap = pixmap
        self.setMaximumWidth(max(1, pixmap.width()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As it was drawn."""
        return self.pixmap.size() if not self.pixmap.isNull() else QSize(1, 1)

    def minimumSizeHint(self) -> QSize:
        """Shrinks to what can still be made out."""
        return QSize(200, 100)

    def hasHeightForWidth(self) -> bool:
        """Keeps its proportions."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that belongs to a width."""
        if self.pixmap.isNull():
            return 1
        return round(min(width, self.pixmap.width()) * self.pixmap.height() / self.pixmap.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture inside its edge."""
        super().paintEvent(event)
        if self.pixmap.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width = min(self.width(), self.pixmap.width())
        painter.drawPixmap(QRect(0, 0, width, self.heightForWidth(width)), self.pixmap)
