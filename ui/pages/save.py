"""Screen 42: a report to be saved, after showing exactly what is in it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from ui.bridge import Work
from ui.engine import SaveChoices
from ui.pages.on_paper import OnPaper
from ui.pages.page import Page
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.disclosure import Details
from ui.widgets.exact_words import ExactWords
from ui.widgets.fields import Choice, LongAnswer, Question
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Exact, Muted, Subheading
from ui.widgets.ticks import CheckBox
from wizard.errors import BadInput, CouldNotDo
from wizard.messages import Message
from wizard.paths import documents_folder

if TYPE_CHECKING:
    from wizard.support.bundle import Preview

_LEVELS = ("normal", "nothing_personal", "own_helpdesk")
_TYPING_PAUSE_MS = 400
_LINES = 20
_PAGE = "report.html"


class PartBox(QWidget):
    """One file of the report, to be left out or not, and what it is for."""

    def __init__(self, page: Page, name: str, reason: str, *, optional: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        hint = reason if optional else page.say("save.part.always", reason=reason)
        control = f"part_{name.partition('.')[0].lower()}_{name.rpartition('.')[2]}"
        self.check = CheckBox(name, page.id(control), hint)
        self.check.setProperty("exact", True)
        self.check.setChecked(True)
        told = Muted(hint)
        told.setIndent(page.context.theme.pixels(35))
        column.addWidget(self.check)
        column.addWidget(told)
        if not optional:
            self.check.toggled.connect(lambda _: self.check.setChecked(True))


class SavePage(Page):
    """What is shown is what is written, byte for byte."""

    name = "save"

    def build(self) -> None:
        """Intro, choices, preview, save."""
        say = self.say
        self._preview: Preview | None = None
        self._work: Work | None = None
        self._left_out: set[str] = set()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._prepare)
        self.heading.setText(say("save.heading"))
        self._ask_questions()
        self.parts = Card()
        self.parts.add(Subheading(say("save.parts")))
        self._boxes: dict[str, PartBox] = {}
        self.details = Details(
            say("save.preview"), self.id("preview"), (say("window.closed"), say("window.open"))
        )
        self._file = Choice()
        self._file.currentIndexChanged.connect(lambda _: self._show_file())
        self.exact = ExactWords("", self.id("text_exact"), say("save.preview.text"), _LINES)
        self.details.add(Question(say("save.preview.file"), self._file, self.id("file")))
        self.details.add(self.exact)
        self._hidden = Muted()
        self.copy = self.button("save.copy", "copy")
        self.copy.clicked.connect(self._copy_text)
        self.skip = self.button("save.skip", "skip", "link")
        self.skip.clicked.connect(self.context.commands.forward)
        self._make_outcome()
        self.add(self.heading, self.text("save.intro"), Muted(say("save.for")))
        self.add(self.outcome, self._why, self._ticket_question, self._level_question)
        self.paper = OnPaper(self, lambda: self._part(_PAGE))
        self.add(self.parts, self._hidden, self.details, self.paper)
        self.add(flow_row(self.copy, self.skip))

    @property
    def forward_label(self) -> str:
        """Save; once that is done, go on."""
        saved = bool(self.context.state.saved_report)
        return self.say("window.continue" if saved else "save.save")

    def refresh(self) -> None:
        """Put the report together for the present run."""
        saved = self.context.state.saved_report
        self.skip.setVisible(not saved)
        self.outcome.setVisible(bool(saved))
        self._prepare()

    def proceed(self) -> None:
        """Ask where to save, or go on when it is saved."""
        if self.context.state.saved_report:
            self.context.commands.forward()
        elif self._preview is None:
            self._tell(Sign.RUNNING, self.say("save.preparing"))
        else:
            self._choose_file(self._preview)

    # Building.

    def _ask_questions(self) -> None:
        say = self.say
        self._text, self._ticket, self._level = LongAnswer(2), QLineEdit(), Choice()
        self._why = Question(say("save.text"), self._text, self.id("text"), say("save.text.hint"))
        self._ticket_question = Question(say("save.ticket"), self._ticket, self.id("ticket"))
        for level in _LEVELS:
            self._level.addItem(say(f"save.level.{level}"), level)
        self._level_question = Question(say("save.level"), self._level, self.id("level"))
        self._text.textChanged.connect(self._pause.start)
        self._ticket.textChanged.connect(lambda _: self._pause.start())
        self._level.currentIndexChanged.connect(lambda _: self._prepare())

    def _make_outcome(self) -> None:
        self.outcome = Card("tinted")
        self._line = StatusLine(Sign.FINE, "", TextRole.STRONG)
        self._where = Exact()
        self._tag = Muted()
        self.folder = self.button("save.open_folder", "folder")
        self.folder.clicked.connect(self._open_folder)
        self.outcome.add(self._line, self._where, self._tag, flow_row(self.folder))
        self.outcome.hide()

    # The report.

    def _choices(self) -> SaveChoices:
        return SaveChoices(
            level=self._level.currentData(),
            leave_out=frozenset(self._left_out),
            ticket=self._ticket.text().strip(),
            text=self._text.toPlainText().strip(),
            password=self.context.password,
        )

    def _prepare(self) -> None:
        record, language = self.context.record, self.context.language
        if self._work is not None:
            self._work.stop()
        choices = self._choices()
        self._work = self.context.bridge.ask(
            lambda engine: engine.preview(record, language, choices), self._prepared, self._trouble
        )

    def _prepared(self, preview: "Preview") -> None:
        self._preview = preview
        self._show_parts(preview)
        chosen = self._file.currentText()
        self._file.blockSignals(True)
        self._file.clear()
        for part in preview.parts:
            self._file.addItem(part.part.value)
        self._file.setCurrentIndex(max(0, self._file.findText(chosen)))
        self._file.blockSignals(False)
        self._show_file()
        rows = [
            self.say(
                "save.hidden.row", what=self.say(Message(f"report.hidden.{kind}")), count=count
            )
            for kind, count in preview.hidden.items()
            if count
        ]
        text = " ".join((self.say("save.hidden"), "; ".join(rows)))
        self._hidden.setText(text if rows else self.say("save.hidden.nothing"))
        self.context.commands.frame_changed()

    def _show_parts(self, preview: "Preview") -> None:
        for part in preview.parts:
            name = part.part.value
            if name in self._boxes:
                continue
            reason = self.say(part.reason)
            box = PartBox(self, name, reason, optional=part.can_leave_out)
            if part.can_leave_out:
                box.check.toggled.connect(lambda wanted, name=name: self._leave_out(name, wanted))
            self.parts.add(box)
            self._boxes[name] = box

    def _leave_out(self, name: str, wanted: bool) -> None:
        self._left_out.discard(name) if wanted else self._left_out.add(name)
        self._prepare()

    def _show_file(self) -> None:
        self.exact.show_text(self._part(self._file.currentText()))

    def _part(self, name: str) -> str:
        parts = self._preview.parts if self._preview else ()
        return next((part.text for part in parts if part.part.value == name), "")

    def _copy_text(self) -> None:
        record, language = self.context.record, self.context.language

        def copied(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.context.announcer.announce(self.say("window.copied"))

        self.context.bridge.ask(lambda engine: engine.report_text(record, language), copied)

    # Saving.

    def _choose_file(self, preview: "Preview") -> None:
        start = str(documents_folder() / preview.file_name)
        chosen, _ = QFileDialog.getSaveFileName(self, self.say("save.title"), start)
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the report as it was shown."""
        preview = self._preview
        if preview is not None:
            self.context.bridge.ask(
                lambda engine: engine.write(preview, path), self._saved, self._trouble
            )

    def _saved(self, path: Path) -> None:
        self.context.flow.learn(saved_report=str(path))
        self._tell(Sign.FINE, self.say("save.saved"))
        self._where.show_value(str(path))
        if self._preview is not None:
            self._tag.setText(self.say("save.tag", tag=self._preview.tag))
        self.folder.show()
        self.skip.hide()
        self.context.commands.frame_changed()

    def _trouble(self, trouble: BadInput | CouldNotDo) -> None:
        self._tell(Sign.PROBLEM, self.say(trouble.shown))
        self.context.commands.frame_changed()

    def _tell(self, sign: Sign, words: str) -> None:
        self._line.say(sign, words)
        self._where.show_value("")
        self._tag.setText("")
        self.folder.hide()
        self.outcome.show()
        self.ensureWidgetVisible(self.outcome)
        self.context.announcer.announce(words, assertive=sign is not Sign.RUNNING)

    def _open_folder(self) -> None:
        folder = Path(self.context.state.saved_report).parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
