"""One value to type somewhere else: large, with a button to copy it, and spelled for the phone."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.dress import theme
from ui.theme import TextRole
from ui.widgets.button import Button
from ui.widgets.text import Exact, Muted

_BESIDE_UP_TO = 1.3


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
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 2, 0, 2)
        self._row.setSpacing(8)
        self._row.addLayout(left, 1)
        top, start = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignLeft
        self._row.addWidget(self.copy, 0, top | start)
        theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        beside = theme().text_scale <= _BESIDE_UP_TO
        way = QBoxLayout.Direction
        self._row.setDirection(way.LeftToRight if beside else way.TopToBottom)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._value)
        self._context.announcer.announce(self._context.say("window.copied"))
