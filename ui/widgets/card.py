"""Surfaces: a card groups what belongs together; a rule divides."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget


class Card(QFrame):
    """A rounded surface with a column inside. `surface`: card, tinted or error."""

    def __init__(self, surface: str = "card", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", surface)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(8)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below each other."""
        for widget in widgets:
            self.column.addWidget(widget)


class Rule(QFrame):
    """A thin line."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "rule")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
