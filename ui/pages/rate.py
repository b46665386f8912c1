"""Screen 94: what the provider allows, what waits and is open here, a pace for a number.

Where more seems to go out than a person writes, the question whether somebody else uses the
account comes before any plan.
"""

from typing import TYPE_CHECKING

from ui.pages.page import emptied
from ui.pages.step_page import StepPage
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.facts import FactRows
from ui.widgets.plan_card import PlanCard
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Exact, Muted, Subheading, Text
from ui.widgets.volume_card import VolumeCard
from wizard.accounts.providers import Tariff
from wizard.facts.computer import MailConnectionsFacts, OutboxFacts
from wizard.record import RunRecord
from wizard.vocabulary import Step

if TYPE_CHECKING:
    from ui.advice import ProviderRow


class RatePage(StepPage):
    """Limits, outboxes, connections, pace."""

    name = "step.rate"
    step = Step.RATE
    probes = ("mail_connections", "outbox")

    def build(self) -> None:
        """The shared parts, the question about the volume, and the plan."""
        super().build()
        self.volume = VolumeCard(self.context, self.name)
        self.plan = PlanCard(self.context, self.name)
        self.column.insertWidget(self.column.indexOf(self.now), self.volume)
        self.column.insertWidget(self.column.indexOf(self._own) + 1, self.plan)

    def show_record(self, record: RunRecord) -> None:
        """What this provider allows, and what goes on here."""
        self._limits = self.card()
        connections = record.case.facts("mail_connections", MailConnectionsFacts)
        outboxes = record.case.facts("outbox", OutboxFacts)
        self._show_open(connections)
        self._show_outboxes(outboxes)
        if not self.volume.show_signs(record, connections, outboxes):
            self.own.addWidget(StatusLine(Sign.NOTE, self.say("rate.stolen")))
        account = record.case.account
        self.context.bridge.ask(lambda engine: engine.provider(account), self._show_limits)
        self.plan.show_account(account)

    def _show_limits(self, provider: "ProviderRow | None") -> None:
        self.plan.show_provider(provider)
        emptied(self._limits.column)
        if provider is None or not provider.limits:
            self._limits.add(self.text("rate.limits.unknown"))
            return
        self._limits.add(Subheading(self.say("rate.limits", provider=provider.name)))
        numbers = self.locale()
        rows = [
            (self.say(f"rate.limit.{name}"), numbers.toString(limit))
            for name, limit in provider.limits.items()
        ]
        self._limits.add(FactRows(rows), Muted(self.say("rate.source", date=provider.date)))
        if provider.source:
            words = self.say("rate.limits.source", source=provider.source)
            self._limits.add(Exact(words, TextRole.SMALL))  # addresses of pages may break
        if provider.tariff is not Tariff.ANY:
            self._limits.add(self.text(f"rate.limits.{provider.tariff.value}"))
        if not provider.confirmed:
            self._limits.add(Muted(self.say("rate.limits.unconfirmed")))

    def _show_open(self, facts: MailConnectionsFacts | None) -> None:
        if facts is None:
            return
        card = self.card("rate.open")
        for one in facts.connections:
            program = one.program or self.say("rate.open.unnamed")
            text = self.say("rate.open.row", program=program, port=one.port, count=one.open)
            card.add(Text(text))
        if not facts.connections:
            card.add(self.text("rate.open.none"))
        if not facts.complete:
            card.add(Muted(self.say("rate.open.incomplete")))

    def _show_outboxes(self, facts: OutboxFacts | None) -> None:
        if facts is None:
            return
        card: Card = self.card("rate.outbox")
        waiting = [box for box in facts.outboxes if box.messages]
        for box in waiting:
            size = self.locale().formattedDataSize(box.size_bytes)
            text = self.say("rate.outbox.row", program=box.program, count=box.messages, size=size)
            card.add(StatusLine(Sign.ATTENTION, text))
        if not waiting:
            card.add(self.text("rate.outbox.none"))
        for program, _ in facts.unreadable:
            text = self.say("rate.outbox.unreadable", program=program)
            card.add(StatusLine(Sign.COULD_NOT_CHECK, text))
