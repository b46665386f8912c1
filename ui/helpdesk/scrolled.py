"""A column that scrolls, exactly as high as its content at the width there is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class _Inside(QWidget):
    def minimumSizeHint(self) -> QSize:
        """The width alone: wrapped texts would ask for the height of a narrower column."""
        return QSize(super().minimumSizeHint().width(), 0)


class Scrolled(QScrollArea):
    """Put widgets into `column`."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = _Inside()
        inside.setObjectName("page")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(20, 16, 20, 20)
        self.column.setSpacing(14)
        self.setWidget(inside)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below each other; they keep to the top."""
        for widget in widgets:
            self.column.addWidget(widget)
        self.column.addStretch(1)
