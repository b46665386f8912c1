"""Screen 53: the same check in another network, side by side with the one before."""

from ui.bridge import Work
from ui.pages.page import Page, emptied
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.facts import FactRows
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Subheading, Text
from wizard.events import Event, ProbeStarted
from wizard.judge.networks import Judged, NetworksCompared, NetworksVerdict, Row, compared
from wizard.messages import Message
from wizard.record import RunRecord

_SIGNS = {
    NetworksVerdict.SAME_NETWORK: Sign.NOTE,
    NetworksVerdict.NEITHER: Sign.FINE,
    NetworksVerdict.FIRST: Sign.PROBLEM,
    NetworksVerdict.SECOND: Sign.PROBLEM,
    NetworksVerdict.SAME_FAULT: Sign.NOTE,
    NetworksVerdict.TWO_FAULTS: Sign.ATTENTION,
}
_HOW = ("networks.how.1", "networks.how.2", "networks.how.3")


class OtherNetworkPage(Page):
    """Says how to change the network, checks there, and compares. The first result stays."""

    name = "network_comparison"

    def build(self) -> None:
        """The instructions, the button, the answer."""
        self._work: Work | None = None
        self._compared: NetworksCompared | None = None
        self._first: RunRecord | None = None
        self.heading.setText(self.say("networks.heading"))
        how = Card()
        how.add(Subheading(self.say("networks.how")))
        for number, id_ in enumerate(_HOW, start=1):
            how.add(Text(f"{number}. {self.say(id_)}"))
        how.add(Muted(self.say("networks.data")))
        self.check = self.button("networks.check", "check", "primary")
        self.check.clicked.connect(self.check_here)
        self.progress = StatusLine(Sign.RUNNING, "")
        self.progress.hide()
        self.answer = Card("tinted")
        self.sides = Card()
        self.add(self.heading, self.text("networks.intro"), how, flow_row(self.check))
        self.add(self.progress, self.answer, self.sides)
        self._show()

    def refresh(self) -> None:
        """A new check of the walk makes an old comparison void."""
        if self._first is not self.context.record:
            self._first, self._compared = self.context.record, None
            self._show()

    def left(self) -> None:
        """A check goes on only while its page is shown."""
        self.stop()

    @property
    def forward_is_primary(self) -> bool:
        """The check is the main thing here."""
        return self._compared is not None

    @property
    def stop_label(self) -> str:
        """While the check runs it can be stopped."""
        return self.say("networks.stop") if self._work else ""

    def stop(self) -> None:
        """Stop the running check."""
        if self._work is not None:
            self._work.stop()
            self._ended()

    def enter(self) -> None:
        """Enter checks, until there is something to read."""
        if self._compared is None:
            self.check_here()
        else:
            self.proceed()

    def check_here(self) -> None:
        """Check in the network that this computer is in now."""
        if self._work is not None:
            return
        context, record = self.context, self.context.record
        account, answers = record.case.account, context.state.answers
        self.progress.say(Sign.RUNNING, self.say("networks.running"))
        self.progress.show()
        self._work = context.bridge.ask_telling(
            lambda engine, tell: engine.check(account, answers, context.password, {}, tell),
            self._heard,
            self._checked,
            lambda trouble: self._failed(trouble.shown),
        )
        context.commands.frame_changed()

    def _heard(self, event: Event) -> None:
        if isinstance(event, ProbeStarted):
            name = self.say(Message(f"probe.{event.probe}.name"))
            self.progress.say(Sign.RUNNING, self.say("page.again.running", name=name))
            self.context.announcer.progress(self.progress.words)

    def _checked(self, second: RunRecord) -> None:
        self._ended()
        first = self.context.record
        self._compared = compared(
            Judged(first.case, first.diagnosis), Judged(second.case, second.diagnosis)
        )
        self._show()
        self.context.announcer.announce(self.say(self._compared.title), assertive=True)

    def _failed(self, reason: Message) -> None:
        self._ended()
        text = self.say("networks.failed", reason=self.say(reason))
        self.progress.say(Sign.COULD_NOT_CHECK, text)
        self.progress.show()
        self.context.announcer.announce(text, assertive=True)

    def _ended(self) -> None:
        self._work = None
        self.progress.hide()
        self.context.commands.frame_changed()

    def _show(self) -> None:
        emptied(self.answer.column)
        emptied(self.sides.column)
        known = self._compared
        self.answer.setVisible(known is not None)
        self.sides.setVisible(known is not None)
        again = "networks.check" if known is None else "networks.check_again"
        self.check.setText(self.say(again))
        if known is None:
            return
        self.answer.add(
            StatusLine(_SIGNS[known.verdict], self.say(known.title), TextRole.STRONG),
            Text(self.say(known.meaning)),
            Muted(self.say("networks.what_next")),
            Text(self.say(known.next), TextRole.STRONG),
        )
        self.sides.add(Subheading(self.say("networks.compared")))
        rows = [(self._row_name(row), self._row_sides(row)) for row in known.rows]
        self.sides.add(FactRows(rows, worded=True))
        self.context.commands.frame_changed()

    def _row_name(self, row: Row) -> str:
        name = self.say(row.name)
        return self.say("networks.differs", name=name) if row.differs else name

    def _row_sides(self, row: Row) -> str:
        first, second = self.say(row.first), self.say(row.second)
        return self.say("networks.sides", first=first, second=second)

    def read_aloud(self) -> list[str]:
        """The heading, or the answer and what to do."""
        known = self._compared
        if known is None:
            return [self.heading.text(), *(self.say(id_) for id_ in _HOW)]
        return [self.say(one) for one in (known.title, known.meaning, known.next)]
