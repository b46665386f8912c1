"""More goes out than a person writes: the question who wrote it, and what to do if nobody here did.

The figures from which on it is asked are choices: people write less, newsletters more.
"""

from ui.context import Context
from ui.pages.page import emptied
from ui.theme import TextRole
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Subheading, Text
from wizard.facts.computer import MailConnectionsFacts, OutboxFacts
from wizard.record import RunRecord
from wizard.vocabulary import Cause

_MANY_WAITING, _MANY_OPEN = 50, 10
_ADVICE = (1, 2, 3, 4)


class VolumeCard(Card):
    """Asks only when there are signs; the answer 'no' opens the advice."""

    def __init__(self, context: Context, prefix: str) -> None:
        super().__init__("tinted")
        self._context = context
        say = context.say
        self._signs = Card()
        self._signs.setProperty("surface", "")
        self._signs.column.setContentsMargins(0, 0, 0, 0)
        self.yes = Button(say("rate.volume.yes"), f"{prefix}.volume_yes")
        self.no = Button(say("rate.volume.no"), f"{prefix}.volume_no")
        self.yes.clicked.connect(lambda: self._answer(own=True))
        self.no.clicked.connect(lambda: self._answer(own=False))
        self._buttons = flow_row(self.yes, self.no)
        self._advice = Card()
        self._advice.add(
            StatusLine(Sign.PROBLEM, say("rate.stolen.title"), TextRole.STRONG),
            *(Text(f"{number}. {say(f'rate.stolen.{number}')}") for number in _ADVICE),
        )
        self._advice.hide()
        self.add(Subheading(say("rate.volume")), self._signs, self._buttons, self._advice)

    def show_signs(
        self,
        record: RunRecord,
        connections: MailConnectionsFacts | None,
        outboxes: OutboxFacts | None,
    ) -> bool:
        """Ask when something points to more than one person writes; whether it does."""
        emptied(self._signs.column)
        signs = list(self._found(record, connections, outboxes))
        for words in signs:
            self._signs.add(Text(words))
        self._advice.hide()
        self._buttons.show()
        self.setVisible(bool(signs))
        return bool(signs)

    def _found(
        self,
        record: RunRecord,
        connections: MailConnectionsFacts | None,
        outboxes: OutboxFacts | None,
    ) -> list[str]:
        say = self._context.say
        waiting = sum(box.messages for box in outboxes.outboxes) if outboxes else 0
        held = sum(one.open for one in connections.connections) if connections else 0
        signs = []
        if record.diagnosis.cause is Cause.RATE_LIMIT:
            signs.append(say("rate.volume.limit"))
        if waiting >= _MANY_WAITING:
            signs.append(say("rate.volume.outbox", count=waiting))
        if held >= _MANY_OPEN:
            signs.append(say("rate.volume.open", count=held))
        return signs

    def _answer(self, *, own: bool) -> None:
        if own:
            self.hide()
        else:
            self._buttons.hide()
            self._advice.show()
            title = self._context.say("rate.stolen.title")
            first = self._context.say("rate.stolen.1")
            self._context.announcer.announce(f"{title}. {first}", assertive=True)
        self._context.commands.frame_changed()
