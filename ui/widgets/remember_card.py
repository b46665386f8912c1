"""Part of screen 93: keep a password that works, or forget what is kept. Only when asked."""

from typing import TYPE_CHECKING

from ui.pages.page import Page
from ui.widgets.card import Card
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Subheading, Text
from wizard.facts.server import ServerFacts, SignInResult
from wizard.messages import Message
from wizard.record import RunRecord

if TYPE_CHECKING:
    from ui.keys import Keeping
    from wizard.accounts.secrets import Answer


class RememberCard(Card):
    """Hidden unless a password was accepted, or something is remembered."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._record: RunRecord | None = None
        say = page.say
        self._remember = page.button("secrets.remember", "remember")
        self._forget = page.button("secrets.forget", "forget")
        self._remember.clicked.connect(self._wish_remember)
        self._forget.clicked.connect(self._wish_forget)
        self.outcome = StatusLine(Sign.NOTE, "")
        self._next = Muted("")
        self.add(Subheading(say("secrets.card")), Text(say("secrets.card.text")))
        self.add(flow_row(self._remember, self._forget), self.outcome, self._next)
        self._say(None)
        self.hide()

    def refresh(self, record: RunRecord) -> None:
        """Ask what can be done; nothing of the store is opened by that."""
        if self._page.context.state.practice:
            self.hide()
            return
        if record is not self._record:
            self._say(None)
        self._record = record
        account = record.case.account
        self._page.context.bridge.ask(lambda engine: engine.keeping(account), self._offer)

    def _offer(self, keeping: "Keeping") -> None:
        record, password = self._record, self._page.context.password
        if record is None:
            return
        facts = record.case.facts("account_server", ServerFacts)
        accepted = facts is not None and facts.sign_in is SignInResult.ACCEPTED
        offered = accepted and password is not None and keeping.can_remember
        self._remember.setVisible(offered and not keeping.is_remembered)
        self._forget.setVisible(keeping.is_remembered)
        self.setVisible(offered or keeping.is_remembered)
        self._page.context.commands.frame_changed()

    def _wish_remember(self) -> None:
        record, password = self._record, self._page.context.password
        if record is None or password is None:
            return
        account = record.case.account
        self._wait()
        self._page.context.bridge.ask(
            lambda engine: engine.remember(account, password),
            lambda answer: self._done(answer, Message("secrets.remembered")),
        )

    def _wish_forget(self) -> None:
        if self._record is None:
            return
        account = self._record.case.account
        self._wait()
        self._page.context.bridge.ask(
            lambda engine: engine.forget(account),
            lambda answer: self._done(answer, Message("secrets.forgotten")),
        )

    def _wait(self) -> None:
        """The store may have its own window open now."""
        self.outcome.say(Sign.RUNNING, self._page.say("secrets.look_for_window"))
        self.outcome.show()
        self._next.hide()

    def _done(self, answer: "Answer", done: Message) -> None:
        self._say(done if answer.ok else answer.sentence, None if answer.ok else answer.next)
        self._page.context.announcer.announce(self.outcome.words, assertive=not answer.ok)
        if self._record is not None:
            account = self._record.case.account
            self._page.context.bridge.ask(lambda engine: engine.keeping(account), self._offer)

    def _say(self, shown: Message | None, following: Message | None = None) -> None:
        sign = Sign.FINE if following is None else Sign.ATTENTION
        self.outcome.say(sign, self._page.say(shown) if shown else "")
        self.outcome.setVisible(shown is not None)
        self._next.setText(self._page.say(following) if following else "")
        self._next.setVisible(following is not None)
