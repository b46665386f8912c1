"""What nobody needs to answer: the password, and the mail server's own settings.

The fields are made when they are first opened: the first frame does not wait for them.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ui.pages.page import Page, emptied
from ui.widgets.card import Card
from ui.widgets.disclosure import Details
from ui.widgets.fields import Choice, Question
from ui.widgets.text import Muted, Subheading, Text
from wizard.errors import BadInput, CouldNotDo
from wizard.flow import Answers
from wizard.vocabulary import Security

if TYPE_CHECKING:
    from ui.browser_keys import Offer
    from ui.widgets.browser_sign_in_card import BrowserSignInCard
    from wizard.account import Account, Secret


class PasswordAnswer(Details):
    """The password, when signing in is to be tested too. Pasting is welcome."""

    def __init__(self, page: Page) -> None:
        say = page.say
        words = (say("window.closed"), say("window.open"))
        super().__init__(say("start.password.more"), page.id("password_more"), words)
        self._page = page
        self._field: QLineEdit | None = None
        self._known = ("", "")
        self._told: Card | None = None
        self.browser: BrowserSignInCard | None = None
        self.toggled.connect(page.context.commands.frame_changed)

    def fill(self) -> None:
        """What the provider wants, the field, and why nobody needs to answer."""
        from ui.widgets.browser_sign_in_card import BrowserSignInCard
        from ui.widgets.ticks import CheckBox

        page, say = self._page, self._page.say
        self._field = QLineEdit()
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhHiddenText
        )
        show = CheckBox(say("start.password.show"), page.id("password_show"))
        show.toggled.connect(self._reveal)
        question = Question(say("start.password"), self._field, page.id("password"))
        self._told = Card("tinted")
        self._told.hide()
        self.browser = BrowserSignInCard(page)
        self.add(Muted(say("start.password.why")), self._told, question, show, self.browser)
        self.refresh()
        self._ask_offer()

    def show_known(self, address: str, known: "Account | None") -> None:
        """Whose address this is: what that provider wants is said before a password is typed."""
        self._known = (address, known.provider if known else "")
        self._ask_offer()

    def leave(self) -> None:
        """Nobody waits for a sign-in any more."""
        if self.browser is not None:
            self.browser.stop()

    def given(self) -> "Secret | None":
        """The password, in the one object that never shows it."""
        if self._field is None:
            return self._page.context.password
        from wizard.account import Secret

        typed = self._field.text()
        signed_in = self.browser.token if self.browser is not None else None
        return Secret(typed) if typed else signed_in

    def refresh(self) -> None:
        """Practice brings its own password; in earnest the field is as it was left."""
        if self._field is None:
            return
        from wizard.account import Token

        password = self._page.context.password
        if password is None or isinstance(password, Token):
            self._field.clear()
        elif self._field.text() != password.reveal():
            self._field.setText(password.reveal())

    def _ask_offer(self) -> None:
        if self._told is None:
            return
        address, provider = self._known
        practice = self._page.context.state.practice
        self._page.context.bridge.ask(
            lambda engine: engine.sign_in_offer("" if practice else address, provider),
            lambda offer: self._show_offer(address, offer),
        )

    def _show_offer(self, address: str, offer: "Offer") -> None:
        if self._told is None or self.browser is None or address != self._known[0]:
            return
        say, wanted = self._page.say, offer.wanted
        told = [say(one) for one in wanted.told]
        if wanted.in_vain and offer.why_not is not None:
            told += [say(offer.why_not.sentence), say("wanted.register")]
        emptied(self._told.column)
        self._told.setVisible(bool(told))
        if told:
            self._told.add(Subheading(say("wanted.heading", provider=wanted.provider)))
        for sentence in told:
            self._told.add(Text(sentence))
        self.browser.show_offer(address, offer)
        self._page.context.commands.frame_changed()

    def _reveal(self, wanted: bool) -> None:
        if self._field is not None:
            mode = QLineEdit.EchoMode.Normal if wanted else QLineEdit.EchoMode.Password
            self._field.setEchoMode(mode)


class ServerAnswers(Details):
    """Server, port, protection and user name: filled from the address, each with its source.

    What a person typed is never written over.
    """

    def __init__(self, page: Page) -> None:
        say = page.say
        words = (say("window.closed"), say("window.open"))
        super().__init__(say("start.server.more"), page.id("server_more"), words)
        self._page = page
        self._given = Answers()
        self._known: Account | None = None
        self._fields: _Fields | None = None
        self.toggled.connect(page.context.commands.frame_changed)

    def fill(self) -> None:
        """The four questions."""
        self._fields = _Fields(self._page)
        self.add(Muted(self._page.say("start.server.why")))
        for question, source in zip(
            self._fields.questions, self._fields.sources.values(), strict=True
        ):
            self.add(question, source)
        self._fields.show(self._given, self._known)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, once they were opened."""
        return self._fields.questions if self._fields else ()

    def answers(self) -> dict[str, object]:
        """What was typed; '' and None for what the provider's settings shall say."""
        if self._fields is not None:
            return self._fields.answers(self._known)
        given = self._given
        return {
            "server": given.server,
            "port": given.port,
            "username": given.username,
            "security": given.security,
        }

    def show_answers(self, answers: Answers) -> None:
        """Show what was typed before, or what is known."""
        self._given = answers
        if self._fields is not None:
            self._fields.show(answers, self._known)

    def show_known(self, known: "Account | None") -> None:
        """Fill in what is known of the typed address, each with its source."""
        typed = self.answers()
        self._known = known
        self._given = Answers(**typed)  # type: ignore[arg-type]
        if self._fields is not None:
            self._fields.show(self._given, known)

    def question_about(self, trouble: BadInput | CouldNotDo) -> Question | None:
        """The question that a sentence of the engine is about."""
        subject = trouble.shown.id.removeprefix("error.").partition("_")[0]
        if subject not in ("server", "port"):
            return None
        self.set_open(True)
        assert self._fields is not None
        return self._fields.server if subject == "server" else self._fields.port


class _Fields:
    """The four fields and where their values came from."""

    def __init__(self, page: Page) -> None:
        self._say = say = page.say
        self._server, self._port, self._username = QLineEdit(), QLineEdit(), QLineEdit()
        self._port.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._security = Choice()
        for value in ("", *(security.value for security in Security)):
            self._security.addItem(say(f"start.security.{value or 'auto'}"), value)
        self.server = Question(say("start.server"), self._server, page.id("server"))
        self.port = Question(say("start.port"), self._port, page.id("port"))
        security = Question(say("start.security"), self._security, page.id("security"))
        username = Question(say("start.username"), self._username, page.id("username"))
        self.questions = (self.server, self.port, security, username)
        self.sources = {name: Muted() for name in ("host", "port", "security", "username")}

    def answers(self, known: "Account | None") -> dict[str, object]:
        """What differs from what is known."""
        value = self._security.currentData()
        own_security = value and (known is None or known.security.value != value)
        return {
            "server": _own(self._server, known.host if known else None),
            "port": _own(self._port, str(known.port) if known else None),
            "username": _own(self._username, known.username if known else None),
            "security": Security(value) if own_security else None,
        }

    def show(self, given: Answers, known: "Account | None") -> None:
        """What was typed; where nothing was, what is known, with its source."""
        self._server.setText(given.server or (known.host if known else ""))
        self._port.setText(given.port or (str(known.port) if known else ""))
        self._username.setText(given.username or (known.username if known else ""))
        security = given.security or (known.security if known else None)
        value = security.value if security else ""
        self._security.setCurrentIndex(self._security.findData(value))
        typed = {
            "host": given.server,
            "port": given.port,
            "security": given.security,
            "username": given.username,
        }
        for name, label in self.sources.items():
            source = known.sources.get(name) if known and not typed[name] else None
            label.setHidden(source is None)
            if known is not None and source is not None:
                origin = self._say(f"start.source.{source.value}", provider=known.provider)
                label.setText(self._say("start.from", source=origin))


def _own(field: QLineEdit, known: str | None) -> str:
    text = field.text().strip()
    return "" if text == known else text
