"""The caller's screen as a picture: our own page, made from the caller's values, drawn unseen.

The page is the real one. It gets a bridge that starts nothing: what a page may read of this
computer (an interrupted check, the log, the mail programs) is not the caller's, so it is never
asked; a check is never started.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.announce import Announcer
from ui.bridge import Bridge, Job, Then, Trouble, Work
from ui.context import Context
from ui.engine import Engine, SaveChoices
from ui.frame import Footer, Header, PracticeBanner
from ui.pages import page_for
from ui.pages.page import Page
from ui.theme import Theme
from wizard.errors import BadInput, CouldNotDo
from wizard.flow import SCREENS, Flow, State
from wizard.messages import Language
from wizard.record import RunRecord
from wizard.screens import screen_numbers
from wizard.support import bundle
from wizard.support.bundle import Preview
from wizard.support.code import decode
from wizard.support.redaction import Person

log = logging.getLogger(__name__)

_WIDTH = 820
_HIGHEST = 6000
# What the engine works out from the caller's run alone.
_OF_THE_RUN = (
    "account_for",
    "code",
    "contacts",
    "known_settings",
    "letter",
    "preview",
    "provider",
    "queue_view",
    "recommended",
    "report_text",
    "sending_plan",
)


class Picture(msgspec.Struct, frozen=True):
    """What the caller sees: drawn, and in words for those who listen."""

    number: int
    heading: str
    words: tuple[str, ...]
    pixmap: QPixmap


class _Still(Bridge):
    """Answers what follows from the run alone, once the page has asked everything."""

    def __init__(self, parent: QWidget, code: str) -> None:
        super().__init__(parent)
        self._asked: list[Work] = []
        self._still = _StillEngine(code)

    def start(self) -> None:
        """Nothing runs here."""

    def ask(self, job: Job, then: Then | None = None, trouble: Trouble | None = None) -> Work:
        work = Work(job, then, trouble)
        self._asked.append(work)
        return work

    def ask_telling(
        self,
        job: Callable[..., Coroutine[Any, Any, Any]],  # noqa: ARG002
        tell: Callable[..., None],  # noqa: ARG002
        then: Then,  # noqa: ARG002
        trouble: Trouble | None = None,  # noqa: ARG002
    ) -> Work:
        """A check; the picture is that of its beginning."""
        return Work(lambda _: _nothing(), None, None)

    def answer_all(self) -> None:
        """Answer what was asked, and what is asked then."""
        while self._asked:
            work = self._asked.pop(0)
            if not work.stopped:
                self._answer(work)

    def _answer(self, work: Work) -> None:
        try:
            answer = asyncio.run(work.job(self._still))
        except _NotOfTheCaller:
            return
        except (BadInput, CouldNotDo) as trouble:
            if work.trouble is not None:
                work.trouble(trouble)
            return
        if work.then is not None:
            work.then(answer)


class _NotOfTheCaller(Exception):
    """The page asked about this computer."""


async def _nothing() -> None:
    """Nothing to do."""


class _StillEngine(Engine):
    """An engine that works out only what follows from a run."""

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if callable(found) and not name.startswith("_") and name not in (*_OF_THE_RUN, "aside"):
            raise _NotOfTheCaller
        return found

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code

    async def code(self, _record: RunRecord, language: str) -> tuple[str, str]:
        """The code that the caller has: never one made here."""
        try:
            read = decode(self._code).code
        except BadInput:
            return self._code[:20], ""
        return read.text, ", ".join(read.spelled(language))

    async def preview(self, record: RunRecord, language: Language, choices: SaveChoices) -> Preview:
        """The caller's report, without the log and the names of this computer."""
        options = bundle.Options(
            level=bundle.Level(choices.level), language=language, log_text="", person=Person()
        )
        return bundle.preview(record, options)


class _Nobody:
    """The commands of a window that is a picture: nothing happens."""

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_: None


class _Frame(QWidget):
    """Header, page and footer as the caller's window has them."""

    def __init__(
        self, name: str, state: State, code: str, language: Language, theme: Theme
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        flow = Flow(state, name)
        if flow.screen.name != name:
            raise LookupError(name)
        self.still = _Still(self, code)
        context = Context(
            language=language,
            flow=flow,
            bridge=self.still,
            announcer=_Silent(self),
            theme=theme,
            commands=_Nobody(),
        )
        self._header = Header(context)
        banner = PracticeBanner(context)
        banner.setVisible(bool(state.practice))
        self.page: Page = page_for(name, context)
        self.page.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._footer = footer = Footer(context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._header, banner, self.page, footer):
            column.addWidget(widget, 1 if widget is self.page else 0)

    def fill(self) -> None:
        """Show the page as it is when everything has been answered."""
        page, footer = self.page, self._footer
        page.refresh()
        self.still.answer_all()
        footer.show_number(page.number)
        footer.stop.set_label(page.stop_label)
        footer.stop.setVisible(bool(page.stop_label))
        footer.back.setVisible(page.name != "start" and not page.stop_label)
        footer.forward.set_label(page.forward_label)
        footer.forward.setVisible(bool(page.forward_label))
        footer.forward.set_kind("primary" if page.forward_is_primary else "secondary")

    def drawn(self) -> QPixmap:
        """The whole page, without scrolling."""
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.setFixedWidth(_WIDTH)
        self.show()
        inside = self.page.widget()
        for _ in range(3):  # wrapped texts know their height once they know their width
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            layout = inside.layout() if inside is not None else None
            wanted = layout.totalHeightForWidth(_WIDTH) if layout is not None else 400
            frame = self._header.height() + self._footer.height()
            self.resize(QSize(_WIDTH, min(_HIGHEST, max(wanted, 300) + frame + 8)))
        pixmap = self.grab()
        self.hide()
        return pixmap


class _Silent(Announcer):
    """A picture says nothing to screen readers."""

    def announce(self, text: str, *, assertive: bool = False) -> None:
        """Nothing."""


def screen_name(number: int) -> str:
    """The name of the screen with this number; '' when there is none."""
    return next((name for name, known in screen_numbers().items() if known == number), "")


def picture(
    number: int, state: State, code: str, language: Language, theme: Theme
) -> Picture | None:
    """The screen of this number with the caller's values; None when it cannot be drawn."""
    name = screen_name(number)
    if name not in SCREENS:
        return None
    frame = None
    try:
        frame = _Frame(name, state, code, language, theme)
        frame.fill()
        pixmap = frame.drawn()
        heading = frame.page.heading.text()
        words = tuple(line for line in frame.page.read_aloud() if line)
    except Exception:
        # A report can hold anything; what our page cannot show is told in words instead.
        log.exception("screen %d could not be drawn", number)
        return None
    finally:
        if frame is not None:
            frame.page.left()
            frame.deleteLater()
    return Picture(number, heading, words, pixmap)
