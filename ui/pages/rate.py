"""Screen 94: what the provider allows, what waits and is open here, a pace for a number."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit

from ui.pages.page import emptied
from ui.pages.step_page import StepPage
from ui.theme import TextRole
from ui.times import time_and_day
from ui.widgets.card import Card
from ui.widgets.facts import FactRows
from ui.widgets.fields import Question
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Subheading, Text
from wizard.facts.computer import MailConnectionsFacts, OutboxFacts
from wizard.record import RunRecord
from wizard.vocabulary import Step

if TYPE_CHECKING:
    from ui.advice import ProviderRow
    from wizard.judge.pace import Plan

_USUAL_NUMBER, _MOST = 100, 1_000_000


class RatePage(StepPage):
    """Limits, outboxes, connections, pace."""

    name = "step.rate"
    step = Step.RATE
    probes = ("mail_connections", "outbox")

    def build(self) -> None:
        """The shared parts, and the question for the plan."""
        super().build()
        self._messages = QLineEdit(str(_USUAL_NUMBER))
        self._messages.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._messages.setValidator(QIntValidator(1, _MOST, self._messages))
        self._messages.textChanged.connect(lambda _: self._plan())
        question = Question(self.say("rate.messages"), self._messages, self.id("messages"))
        self._provider_name = ""
        self._plan_card = Card()
        self._plan_text = Card("tinted")
        self._plan_card.add(Subheading(self.say("rate.plan")), question, self._plan_text)
        self._plan_text.hide()
        self.column.insertWidget(self.column.indexOf(self._own) + 1, self._plan_card)

    def show_record(self, record: RunRecord) -> None:
        """What this provider allows, and what goes on here."""
        self._limits = self.card()
        self._show_open(record.case.facts("mail_connections", MailConnectionsFacts))
        self._show_outboxes(record.case.facts("outbox", OutboxFacts))
        self.own.addWidget(StatusLine(Sign.NOTE, self.say("rate.stolen")))
        account = record.case.account
        self.context.bridge.ask(lambda engine: engine.provider(account), self._show_limits)
        self._plan()

    def _show_limits(self, provider: "ProviderRow | None") -> None:
        self._provider_name = provider.name if provider else ""
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

    def _show_open(self, facts: MailConnectionsFacts | None) -> None:
        if facts is None:
            return
        card = self.card("rate.open")
        for one in facts.connections:
            text = self.say("rate.open.row", program=one.program, port=one.port, count=one.open)
            card.add(Text(text))
        if not facts.connections:
            card.add(self.text("rate.open.none"))
        if not facts.complete:
            card.add(Muted(self.say("rate.open.incomplete")))

    def _show_outboxes(self, facts: OutboxFacts | None) -> None:
        if facts is None:
            return
        card = self.card("rate.outbox")
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

    def _plan(self) -> None:
        if not self._messages.hasAcceptableInput():
            self._plan_text.hide()
            return
        account, number = self.context.record.case.account, int(self._messages.text())
        self.context.bridge.ask(
            lambda engine: engine.sending_plan(account, number), self._show_plan
        )

    def _show_plan(self, plan: "Plan") -> None:
        emptied(self._plan_text.column)
        add, say = self._plan_text.add, self.say
        documented = plan.documented and self._provider_name
        add(
            Text(say("rate.plan.documented", provider=self._provider_name))
            if documented
            else self.text("rate.plan.usual")
        )
        gap = round(plan.gap_seconds)
        add(Text(say("rate.plan.rates", hour=plan.per_hour, day=plan.per_day, gap=gap)))
        now = datetime.now(UTC)
        finish = now + timedelta(seconds=plan.finish_seconds)
        words = say("rate.plan.finish", time=time_and_day(self.context, finish, now))
        add(Text(words if plan.complete else say("rate.plan.long"), TextRole.STRONG))
        self._plan_text.show()
