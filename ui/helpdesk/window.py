"""Screen 73: the helpdesk's own window. A code or a report goes in; a caller or a table comes out.

Files are opened on the engine's thread, in bounded time and memory; the window never waits.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.announce import Announcer
from ui.bridge import Bridge, Work
from ui.garbage import Collector
from ui.helpdesk.caller import CallerView
from ui.helpdesk.folder import FolderView
from ui.helpdesk.notice import NoticeBanner
from ui.helpdesk.screen import ScreenPart
from ui.helpdesk.scrolled import Scrolled
from ui.theme import Theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.fields import Question
from ui.widgets.flow_row import flow_row
from ui.widgets.text import Heading, Subheading, Text
from wizard.errors import BadInput, CouldNotDo
from wizard.messages import Language
from wizard.screens import screen_numbers
from wizard.support.bundle import Bundle, open_bundle, rejudge
from wizard.support.code import decode
from wizard.support.helpdesk import View, view_of_bundle, view_of_code
from wizard.support.helpdesk.queue import LOCKED
from wizard.support.helpdesk.script import BEGINNING

_USUAL_SIZE = QSize(1000, 760)
_ENDINGS = (".zip", ".age")
_FILES = "*.zip *.age"


class HelpdeskWindow(QMainWindow):
    """The agent's side. `notices` say what of the organisation's profile could not be used."""

    def __init__(self, language: Language, theme: Theme, notices: Sequence[str] = ()) -> None:
        super().__init__()
        self._say = language
        self._theme = theme
        self.bridge = Bridge(self)
        self.announcer = Announcer(self)
        self._collector = Collector(self)
        self._work: Work | None = None
        self._key: Path | None = None  # opens every encrypted report of this sitting
        self._again: Callable[[], None] | None = None  # what stopped for want of a key
        self._build(notices)
        self._connect()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # What the agent does.

    def read(self) -> None:
        """Read what was typed: a code, or the name of a report file."""
        typed = self.field.text().strip()
        if not typed:
            self._complain(self._say("helpdesk.window.empty"))
        elif typed.lower().endswith(_ENDINGS):
            self.open_file(Path(typed))
        else:
            self._read_code(typed)

    def open_file(self, path: Path, other: Path | None = None) -> None:
        """Open a report; then compare it with `other`."""
        self._forget_trouble()
        self._again = lambda: self.open_file(path, other)
        self.field.clear()  # an earlier caller's code would stand above this one's report
        key = self._key

        def opened(bundle: Bundle) -> None:
            self._show(view_of_bundle(bundle), bundle)
            if other is not None:
                self.compare_with(other)

        self._ask(lambda: open_bundle(path, key), opened)

    def open_folder(self, folder: Path) -> None:
        """Show the reports of a folder as a table."""
        self._forget_trouble()
        self.field.clear()
        self._again = lambda: self.open_folder(folder)
        self._stack.setCurrentWidget(self.folder)
        self.many.show()
        self.folder.read(folder, self._key)

    def compare_with(self, path: Path) -> None:
        """Compare the report that is shown with another one."""
        self._forget_trouble()
        self._again = lambda: self.compare_with(path)
        key = self._key
        self._ask(lambda: open_bundle(path, key).report, self.caller.show_comparison)

    def use_key(self, key: Path) -> None:
        """Open with this key what could not be opened without, and everything after it."""
        self._key = key
        if self._again is not None:
            self._again()

    # How it is shown.

    def _read_code(self, typed: str) -> None:
        self._forget_trouble()
        if self._work is not None:
            self._work.stop()
        try:
            view = view_of_code(decode(typed))
        except BadInput as refused:
            self._complain(self._say.render(refused.shown))
            return
        self._show(view, None)

    def _show(self, view: View, bundle: Bundle | None) -> None:
        self.caller.show_caller(view, bundle)
        self._stack.setCurrentWidget(self.caller)
        self.one.show()
        words = (self.caller.verdict.words, self.caller.cause.text())
        self.announcer.announce(". ".join(words), assertive=True)
        if bundle is not None:
            self.bridge.ask(
                lambda engine: engine.aside(lambda: rejudge(bundle)),
                lambda diagnosis: self._today(bundle, diagnosis),
                lambda _: None,  # without measurements there is nothing to judge again
            )

    def _today(self, bundle: Bundle, diagnosis: object) -> None:
        if self.caller.bundle is bundle:
            self.caller.show_today(diagnosis)  # type: ignore[arg-type]

    def _ask(self, work: object, then: object) -> None:
        if self._work is not None:
            self._work.stop()
        self._work = self.bridge.ask(
            lambda engine: engine.aside(work),  # type: ignore[arg-type]
            then,  # type: ignore[arg-type]
            self._troubled,
        )

    def _troubled(self, trouble: BadInput | CouldNotDo) -> None:
        self._complain(self._say.render(trouble.shown))
        self.key.setVisible(trouble.shown.id in LOCKED)

    def _complain(self, text: str) -> None:
        self.trouble.complain(text)
        self.announcer.announce(text, assertive=True)

    def _forget_trouble(self) -> None:
        self.trouble.complain("")
        self.key.hide()

    def show_fault(self, _fault: object) -> None:
        """A fault of this program: one sentence, and the window stays."""
        self._complain(self._say("helpdesk.window.fault"))

    # Files by dialog or by dropping.

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "", "", _FILES)
        if name:
            self.open_file(Path(name))

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self)
        if name:
            self.open_folder(Path(name))

    def _ask_key(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self)
        if name:
            self.use_key(Path(name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files of this computer can be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """One report, two to compare, or a folder."""
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if not paths:
            return
        event.acceptProposedAction()
        if paths[0].is_dir():
            self.open_folder(paths[0])
        else:
            self.open_file(paths[0], paths[1] if len(paths) > 1 else None)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the engine cleanly."""
        self.folder.stop()
        self.bridge.close()
        self._collector.close()
        super().closeEvent(event)

    # Building.

    def _build(self, notices: Sequence[str]) -> None:
        say = self._say
        self.setWindowTitle(say("helpdesk.window.title"))
        self.setAcceptDrops(True)
        self.notice = NoticeBanner(notices)
        self.trouble = ErrorSummary(say("helpdesk.window.trouble"), "helpdesk.trouble")
        self.key = Button(say("helpdesk.window.key"), "helpdesk.key")
        self.key.hide()
        self.caller = CallerView(say, self._theme)
        self.folder = FolderView(say, self.bridge, self.announcer)
        self._stack = QStackedWidget()
        for widget in (self._beginning(), self.caller, self.folder):
            self._stack.addWidget(widget)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.notice, self._asking(), self._stack, self._footer()):
            column.addWidget(part, 1 if part is self._stack else 0)
        self.setCentralWidget(whole)
        size = _USUAL_SIZE * (1 + (self._theme.text_scale - 1) * 0.4)
        screen = self.screen()
        self.resize(size.boundedTo(screen.availableSize()) if screen else size)

    def _asking(self) -> QWidget:
        say = self._say
        part = QFrame()
        part.setProperty("surface", "header")
        column = QVBoxLayout(part)
        column.setContentsMargins(20, 14, 20, 12)
        self.field = QLineEdit()
        self.field.setMaxLength(4096)
        hint = say("helpdesk.window.code.hint")
        self.question = Question(say("helpdesk.window.code"), self.field, "helpdesk.code", hint)
        self.read_button = Button(say("helpdesk.window.read"), "helpdesk.read", "primary")
        self.open_button = Button(say("helpdesk.window.open"), "helpdesk.open")
        self.folder_button = Button(say("helpdesk.window.folder"), "helpdesk.folder")
        buttons = flow_row(self.read_button, self.open_button, self.folder_button, self.key)
        for widget in (
            Heading(say("helpdesk.window.heading")),
            self.trouble,
            self.question,
            buttons,
        ):
            column.addWidget(widget)
        return part

    def _beginning(self) -> QWidget:
        say, words = self._say, Card()
        words.add(Subheading(say("helpdesk.window.begin")))
        words.add(*(Text(say.render(told)) for told in BEGINNING))
        part = Scrolled()
        self.first_screen = ScreenPart(say, self._theme, "helpdesk.first_screen")
        part.add(words, self.first_screen)
        return part

    def _footer(self) -> QWidget:
        say = self._say
        footer = QFrame()
        footer.setProperty("surface", "footer")
        row = QHBoxLayout(footer)
        row.setContentsMargins(20, 8, 16, 8)
        self.one = Button(say("helpdesk.window.caller"), "helpdesk.caller", "quiet")
        self.many = Button(say("helpdesk.window.many"), "helpdesk.many", "quiet")
        row.addWidget(Text(say("window.screen", number=screen_numbers()["helpdesk"])), 1)
        for button in (self.one, self.many):
            button.hide()
            row.addWidget(button)
        return footer

    def _connect(self) -> None:
        self.field.returnPressed.connect(self.read)
        self.read_button.clicked.connect(self.read)
        self.open_button.clicked.connect(self._ask_file)
        self.folder_button.clicked.connect(self._ask_folder)
        self.key.clicked.connect(self._ask_key)
        self.caller.compare_with.connect(self.compare_with)
        self.folder.chosen.connect(self.open_file)
        self.folder.trouble.connect(self._complain)
        self.folder.locked.connect(self.key.show)
        self.bridge.fault.connect(self.show_fault)
        self.one.clicked.connect(lambda: self._stack.setCurrentWidget(self.caller))
        self.many.clicked.connect(lambda: self._stack.setCurrentWidget(self.folder))
        for keys, action in (
            ("Ctrl+O", self._ask_file),
            ("Ctrl+L", self._to_the_code),
            ("Ctrl++", self._theme.larger),
            ("Ctrl+=", self._theme.larger),
            ("Ctrl+-", self._theme.smaller),
            ("Ctrl+0", lambda: self._theme.set_scale(1.0)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _to_the_code(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
