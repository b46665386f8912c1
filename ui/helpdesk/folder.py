"""A folder of reports: a table that fills while the window stays usable, counts, and exports."""

from collections import Counter
from itertools import islice
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHeaderView, QTableView

from ui.accessible import identify
from ui.announce import Announcer
from ui.bridge import Bridge, Work
from ui.dress import dress
from ui.helpdesk.scrolled import Scrolled
from ui.helpdesk.table import Reports
from ui.theme import TextRole
from ui.widgets.button import Button
from ui.widgets.fields import Choice, Question
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Subheading, Text
from wizard.errors import BadInput, CouldNotDo
from wizard.messages import Language
from wizard.messages.catalogue import TEXTS
from wizard.support.bundle import write_bytes
from wizard.support.helpdesk import Row, counts, read_folder, to_csv, to_ndjson
from wizard.support.helpdesk.queue import COLUMNS, LOCKED

_BATCH = 40
_MOST_CAUSES = 8
# In characters.
_WIDTHS = {"file": 30, "verdict": 22, "cause": 48, "title": 60, "trouble": 60}
_USUAL_WIDTH = 18
_LEAST_ROWS = 6


class FolderView(Scrolled):
    """The table. `chosen` names a file to be shown; `trouble` carries a sentence.

    `locked`: some reports are encrypted, and need another key or one at all.
    """

    chosen = Signal(object)
    trouble = Signal(str)
    locked = Signal()
    filled = Signal()

    def __init__(self, language: Language, bridge: Bridge, announcer: Announcer) -> None:
        super().__init__()
        self._say = language
        self._bridge = bridge
        self._announcer = announcer
        self._work: Work | None = None
        self._folder = Path()
        self._counts: Counter[str] = Counter()
        self._unreadable = 0
        self.model = Reports(language)
        self._build()

    @property
    def is_reading(self) -> bool:
        """Whether rows still come."""
        return self._work is not None

    def read(self, folder: Path, key: Path | None = None) -> None:
        """Fill the table from a folder; the one before is forgotten. `key` opens encrypted ones."""
        self.stop()
        self._folder = folder
        self._counts, self._unreadable = Counter(), 0
        self.model.clear()
        self._tell()
        rows = read_folder(folder, key)
        self._next(rows)

    def stop(self) -> None:
        """Read no further."""
        if self._work is not None:
            self._work.stop()
            self._work = None

    def export(self, kind: str, path: Path) -> None:
        """Save the table as `csv` or `ndjson`, as it is sorted now."""
        rows, make = tuple(self.model.rows), to_csv if kind == "csv" else to_ndjson

        def write() -> Path:
            return write_bytes("".join(make(rows, self._say)).encode(), path)

        self._bridge.ask(lambda engine: engine.aside(write), self._written, self._complain)

    def show_chosen(self) -> None:
        """Show the report of the row that has the focus."""
        index = self.table.currentIndex()
        if not index.isValid():
            self.trouble.emit(self._say("helpdesk.window.nothing_chosen"))
            return
        self.chosen.emit(self._folder / self.model.rows[index.row()].file)

    def _next(self, rows: object) -> None:
        def batch() -> list[Row]:
            return list(islice(rows, _BATCH))  # type: ignore[call-overload]

        self._work = self._bridge.ask(
            lambda engine: engine.aside(batch),
            lambda found: self._add(rows, found),
            self._complain,
        )

    def _add(self, rows: object, found: list[Row]) -> None:
        if found:
            self.model.add(found)
            self._counts += counts(found)
            self._unreadable += sum(row.trouble is not None for row in found)
            self._next(rows)
            self._tell()
            return
        self._work = None
        self.model.sort_again()
        self._tell()
        if any(row.trouble is not None and row.trouble.id in LOCKED for row in self.model.rows):
            self.locked.emit()
        self.filled.emit()

    def _tell(self) -> None:
        count = len(self.model.rows)
        if self.is_reading:
            self.state.say(Sign.RUNNING, self._say("helpdesk.window.reading", count=count))
            self._announcer.progress(self.state.words)
        else:
            words = self._say("helpdesk.window.files", count=count)
            if self._unreadable:
                words += " " + self._say("helpdesk.window.unreadable", count=self._unreadable)
            self.state.say(Sign.NOTE, words)
            self._announcer.announce(words)
        self.causes.setText(
            "\n".join(
                self._say("helpdesk.window.cause", count=number, cause=self._cause(cause))
                for cause, number in self._counts.most_common(_MOST_CAUSES)
            )
        )

    def _cause(self, cause: str) -> str:
        id_ = f"cause.{cause}"
        return self._say(id_) if id_ in TEXTS else cause

    def _complain(self, trouble: BadInput | CouldNotDo) -> None:
        self._work = None
        self.trouble.emit(self._say.render(trouble.shown))

    def _written(self, path: Path) -> None:
        words = self._say("helpdesk.window.saved", file=str(path))
        self.state.say(Sign.DONE, words)
        self._announcer.announce(words, assertive=True)

    def _build(self) -> None:
        say = self._say
        column = self.column
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(10)
        self.state = StatusLine(Sign.NOTE, "", TextRole.STRONG)
        self.causes = Text()
        self.sorting = Choice()
        for name in COLUMNS:
            self.sorting.addItem(say(f"helpdesk.queue.{name}"))
        self.table = QTableView()
        dress(self.table, TextRole.BODY)
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setSortingEnabled(True)
        self.table.verticalHeader().hide()
        row_height = self.table.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight((_LEAST_ROWS + 2) * row_height)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultSectionSize(self._width(_USUAL_WIDTH))
        for name, width in _WIDTHS.items():
            header.resizeSection(COLUMNS.index(name), self._width(width))
        header.setSortIndicator(COLUMNS.index("file"), Qt.SortOrder.AscendingOrder)
        identify(self.table, "helpdesk.table", say("helpdesk.window.table"))
        self.table.activated.connect(lambda _: self.show_chosen())
        self.sorting.currentIndexChanged.connect(self._sort_by)
        self.show_row = Button(say("helpdesk.window.show"), "helpdesk.show")
        self.csv = Button(say("helpdesk.window.csv"), "helpdesk.csv")
        self.ndjson = Button(say("helpdesk.window.ndjson"), "helpdesk.ndjson")
        self.show_row.clicked.connect(self.show_chosen)
        self.csv.clicked.connect(lambda: self._ask_export("csv"))
        self.ndjson.clicked.connect(lambda: self._ask_export("ndjson"))
        column.addWidget(self.state)
        column.addWidget(Subheading(say("helpdesk.window.counts")))
        column.addWidget(self.causes)
        column.addWidget(Question(say("helpdesk.window.sort"), self.sorting, "helpdesk.sort"))
        column.addWidget(self.table, 1)
        column.addWidget(flow_row(self.show_row, self.csv, self.ndjson))

    def _width(self, characters: int) -> int:
        return self.table.fontMetrics().averageCharWidth() * characters

    def _sort_by(self, column: int) -> None:
        self.table.sortByColumn(column, Qt.SortOrder.AscendingOrder)

    def _ask_export(self, kind: str) -> None:
        suggested = str(self._folder / f"reports.{kind}")
        name, _ = QFileDialog.getSaveFileName(self, "", suggested)
        if name:
            self.export(kind, Path(name))
