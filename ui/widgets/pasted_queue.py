"""A queue's listing made on another computer: pasted or opened, and read here."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from ui.context import Context
from ui.widgets.button import Button
from ui.widgets.disclosure import Details
from ui.widgets.fields import LongAnswer, Question
from ui.widgets.flow_row import flow_row
from wizard.facts.computer import QueuedMessage

_MOST_BYTES = 64_000_000  # 20,000 messages of `postqueue -j` are about 8 MB

Read = Callable[[tuple[QueuedMessage, ...]], None]


class PastedDetails(Details):
    """Opens to a field; `read` gets the messages."""

    def __init__(self, context: Context, prefix: str, read: Read) -> None:
        self._context = context
        self._prefix = f"{prefix}.other"
        self._read = read
        say = context.say
        states = (say("window.closed"), say("window.open"))
        super().__init__(say("queue_page.other"), self._prefix, states)
        self.toggled.connect(context.commands.frame_changed)

    def fill(self) -> None:
        """The field and its buttons."""
        say = self._context.say
        self.listing = LongAnswer(5)
        self._question = Question(
            say("queue_page.other.label"),
            self.listing,
            f"{self._prefix}_listing",
            say("queue_page.other.hint"),
        )
        read = Button(say("queue_page.other.read"), f"{self._prefix}_read")
        file = Button(say("queue_page.other.file"), f"{self._prefix}_file")
        read.clicked.connect(self.read_listing)
        file.clicked.connect(self._open_file)
        self.add(self._question, flow_row(read, file))

    def read_listing(self) -> None:
        """Read what was pasted."""
        self._ask(self.listing.toPlainText().encode())

    def _open_file(self) -> None:
        title = self._context.say("queue_page.other.file.title")
        name, _ = QFileDialog.getOpenFileName(self, title, str(Path.home()))
        if not name:
            return
        path = Path(name)
        self._context.bridge.ask(
            lambda engine: engine.aside(lambda: _bytes_of(path)),
            lambda found: self._ask(found) if found is not None else self._unreadable(path),
        )

    def _unreadable(self, path: Path) -> None:
        self._complain(self._context.say("queue_page.other.unreadable", file=path.name))

    def _ask(self, listing: bytes) -> None:
        self._question.complain("")
        self._context.bridge.ask(lambda engine: engine.queue_listing(listing), self._found)

    def _found(self, messages: tuple[QueuedMessage, ...]) -> None:
        if messages:
            self._read(messages)
        else:
            self._complain(self._context.say("queue_page.pasted.empty"))

    def _complain(self, text: str) -> None:
        self._question.complain(text)
        self.listing.setFocus()
        self._context.announcer.announce(text, assertive=True)


def _bytes_of(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError:
        return None
