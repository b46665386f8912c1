"""Mail can go: one small message to oneself, by this program where it can, else by hand.

Nothing is sent unless the button is pressed.
"""

import msgspec

from ui.context import Context
from ui.engine import kept_but
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Subheading, Text
from wizard.errors import BadInput, CouldNotDo
from wizard.facts.server import ServerFacts, SignInResult
from wizard.record import RunRecord


class TestMessageCard(Card):
    """Offers the message for the account of a run."""

    __test__ = False  # its name is no invitation to pytest

    def __init__(self, context: Context, prefix: str) -> None:
        super().__init__()
        self._context = context
        self._record: RunRecord | None = None
        say = context.say
        self._what = Text()
        self.send = Button(say("watching.message.send"), f"{prefix}.send_test", "primary")
        self.send.clicked.connect(self._send)
        self._row = flow_row(self.send)
        self.state = StatusLine(Sign.RUNNING, "")
        self.add(Subheading(say("watching.message.title")), self._what, self._row, self.state)
        self.hide()

    @property
    def can_send(self) -> bool:
        """Whether the program itself can send: it has the password, or none is wanted."""
        if self._record is None:
            return False
        facts = self._record.case.facts("account_server", ServerFacts)
        open_door = facts is not None and facts.sign_in is SignInResult.NOT_OFFERED
        return open_door or self._context.password is not None

    def show_record(self, record: RunRecord) -> None:
        """Offer it for the account of this run."""
        if record is self._record:
            return
        self._record = record
        address, say = record.case.account.address, self._context.say
        words = say("watching.message.what", address=address)
        self._what.setText(words if self.can_send else say("watching.message.by_hand"))
        self._row.setVisible(self.can_send)
        self.state.hide()

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
            title = self._context.say(record.diagnosis.title)
            self._refused(title)

    def _not_sent(self, trouble: BadInput | CouldNotDo) -> None:
        self._refused(self._context.say(trouble.shown))

    def _refused(self, why: str) -> None:
        self._row.show()
        self._say(Sign.PROBLEM, self._context.say("watching.message.not", title=why))

    def _say(self, sign: Sign, words: str) -> None:
        self.state.say(sign, words)
        self.state.show()
        self._context.announcer.announce(words, assertive=sign is not Sign.RUNNING)
        self._context.commands.frame_changed()
