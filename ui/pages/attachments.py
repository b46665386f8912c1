"""Screen 64: files dropped or chosen, and whether one message can carry them. Sends nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from ui.bridge import Work
from ui.pages.page import Page, emptied
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.exact_words import ExactWords
from ui.widgets.facts import FactRows
from ui.widgets.fields import Question
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Subheading, Text
from wizard.facts.server import ServerFacts

if TYPE_CHECKING:
    from wizard.attachments import Files, SizeLimit

_LISTED = 40
_BARELY = 0.8
_MEGABYTE = 1_000_000


class DropPlace(Card):
    """Takes files and folders that are dropped on it; buttons inside do the same."""

    def __init__(self, dropped: Callable[[list[Path]], None]) -> None:
        super().__init__("tinted")
        self._dropped = dropped
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only files of this computer."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them; nothing is moved."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        urls = event.mimeData().urls()
        self._dropped([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])


class AttachmentsPage(Page):
    """Measures what is chosen, and says what to do when it is too much."""

    name = "attachments"

    def build(self) -> None:
        """The address, the place to drop on, the answer."""
        say = self.say
        self._paths: list[Path] = []
        self._work: Work | None = None
        self.heading.setText(say("attachments.heading"))
        self.address = QLineEdit()
        self.address.textChanged.connect(lambda _: self._measure())
        question = Question(
            say("attachments.address"),
            self.address,
            self.id("address"),
            say("attachments.address.hint"),
        )
        self.place = DropPlace(self.take)
        self.files = self.button("attachments.choose_files", "choose_files", "primary")
        self.folder = self.button("attachments.choose_folder", "choose_folder")
        self.clear = self.button("attachments.clear", "clear", "link")
        self.files.clicked.connect(self._choose_files)
        self.folder.clicked.connect(self._choose_folder)
        self.clear.clicked.connect(self._begin_anew)
        self.place.add(
            Text(say("attachments.drop"), TextRole.STRONG),
            Muted(say("attachments.or")),
            flow_row(self.files, self.folder),
        )
        self.state = StatusLine(Sign.RUNNING, "", TextRole.STRONG)
        self.answer = Card()
        self.add(self.heading, self.text("attachments.intro"), question, self.place)
        self.add(self.state, self.answer, flow_row(self.clear))
        self._show_nothing()

    @property
    def forward_is_primary(self) -> bool:
        """Choosing files comes first."""
        return bool(self._paths)

    def refresh(self) -> None:
        """The address of the walk, unless another was typed."""
        known = self.context.state.answers.address
        if known and not self.address.text():
            self.address.setText(known)

    def left(self) -> None:
        """Nobody waits for the answer."""
        self._stop_counting()

    def read_aloud(self) -> list[str]:
        """The heading and the answer."""
        return [self.heading.text(), self.state.words]

    def enter(self) -> None:
        """Enter goes on only when something was measured."""
        if self._paths:
            self.proceed()

    def first_focus(self) -> QWidget:
        """Choosing files."""
        return self.files

    def take(self, paths: list[Path]) -> None:
        """Add files and folders to what is measured."""
        self._paths += [path for path in paths if path not in self._paths]
        self._measure()

    def _choose_files(self) -> None:
        title = self.say("attachments.choose_files.title")
        names, _ = QFileDialog.getOpenFileNames(self, title, str(Path.home()))
        self.take([Path(name) for name in names])

    def _choose_folder(self) -> None:
        title = self.say("attachments.choose_folder.title")
        name = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
        self.take([Path(name)] if name else [])

    def _begin_anew(self) -> None:
        self._stop_counting()
        self._paths = []
        self._show_nothing()
        self.files.setFocus()
        self.context.commands.frame_changed()

    def _show_nothing(self) -> None:
        for one in (self.state, self.answer, self.clear):
            one.hide()

    def _stop_counting(self) -> None:
        if self._work is not None:
            self._work.stop()
            self._work = None

    # Measuring.

    def _measure(self) -> None:
        if not self._paths:
            return
        self._stop_counting()
        self.state.say(Sign.RUNNING, self.say("attachments.measuring"))
        self.state.show()
        paths, address = tuple(self._paths), self.address.text().strip()
        announced = self._announced(address)
        self._work = self.context.bridge.ask(
            lambda engine: engine.attachments(paths, address, announced), self._measured
        )

    def _announced(self, address: str) -> int | None:
        """What the account's server said of itself in the last check."""
        record = self.context.state.record
        if record is None or record.case.account.address != address:
            return None
        facts = record.case.facts("account_server", ServerFacts)
        return facts.size_limit if facts else None

    def _measured(self, answer: "tuple[Files, SizeLimit]") -> None:
        self._work = None
        found, limit = answer
        emptied(self.answer.column)
        self._show_verdict(found, limit)
        if found.files:
            self._show_sizes(found, limit)
        self._show_unreadable(found)
        self.answer.setVisible(bool(found.files or found.unreadable))
        self.clear.show()
        self.files.set_kind("secondary")
        self.context.announcer.announce(self.state.words, assertive=True)
        self.context.commands.frame_changed()

    def _show_verdict(self, found: "Files", limit: "SizeLimit") -> None:
        if not found.files:
            self.state.say(Sign.NOTE, self.say("attachments.nothing"))
        elif found.sent > limit.size or not found.complete:
            self.state.say(Sign.PROBLEM, self.say("attachments.too_large"))
        elif found.sent > limit.size * _BARELY:
            self.state.say(Sign.ATTENTION, self.say("attachments.fits_barely"))
        else:
            self.state.say(Sign.FINE, self.say("attachments.fits"))

    def _show_sizes(self, found: "Files", limit: "SizeLimit") -> None:
        say, add = self.say, self.answer.add
        rows = (
            ("files", self.locale().toString(len(found.files))),
            ("size", self._megabytes(found.size)),
            ("sent", self._megabytes(found.sent)),
            ("limit", self._megabytes(limit.size)),
        )
        add(FactRows([(say(f"attachments.{name}"), value) for name, value in rows]))
        source = f"attachments.limit.{limit.source.value}"
        add(Muted(say(source, provider=limit.provider, date=limit.date)))
        if not found.complete:
            add(StatusLine(Sign.ATTENTION, say("attachments.too_many")))
        elif found.sent > limit.size:
            self._show_ways_out(found, limit)
        lines = [
            say("attachments.row", sent=self._megabytes(one.sent), name=one.path)
            for one in found.files[:_LISTED]
        ]
        name = say("attachments.list")
        add(Subheading(name), ExactWords("\n".join(lines), self.id("list"), name))

    def _show_ways_out(self, found: "Files", limit: "SizeLimit") -> None:
        from wizard.attachments import split

        parts = split(found.files, limit)
        if parts.too_large:
            text = self.say("attachments.alone", count=len(parts.too_large))
            self.answer.add(StatusLine(Sign.ATTENTION, text))
        if parts.messages:
            way = "split_rest" if parts.too_large else "split"
            text = self.say(f"attachments.{way}", count=len(parts.messages))
            self.answer.add(StatusLine(Sign.NOTE, text))

    def _show_unreadable(self, found: "Files") -> None:
        if not found.unreadable:
            return
        name = self.say("attachments.unreadable")
        lines = [
            self.say(f"attachments.why.{why.value}", name=path) for path, why in found.unreadable
        ]
        words = ExactWords("\n".join(lines), self.id("unreadable"), name)
        self.answer.add(Subheading(name), words)

    def _megabytes(self, size: int) -> str:
        return f"{self.locale().toString(size / _MEGABYTE, 'f', 1)} MB"
