"""Screen 24: the address, where the problem shows, the error message; the rest is optional."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.bridge import Work
from ui.pages.optional_answers import PasswordAnswer, ServerAnswers
from ui.pages.page import Page
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.fields import Choice, LongAnswer, Question
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Text
from wizard.errors import BadInput, CouldNotDo
from wizard.flow import MailProgram

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from ui.pages.error_meaning import ErrorMeaning
    from wizard.account import Account
    from wizard.reply import Reply

_TYPING_PAUSE_MS = 300
_AFTER_FIRST_FRAME_MS = 400


class StartPage(Page):
    """The first screen is already the first question."""

    name = "start"

    def build(self) -> None:
        """The questions in the order in which people can answer them."""
        say = self.say
        self._looking_up: Work | None = None
        self.heading.setText(say("start.heading"))
        self.trouble = ErrorSummary(say("window.trouble_heading"), self.id("trouble"))
        self._address = QLineEdit()
        self._address.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self.address = Question(
            say("start.address"), self._address, self.id("address"), say("start.address.hint")
        )
        self._program = Choice()
        for program in MailProgram:
            self._program.addItem(say(f"start.program.{program.value}"), program.value)
        self._program.setCurrentIndex(self._program.findData(MailProgram.UNSURE.value))
        self.program = Question(say("start.program"), self._program, self.id("program"))
        self._error = LongAnswer(3)
        self.error = Question(
            say("start.error"), self._error, self.id("error"), say("start.error.hint")
        )
        self.error_file = self.button("start.error.file", "error_file", "link")
        self.error_pick = self.button("start.error.pick", "error_pick", "link")
        self.error_file.clicked.connect(self._choose_file)
        self.error_pick.clicked.connect(self._pick)
        self._error.setAcceptDrops(False)  # the page itself takes what is dropped
        self.setAcceptDrops(True)
        self.meaning: ErrorMeaning | None = None
        self.looking = StatusLine(Sign.RUNNING, "")
        self.looking.hide()
        self._offers_to_look_up = ""
        self._look_up_card: Card | None = None
        self._look_up_text = Text()
        self.password = PasswordAnswer(self)
        self.server = ServerAnswers(self)
        self.practice = self.button("start.practice", "practice", "link")
        self.practice.clicked.connect(lambda: self.context.commands.go("practice"))
        self.add(self.heading, self.text("start.intro"), self.trouble)
        self.add(self.address, self.program, self.error)
        self.add(flow_row(self.error_file, self.error_pick), self.looking)
        self.helpdesk = self.button("start.helpdesk", "helpdesk", "link")
        self.helpdesk.clicked.connect(self.context.commands.open_helpdesk)
        self.add(self.password, self.server, flow_row(self.practice, self.helpdesk))
        QTimer.singleShot(_AFTER_FIRST_FRAME_MS, self, self._look_for_unfinished)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._look_up)
        self._address.textChanged.connect(lambda _: self._pause.start())
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.setInterval(_TYPING_PAUSE_MS)
        self._reading.timeout.connect(self._explain)
        self._error.textChanged.connect(self._reading.start)

    def refresh(self) -> None:
        """Show the answers as they were last seen."""
        answers = self.context.state.answers
        if self._address.text() != answers.address:
            self._address.setText(answers.address)
        if self._error.toPlainText() != answers.error_text:
            self._error.setPlainText(answers.error_text)
        self._program.setCurrentIndex(self._program.findData(answers.program.value))
        self.server.show_answers(answers)
        self.password.refresh()
        self.practice.setVisible(not self.context.state.practice)
        self.trouble.complain("")
        self.looking.hide()

    @property
    def forward_label(self) -> str:
        """Says so when going on means asking others for the settings."""
        asks = bool(self._offers_to_look_up)
        return self.say("start.look_up" if asks else "window.continue")

    def first_focus(self) -> QWidget:
        """The address, or what is wrong with the answers."""
        return self.trouble if self.trouble.text else self._address

    def left(self) -> None:
        """Nobody waits for the settings any more."""
        if self._looking_up:
            self._looking_up.stop()
        self.password.leave()

    def proceed(self) -> None:
        """Check what was typed, find the settings, and go on."""
        self._pause.stop()
        from wizard.account import checked_address

        self._complain(None)
        try:
            address = checked_address(self._address.text())
        except BadInput as trouble:
            self._complain(trouble, self.address)
            return
        self._note_answers(address)
        domain, agreed = address.rpartition("@")[2], self._offers_to_look_up
        self.looking.say(Sign.RUNNING, self.say("start.looking", domain=domain))
        self.looking.show()
        self.context.password = self.password.given()
        answers = self.context.state.answers
        if self._looking_up:
            self._looking_up.stop()
        self._looking_up = self.context.bridge.ask(
            lambda engine: engine.account(answers, look_up=domain == agreed),
            lambda account: self._found(account, domain),
            self._complain,
        )

    def _note_answers(self, address: str) -> None:
        self.context.flow.answer(
            address=address,
            program=MailProgram(self._program.currentData()),
            error_text=self._error.toPlainText().strip(),
            **self.server.answers(),
        )

    def _found(self, account: "Account | None", domain: str) -> None:
        self.looking.hide()
        if account is None:
            self._offer_to_look_up(domain)
            return
        self._offer_to_look_up("")
        self.context.flow.learn(account=account)
        self.context.commands.forward()

    def _offer_to_look_up(self, domain: str) -> None:
        """Nobody is asked for the settings before this page has said who."""
        self._offers_to_look_up = domain
        if domain and self._look_up_card is None:
            self._look_up_card = self._made_look_up_card()
        if self._look_up_card is not None:
            self._look_up_text.setText(self.say("start.look_up.text", domain=domain))
            self._look_up_card.setVisible(bool(domain))
        self.context.commands.frame_changed()
        if domain and self._look_up_card is not None:
            self.ensureWidgetVisible(self._look_up_card)
            self.context.announcer.announce(self._look_up_text.text(), assertive=True)

    def _complain(
        self, trouble: BadInput | CouldNotDo | None, question: Question | None = None
    ) -> None:
        self.looking.hide()
        for one in (self.address, *self.server.questions):
            one.complain("")
        if trouble is None:
            self.trouble.complain("")
            return
        text = self.say(trouble.shown)
        wrong = question or self.server.question_about(trouble)
        if wrong is not None:
            wrong.complain(text)
        self.trouble.complain(text)
        self.verticalScrollBar().setValue(0)
        self.context.announcer.announce(
            f"{self.say('window.trouble_heading')}. {text}", assertive=True
        )

    def _made_look_up_card(self) -> Card:
        card = Card("tinted")
        heading = self.say("start.look_up.heading")
        card.add(StatusLine(Sign.NOTE, heading, TextRole.STRONG), self._look_up_text)
        self.column.insertWidget(self.column.indexOf(self.looking) + 1, card)
        return card

    def _look_up(self) -> None:
        address = self._address.text().strip()
        if self._offers_to_look_up and self._offers_to_look_up != address.rpartition("@")[2]:
            self._offer_to_look_up("")
        if "." not in address.rpartition("@")[2] or "@" not in address:
            return
        if self._looking_up:
            self._looking_up.stop()
        self._looking_up = self.context.bridge.ask(
            lambda engine: engine.known_settings(address),
            lambda known: self._show_known(address, known),
        )

    def _show_known(self, address: str, known: "Account | None") -> None:
        self.server.show_known(known)
        self.password.show_known(address, known)

    # The error message.

    def dragEnterEvent(self, event: "QDragEnterEvent") -> None:
        """A file of this computer, or a text."""
        mime = event.mimeData()
        if mime.hasText() or any(url.isLocalFile() for url in mime.urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: "QDropEvent") -> None:
        """Take the text, or the text of the first file."""
        mime = event.mimeData()
        event.acceptProposedAction()
        local = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
        if local:
            self.open_error_file(Path(local[0]))
        elif mime.hasText():
            self._error.setPlainText(mime.text())

    def open_error_file(self, path: Path) -> None:
        """Read the message from a file."""
        self._complain(None)
        self.context.bridge.ask(
            lambda engine: engine.error_file(path), self._error.setPlainText, self._complain
        )

    def _choose_file(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        from wizard.paths import documents_folder

        title, kinds = self.say("start.error.file.title"), self.say("start.error.files")
        chosen, _ = QFileDialog.getOpenFileName(self, title, str(documents_folder()), kinds)
        if chosen:
            self.open_error_file(Path(chosen))

    def _pick(self) -> None:
        self._note_answers(self._address.text().strip())
        self.context.commands.go("phrases")

    def _explain(self) -> None:
        text = self._error.toPlainText().strip()
        if text:
            self.context.bridge.ask(
                lambda engine: engine.explain(text),
                lambda reply: self._show_meaning(reply, text),
            )
        elif self.meaning is not None:
            self.meaning.show_reply(None)

    def _show_meaning(self, reply: "Reply", of: str) -> None:
        if of != self._error.toPlainText().strip():
            return  # typed on meanwhile
        if self.meaning is None:
            from ui.pages.error_meaning import ErrorMeaning

            self.meaning = ErrorMeaning(self, self._error.clear, self._pick)
            self.column.insertWidget(self.column.indexOf(self.looking), self.meaning)
        self.meaning.show_reply(reply)

    def _look_for_unfinished(self) -> None:
        from ui.pages.unfinished import UnfinishedCard

        card = UnfinishedCard(self.context, self._resumed)
        self.column.insertWidget(self.column.indexOf(self.trouble), card)

    def _resumed(self) -> None:
        self.context.commands.go("checking")
