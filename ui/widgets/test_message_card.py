"""Mail can go: one small message to oneself, by this program where it can, else by hand.

Nothing is sent unless the button is pressed, what is sent stands there before, and once it was
taken the button is gone.
"""

from typing import TYPE_CHECKING

import msgspec

from ui.context import Context
from ui.engine import kept_but
from ui.theme import TextRole
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Exact, Muted, Subheading, Text
from wizard.errors import BadInput, CouldNotDo
from wizard.facts.server import ServerFacts, SignInResult
from wizard.messages import ENGLISH, Message
from wizard.record import RunRecord

if TYPE_CHECKING:
    from ui.keys import Keeping


_SUBJECT, _TEXT = "test_message.subject", "test_message.text"


class TestMessageCard(Card):
    """Offers the message for the account of a run.

    `by_hand`: where the program cannot send, it says how the person can, and stays.
    """

    __test__ = False  # its name is no invitation to pytest

    def __init__(self, context: Context, prefix: str, *, by_hand: bool = True) -> None:
        super().__init__()
        self._context = context
        self._record: RunRecord | None = None
        self._remembered, self._by_hand = False, by_hand
        say, kind = context.say, "primary" if by_hand else "secondary"
        self._what = Text()
        self._subject, self._text = Exact("", TextRole.STRONG), Exact()
        self.send = Button(say("watching.message.send"), f"{prefix}.send_test", kind)
        self.send.clicked.connect(self._send)
        self._row = flow_row(self.send)
        self.state = StatusLine(Sign.RUNNING, "")
        self._next = Muted()
        self.add(Subheading(say("watching.message.title")), self._what)
        self.add(self._subject, self._text, self._row, self.state, self._next)
        self.hide()

    @property
    def can_send(self) -> bool:
        """Whether the program itself can send: it has the password, or none is wanted."""
        if self._record is None:
            return False
        facts = self._record.case.facts("account_server", ServerFacts)
        open_door = facts is not None and facts.sign_in is SignInResult.NOT_OFFERED
        return open_door or self._remembered or self._context.password is not None

    def show_record(self, record: RunRecord) -> None:
        """Offer it for the account of this run."""
        if record is self._record:
            return
        self._record, self._remembered = record, False
        self.state.hide()
        self._next.hide()
        self._offer()
        account = record.case.account
        if not self.can_send and not self._context.state.practice:
            self._context.bridge.ask(lambda engine: engine.keeping(account), self._noted)

    def _noted(self, keeping: "Keeping") -> None:
        if keeping.is_used:
            self._remembered = True
            self._offer()
            if not self._by_hand:
                self.show()

    def _offer(self) -> None:
        """The message as it would be sent, or how to try by hand."""
        if self._record is None:
            return
        address, say = self._record.case.account.address, self._context.say
        words = say("watching.message.what", address=address)
        self._what.setText(words if self.can_send else say("watching.message.by_hand"))
        # The message itself is in English: whoever reads it may be support.
        self._subject.show_value(ENGLISH(_SUBJECT))
        self._text.show_value(ENGLISH(_TEXT))
        for widget in (self._subject, self._text, self._row):
            widget.setVisible(self.can_send)
        self._context.commands.frame_changed()

    def _send(self) -> None:
        context, record = self._context, self._record
        if record is None:
            return
        account = record.case.account
        answers = msgspec.structs.replace(
            context.state.answers, address=account.address, error_text=""
        )
        kept = kept_but(record, "account_server")
        self._say(Sign.RUNNING, context.say("watching.message.sending"))
        self._row.hide()
        self._next.hide()
        context.bridge.ask_telling(
            lambda engine, tell: engine.check(
                account, answers, context.password, kept, tell, send_test=True
            ),
            lambda _event: None,
            self._sent,
            self._not_sent,
        )

    def _sent(self, record: RunRecord) -> None:
        facts = record.case.facts("account_server", ServerFacts)
        if facts is not None and facts.test_message_id:
            self._say(Sign.FINE, self._context.say("watching.message.taken"))
        else:
            diagnosis = record.diagnosis
            self._refused(self._context.say(diagnosis.title), diagnosis.next)

    def _not_sent(self, trouble: BadInput | CouldNotDo) -> None:
        self._refused(self._context.say(trouble.shown))

    def _refused(self, why: str, following: Message | None = None) -> None:
        self._row.show()
        self._next.setText(self._context.say(following) if following is not None else "")
        self._next.setVisible(following is not None)
        self._say(Sign.PROBLEM, self._context.say("watching.message.not", title=why))

    def _say(self, sign: Sign, words: str) -> None:
        self.state.say(sign, words)
        self.state.show()
        self._context.announcer.announce(words, assertive=sign is not Sign.RUNNING)
        self._context.commands.frame_changed()
