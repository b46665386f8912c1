"""Screen 98: the queue of a mail server on this computer, read only; else the outbox explained."""

from collections import Counter
from datetime import datetime

from ui.pages.step_page import StepPage
from ui.widgets.exact_words import ExactWords
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Subheading, Text
from wizard.facts.computer import MailQueueFacts, OutboxFacts, QueuedMessage
from wizard.record import RunRecord
from wizard.vocabulary import Step

_MOST_ROWS, _MOST_REASONS = 50, 6
_COMMANDS = {"Postfix": "sudo postqueue -p", "Exim": "sudo exim -bp"}


class QueuePage(StepPage):
    """Administrators see the queue; everybody else learns where unsent messages are."""

    name = "step.queue"
    step = Step.QUEUE
    probes = ("mail_queue", "outbox")

    def show_record(self, record: RunRecord) -> None:
        """The queue, when there is one."""
        facts = record.case.facts("mail_queue", MailQueueFacts)
        if facts is not None and facts.server:
            self._show_queue(facts)
            self.again.set_label(self.say("queue_page.again"))
        else:
            self._show_outbox(record.case.facts("outbox", OutboxFacts))
            self.again.set_label(self.say("page.again"))

    def _show_queue(self, facts: MailQueueFacts) -> None:
        card = self.card("queue_page.server", server=facts.server)
        if facts.error:
            command = _COMMANDS.get(facts.server, "mailq")
            text = self.say("queue_page.no_rights", server=facts.server, command=command)
            card.add(StatusLine(Sign.COULD_NOT_CHECK, text))
            return
        if not facts.total:
            card.add(StatusLine(Sign.FINE, self.say("queue_page.empty")))
            return
        card.add(StatusLine(Sign.ATTENTION, self.say("queue_page.total", count=facts.total)))
        card.add(Subheading(self.say("queue_page.reasons")))
        reasons = Counter(one.reason for one in facts.messages)
        for reason, count in reasons.most_common(_MOST_REASONS):
            card.add(Text(self.say("queue_page.reason_row", count=count, reason=reason)))
        name = self.say("queue_page.list")
        card.add(Subheading(name))
        oldest = sorted(facts.messages, key=lambda one: one.arrived)[:_MOST_ROWS]
        if len(oldest) < facts.total:
            card.add(Muted(self.say("queue_page.shown", count=len(oldest))))
        card.add(ExactWords("\n".join(map(_row, oldest)), self.id("list"), name))
        card.add(Muted(self.say("queue_page.read_only")))

    def _show_outbox(self, facts: OutboxFacts | None) -> None:
        card = self.card("queue_page.outbox")
        for box in facts.outboxes if facts else ():
            size = self.locale().formattedDataSize(box.size_bytes)
            text = self.say("rate.outbox.row", program=box.program, count=box.messages, size=size)
            card.add(StatusLine(Sign.ATTENTION if box.messages else Sign.FINE, text))
        card.add(Text(self.say("queue_page.outbox.why")))
        for number in (1, 2, 3, 4):
            card.add(Text(self.say(f"queue_page.outbox.{number}")))
        card.add(Muted(self.say("queue_page.no_server")))


def _row(one: QueuedMessage) -> str:
    try:
        arrived = f"{datetime.fromisoformat(one.arrived).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        arrived = one.arrived
    recipients = ", ".join(one.recipients[:3])
    return f"{one.id}  {arrived}  {one.size_bytes} B  {one.sender} -> {recipients}"
