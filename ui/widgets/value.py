"""One value to type somewhere else: large, with a button to copy it, and spelled for the phone."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.theme import TextRole
from ui.widgets.button import Button
from ui.widgets.text import Exact, Muted


class ValueField(QWidget):
    """A label, the value, Copy. `spelled` is how it is said letter by letter."""

    def __init__(
        self,
        context: Context,
        label: str,
        value: str,
        copy: Button,
        spelled: str = "",
    ) -> None:
        super().__init__()
        self._context = context
        self._value = value
        self.value = Exact(value, TextRole.VALUE)
        self.value.setAccessibleDescription(spelled)
        self.copy = copy
        self.copy.clicked.connect(self._copy)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(Muted(label))
        left.addWidget(self.value)
        if spelled:
            left.addWidget(Muted(spelled))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(12)
        row.addLayout(left, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._value)
        self._context.announcer.announce(self._context.say("window.copied"))
