"""Rows of a name and a value beside each other; below each other when the text is large."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.dress import theme
from ui.theme import TextRole
from ui.widgets.text import Exact, Text

_SIDE_BY_SIDE_UP_TO = 1.3


class FactRows(QWidget):
    """A small table without lines: names on the left, values on the right."""

    def __init__(self, rows: Iterable[tuple[str, str]] = (), *, worded: bool = False) -> None:
        super().__init__()
        self._worded = worded
        self._rows: tuple[tuple[str, str], ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        theme().changed.connect(self._lay_out)
        self.show_rows(rows)

    def show_rows(self, rows: Iterable[tuple[str, str]]) -> None:
        """Show these; `worded` values are sentences of ours, others are exact."""
        self._rows = tuple(rows)
        while (item := self._grid.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self._pairs = [(self._name(name), self._value(value)) for name, value in self._rows]
        self._lay_out()

    def _lay_out(self) -> None:
        beside = theme().text_scale <= _SIDE_BY_SIDE_UP_TO
        top = Qt.AlignmentFlag.AlignTop
        for index, (name, value) in enumerate(self._pairs):
            if beside:
                self._grid.addWidget(name, index, 0, top)
                self._grid.addWidget(value, index, 1)
            else:
                self._grid.addWidget(name, 2 * index, 0, 1, 2, top)
                self._grid.addWidget(value, 2 * index + 1, 0, 1, 2)

    def _name(self, text: str) -> QLabel:
        label = Text(text, tone="muted")
        label.setMinimumWidth(theme().pixels(120))
        return label

    def _value(self, text: str) -> QLabel:
        return Text(text, TextRole.STRONG) if self._worded else Exact(text, TextRole.STRONG)
