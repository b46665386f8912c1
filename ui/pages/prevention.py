"""Screen 62: what keeps mail going: the own domain's records, password habits, what to check.

Records are looked up only when asked for. End users without a domain of their own are told that
this is their provider's job.
"""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.bridge import Work
from ui.pages.page import Page, emptied
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.fields import Question
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Exact, Muted, Subheading, Text
from ui.widgets.value import ValueField
from wizard.errors import BadInput, CouldNotDo
from wizard.vocabulary import Verdict

if TYPE_CHECKING:
    from wizard.judge.domain import DomainFinding

_WORST_FIRST = (
    Verdict.PROBLEM,
    Verdict.ATTENTION,
    Verdict.COULD_NOT_CHECK,
    Verdict.FINE,
    Verdict.SKIPPED,
)
_WANT_A_CHANGE = (Verdict.PROBLEM, Verdict.ATTENTION)


class PreventionPage(Page):
    """Three cards: domain, password, and what to check before sending."""

    name = "domain"

    def build(self) -> None:
        """The cards; the records follow when they are asked for."""
        self._work: Work | None = None
        self._address = ""
        self.heading.setText(self.say("prevention.heading"))
        self.add(self.heading, self.text("prevention.intro"))
        self.add(self._domain_card(), self._password_card(), self._more_card())

    def refresh(self) -> None:
        """Whose job the records of this address's domain are."""
        self.ways["rate"].setVisible(self.context.state.record is not None)
        address = self.context.state.answers.address
        if address == self._address:
            return
        self._address = address
        if "@" in address:
            self.context.bridge.ask(
                lambda engine: engine.provider_of(address), self._show_whose_job
            )

    def left(self) -> None:
        """Nobody waits for the answer."""
        self._stop()

    def enter(self) -> None:
        """Enter in a field checks its domain; the way on has a button."""
        if self.focusWidget() in (self.domain, self.selector):
            self._check()

    def first_focus(self) -> QWidget:
        """The domain."""
        return self.domain

    # The domain.

    def _domain_card(self) -> QWidget:
        say, card = self.say, Card()
        self._whose_job = self.text("prevention.domain.unknown")
        self.domain = QLineEdit()
        self._question = Question(
            say("prevention.domain.label"),
            self.domain,
            self.id("domain"),
            say("prevention.domain.hint"),
        )
        self.selector = QLineEdit()
        selector = Question(
            say("prevention.selector.label"),
            self.selector,
            self.id("selector"),
            say("prevention.selector.hint"),
        )
        self.check = self.button("prevention.domain.check", "check", "primary")
        self.check.clicked.connect(self._check)
        self.state = StatusLine(Sign.RUNNING, "", TextRole.STRONG)
        self.state.hide()
        self.records = Card()
        self.records.setProperty("surface", "")
        self.records.column.setContentsMargins(0, 0, 0, 0)
        self.records.hide()
        card.add(Subheading(say("prevention.domain")), self._whose_job)
        card.add(self._question, selector, Muted(say("prevention.domain.asks")))
        card.add(flow_row(self.check), self.state, self.records)
        return card

    def _show_whose_job(self, provider: str) -> None:
        domain = self._address.rpartition("@")[2]
        if provider:
            words = self.say("prevention.domain.provider", domain=domain, provider=provider)
        else:
            words = self.say("prevention.domain.own", domain=domain)
            if not self.domain.text():
                self.domain.setText(domain)
        self._whose_job.setText(words)
        self.check.set_kind("secondary" if provider else "primary")
        self.context.commands.frame_changed()

    def _check(self) -> None:
        domain, selector = self.domain.text().strip(), self.selector.text().strip()
        if not domain:
            self._complain(self.say("prevention.domain.missing"))
            return
        self._stop()
        self._question.complain("")
        self.records.hide()
        name = domain.rpartition("@")[2]
        self.state.say(Sign.RUNNING, self.say("prevention.domain.checking", domain=name))
        self.state.show()
        self.context.announcer.announce(self.state.words)
        self._work = self.context.bridge.ask(
            lambda engine: engine.domain_findings(domain, selector), self._show, self._trouble
        )

    def _trouble(self, trouble: BadInput | CouldNotDo) -> None:
        self._work = None
        self.state.hide()
        self._complain(self.say(trouble.shown))

    def _complain(self, text: str) -> None:
        self._question.complain(text)
        self.domain.setFocus()
        self.context.announcer.announce(text, assertive=True)

    def _show(self, answer: "tuple[str, tuple[DomainFinding, ...]]") -> None:
        self._work = None
        domain, findings = answer
        emptied(self.records.column)
        self.records.add(Subheading(self.say("prevention.domain.checked", domain=domain)))
        ordered = sorted(findings, key=lambda one: _WORST_FIRST.index(one.verdict))
        for number, found in enumerate(ordered, 1):
            self._show_finding(number, found)
        self.records.show()
        wrong = sum(found.verdict in _WANT_A_CHANGE for found in findings)
        words = self.say("prevention.domain.problems", count=wrong)
        if not wrong:
            words = self.say("prevention.domain.fine")
        self.state.say(Sign.ATTENTION if wrong else Sign.FINE, words)
        self.context.announcer.announce(words, assertive=True)
        self.context.commands.frame_changed()

    def _show_finding(self, number: int, found: "DomainFinding") -> None:
        add, say = self.records.add, self.say
        changes = found.verdict in _WANT_A_CHANGE
        role = TextRole.STRONG if changes else TextRole.BODY
        add(StatusLine(Sign.of(found.verdict), say(found.title), role))
        add(Text(say(found.meaning)) if changes else Muted(say(found.meaning)))
        if found.next is not None:
            add(Text(say(found.next)))
        if found.record:
            self._show_record(number, found)
        elif found.evidence and changes:
            add(Exact(found.evidence, TextRole.SMALL))

    def _show_record(self, number: int, found: "DomainFinding") -> None:
        for part, value in (("copy_name", found.record_name), ("copy", found.record)):
            text = self.say(f"prevention.record.{part}", number=number)
            copy = self.button("", f"{part}_{number}", "quiet")
            copy.set_label(text)
            copy.setAccessibleName(text)
            label = "prevention.record.name" if part == "copy_name" else "prevention.record.value"
            self.records.add(ValueField(self.context, self.say(label), value, copy))

    def _stop(self) -> None:
        if self._work is not None:
            self._work.stop()
            self._work = None
            self.state.hide()

    # Habits, and what to check.

    def _password_card(self) -> QWidget:
        card = Card()
        card.add(Subheading(self.say("prevention.password")))
        for number in (1, 2, 3):
            card.add(self.text(f"prevention.password.{number}"))
        return card

    def _more_card(self) -> QWidget:
        card = Card()
        card.add(Subheading(self.say("prevention.more")))
        self.ways = {}
        for name, screen in (
            ("attachments", "attachments"),
            ("rate", "step.rate"),
            ("results", "watch"),
        ):
            button = self.button(f"prevention.{name}", f"open_{name}")
            button.clicked.connect(lambda _=False, s=screen: self.context.commands.go(s))
            card.add(button)
            self.ways[name] = button
        return card
