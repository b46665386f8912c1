"""The reports of a folder as rows of a table: sorted by any column, filled a batch at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from wizard.messages import Language, Message
from wizard.messages.catalogue import TEXTS
from wizard.support.helpdesk import Row
from wizard.support.helpdesk.queue import COLUMNS

Index = QModelIndex | QPersistentModelIndex
# What stands in these columns is a name for programs; people read the catalogue's words for it.
_WORDED = {"verdict": "verdict", "cause": "cause", "who": "who"}


class Reports(QAbstractTableModel):
    """The rows. Every text comes from a file of anybody, so it is text and nothing else."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._sorted: tuple[int, Qt.SortOrder] | None = None
        self.rows: list[Row] = []

    def rowCount(self, parent: Index | None = None) -> int:
        """How many files there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns of the exported table."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(self.rows[index.row()], COLUMNS[index.column()])
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The names of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._language(f"helpdesk.queue.{COLUMNS[section]}")
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By the words of a column; files that say nothing there come last."""
        if not 0 <= column < len(COLUMNS):
            return
        self._sorted = (column, order)
        name, falling = COLUMNS[column], order is Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        self.rows.sort(key=lambda row: self.words(row, name).casefold(), reverse=falling)
        self.rows.sort(key=lambda row: not self.words(row, name))
        self.layoutChanged.emit()

    def sort_again(self) -> None:
        """Put rows that came later into their place."""
        if self._sorted is not None:
            self.sort(*self._sorted)

    def add(self, rows: Sequence[Row]) -> None:
        """More rows, at the end."""
        first = len(self.rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self.rows += rows
        self.endInsertRows()

    def clear(self) -> None:
        """No rows."""
        self.beginResetModel()
        self.rows.clear()
        self.endResetModel()

    def words(self, row: Row, name: str) -> str:
        """A cell in words. A file that could not be opened says so where its verdict would be."""
        if name == "verdict" and row.trouble is not None:
            return self._language("helpdesk.queue.trouble")
        value = getattr(row, name)
        if isinstance(value, Message):
            return self._language.render(value)
        id_ = f"{_WORDED.get(name, '')}.{value}"
        if name in _WORDED and id_ in TEXTS:
            return self._language(id_)
        return _as_said(str(value)) if name == "saved" and value else str(value or "")


def _as_said(time: str) -> str:
    """A time of ISO 8601 as people write it, in the caller's zone: 2026-11-23 14:10."""
    try:
        return datetime.fromisoformat(time).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return time
