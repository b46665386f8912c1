"""What nobody needs to answer: the password, and the mail server's own settings."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ui.pages.page import Page
from ui.widgets.disclosure import Details
from ui.widgets.fields import Choice, Question
from ui.widgets.text import Muted
from ui.widgets.ticks import CheckBox
from wizard.account import Account, Secret
from wizard.errors import BadInput, CouldNotDo
from wizard.flow import Answers
from wizard.vocabulary import Security


class PasswordAnswer(Details):
    """The password, when signing in is to be tested too. Pasting is welcome."""

    def __init__(self, page: Page) -> None:
        say = page.say
        self._context = page.context
        words = (say("window.closed"), say("window.open"))
        super().__init__(say("start.password.more"), page.id("password_more"), words)
        self._field = QLineEdit()
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhHiddenText
        )
        self._show = CheckBox(say("start.password.show"), page.id("password_show"))
        self._show.toggled.connect(self._reveal)
        question = Question(say("start.password"), self._field, page.id("password"))
        self.add(Muted(say("start.password.why")), question, self._show)

    def given(self) -> Secret | None:
        """The password, in the one object that never shows it."""
        typed = self._field.text()
        return Secret(typed) if typed else None

    def refresh(self) -> None:
        """Practice brings its own password; in earnest the field is as it was left."""
        password = self._context.password
        if password is None:
            self._field.clear()
        elif not self._field.text():
            self._field.setText(password.reveal())

    def _reveal(self, wanted: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if wanted else QLineEdit.EchoMode.Password
        self._field.setEchoMode(mode)


class ServerAnswers(Details):
    """Server, port, protection and user name: filled from the address, each with its source.

    What a person typed is never written over.
    """

    def __init__(self, page: Page) -> None:
        say = page.say
        self._say = page.say
        words = (say("window.closed"), say("window.open"))
        super().__init__(say("start.server.more"), page.id("server_more"), words)
        self._server, self._port, self._username = QLineEdit(), QLineEdit(), QLineEdit()
        self._port.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._security = Choice()
        for value in ("", *(security.value for security in Security)):
            self._security.addItem(say(f"start.security.{value or 'auto'}"), value)
        self.server = Question(say("start.server"), self._server, page.id("server"))
        self.port = Question(say("start.port"), self._port, page.id("port"))
        self.security = Question(say("start.security"), self._security, page.id("security"))
        self.username = Question(say("start.username"), self._username, page.id("username"))
        self.questions = (self.server, self.port, self.security, self.username)
        self._sources = {name: Muted() for name in ("host", "port", "security", "username")}
        self.add(Muted(say("start.server.why")))
        for question, source in zip(self.questions, self._sources.values(), strict=True):
            self.add(question, source)
            source.hide()
        self._known: Account | None = None

    def answers(self) -> dict[str, object]:
        """What was typed; '' and None for what the provider's settings shall say."""
        value = self._security.currentData()
        return {
            "server": self._own(self._server, "host"),
            "port": self._own(self._port, "port"),
            "username": self._own(self._username, "username"),
            "security": Security(value)
            if value and not self._is_known("security", value)
            else None,
        }

    def show_answers(self, answers: Answers) -> None:
        """Show what was typed before, or what is known."""
        for field, typed, name in (
            (self._server, answers.server, "host"),
            (self._port, answers.port, "port"),
            (self._username, answers.username, "username"),
        ):
            if typed or not self._known:
                field.setText(typed)
            elif not field.text():
                field.setText(str(getattr(self._known, name)))
        if answers.security is not None:
            self._security.setCurrentIndex(self._security.findData(answers.security.value))

    def show_known(self, known: Account | None) -> None:
        """Fill in what is known of the typed address, each with its source."""
        typed = self.answers()
        self._known = known
        for field, name in (
            (self._server, "host"),
            (self._port, "port"),
            (self._username, "username"),
        ):
            if not typed[{"host": "server"}.get(name, name)]:
                field.setText(str(getattr(known, name)) if known else "")
        if typed["security"] is None:
            value = known.security.value if known else ""
            self._security.setCurrentIndex(self._security.findData(value))
        for name, label in self._sources.items():
            source = known.sources.get(name) if known else None
            label.setVisible(source is not None)
            if known is not None and source is not None:
                origin = self._say(f"start.source.{source.value}", provider=known.provider)
                label.setText(self._say("start.from", source=origin))

    def question_about(self, trouble: BadInput | CouldNotDo) -> Question | None:
        """The question that a sentence of the engine is about."""
        subject = trouble.shown.id.removeprefix("error.").partition("_")[0]
        found = {"server": self.server, "port": self.port, "security": self.security}.get(subject)
        if found is not None:
            self.set_open(True)
        return found

    def _own(self, field: QLineEdit, name: str) -> str:
        text = field.text().strip()
        return "" if self._is_known(name, text) else text

    def _is_known(self, name: str, value: str) -> bool:
        return self._known is not None and str(getattr(self._known, name)) == value
