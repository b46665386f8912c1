"""What the eight step pages share: the state in words, one thing to do now, what was found.

A page shows a run; when another run is known, it is filled anew. Testing again keeps everything
that was measured and makes only this step's probes again.
"""

from datetime import UTC, datetime
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.bridge import Work
from ui.engine import kept_but
from ui.pages.page import Page, emptied
from ui.theme import TextRole
from ui.times import clock_time
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.disclosure import Details
from ui.widgets.exact_words import ExactWords
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Subheading, Text
from wizard.diagnosis import Finding
from wizard.events import Event, ProbeStarted
from wizard.messages import Message
from wizard.record import RunRecord
from wizard.steps import step_info
from wizard.vocabulary import Cause, Step, Verdict

_WORTH_READING = (Verdict.PROBLEM, Verdict.ATTENTION)


class StepPage(Page):
    """One of the eight steps. Fill `own` in `show_record`; name the probes to make again."""

    step: ClassVar[Step]
    probes: ClassVar[tuple[str, ...]] = ()

    def build(self) -> None:
        """The parts that every step has."""
        say, info = self.say, step_info(self.step)
        self._shown: RunRecord | None = None
        self._work: Work | None = None
        self._tested_from: RunRecord | None = None
        self.heading.setText(say(info.title))
        caption = Muted(say("page.step_of", number=int(self.step)))
        self.state = StatusLine(Sign.SKIPPED, "", TextRole.STRONG)
        self.now = Card("tinted")
        self.found = QWidget()
        self._found_column = _bare_column(self.found)
        self._own = QWidget()
        self.own = _bare_column(self._own)
        self.again = Button(say("page.again"), self.id("again"))
        self.again.clicked.connect(self.run_again)
        if not self.probes:
            self.again.hide()
        self.progress = StatusLine(Sign.RUNNING, "")
        self.progress.hide()
        self.evidence = Details(
            say("page.evidence"), self.id("evidence"), (say("window.closed"), say("window.open"))
        )
        self.add(caption, self.heading, Text(say(info.intro)), self.state, self.now)
        self.checked = Card()
        self.add(self.found, self._own, flow_row(self.again), self.progress)
        self.add(self.checked, self.evidence)

    def show_record(self, record: RunRecord) -> None:
        """Fill in what is particular to this step."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show the run, if it is another one than before."""
        record = self.context.record
        if record is self._shown:
            return
        self._shown = record
        diagnosis = record.diagnosis
        state = next(s for s in diagnosis.steps if s.step is self.step)
        self.state.say(Sign.of(state.verdict), self.say(f"page.state.{state.verdict.value}"))
        findings = [f for f in diagnosis.findings if f.step is self.step]
        self._show_now(findings)
        self._show_found(findings)
        emptied(self.own)
        self.show_record(record)
        self._own.setHidden(self.own.count() == 0)
        self._show_evidence(findings)

    def read_aloud(self) -> list[str]:
        """The heading, the state, and what to do."""
        return [self.heading.text(), self.state.words, self._what_now]

    # One thing to do.

    def _show_now(self, findings: list[Finding]) -> None:
        emptied(self.now.column)
        worst = [f for v in _WORTH_READING for f in findings if f.verdict is v and f.next]
        diagnosis = self.context.record.diagnosis
        is_root = diagnosis.fix_step is self.step and diagnosis.cause is not Cause.NONE
        wanted = diagnosis.next if is_root else worst[0].next if worst else None
        who = diagnosis.who if is_root else worst[0].who if worst else None
        self._what_now = self.say(wanted) if wanted else ""
        self._acts = who
        self.now.setVisible(wanted is not None)
        if wanted is None:
            return
        self.now.add(Muted(self.say("page.now")), Text(self.say(wanted), TextRole.STRONG))
        if who is not None:
            name = self.say(Message(f"who.{who.value}"))
            self.now.add(Muted(self.say("page.who", who=name)))

    # What was found.

    def _show_found(self, findings: list[Finding]) -> None:
        emptied(self._found_column)
        emptied(self.checked.column)
        serious = [f for f in findings if f.verdict in _WORTH_READING]
        others = [f for f in findings if f.verdict not in _WORTH_READING]
        for finding in serious:
            card = Card()
            card.column.setSpacing(4)
            self._tell(card, finding, TextRole.STRONG)
            self._found_column.addWidget(card)
        if others:
            self.checked.add(Subheading(self.say("page.checked")))
        for finding in others:
            self._tell(self.checked, finding, TextRole.BODY)
        self.found.setVisible(bool(serious))
        self.checked.setVisible(bool(others))

    def _tell(self, card: Card, finding: Finding, role: TextRole) -> None:
        """One finding: its title, what it means, why it could not be checked."""
        card.add(StatusLine(Sign.of(finding.verdict), self.say(finding.title), role))
        reason = finding.could_not_check_reason
        meaning = self.say(reason if reason is not None else finding.meaning)
        if finding.verdict is not Verdict.SKIPPED:
            told = Muted(meaning) if role is TextRole.BODY else Text(meaning)
            told.setIndent(self.context.theme.pixels(20) + 10)
            card.add(told)

    def _show_evidence(self, findings: list[Finding]) -> None:
        emptied(self.evidence.column)
        lines = [
            f"{name}: {value}" for finding in findings for name, value in finding.evidence.items()
        ]
        name = self.say("page.evidence.words")
        if lines:
            text = "\n".join(dict.fromkeys(lines))
            self.evidence.add(ExactWords(text, self.id("words"), name))
        self.evidence.setVisible(bool(lines))

    # Testing again.

    @property
    def stop_label(self) -> str:
        """While a test runs it can be stopped."""
        return self.say("page.again.stop") if self._work else ""

    @property
    def is_testing(self) -> bool:
        """Whether a test runs now."""
        return self._work is not None

    def stop(self) -> None:
        """Stop the running test."""
        if self._work is not None:
            self._work.stop()
            self._work = None
            self.progress.hide()
            self.context.commands.frame_changed()

    def left(self) -> None:
        """A test goes on only while its page is shown."""
        self.stop()

    def run_again(self) -> None:
        """Make this step's probes again; everything else stays as it was measured."""
        if self._work is not None:
            return
        context, record = self.context, self.context.record
        again = self.probes_to_repeat(record)
        account, answers = record.case.account, context.state.answers
        kept = kept_but(record, *again)
        self._tested_from = record
        self.progress.say(Sign.RUNNING, self.say("checking.beginning"))
        self.progress.show()
        self._work = context.bridge.ask_telling(
            lambda engine, tell: engine.check(account, answers, context.password, kept, tell),
            self._heard,
            self._tested,
            lambda trouble: self._failed(trouble.shown),
        )
        context.commands.frame_changed()

    def probes_to_repeat(self, _record: RunRecord) -> tuple[str, ...]:
        """The ids of the probes that are made again."""
        return self.probes

    def _heard(self, event: Event) -> None:
        if isinstance(event, ProbeStarted):
            name = self.say(Message(f"probe.{event.probe}.name"))
            self.progress.say(Sign.RUNNING, self.say("page.again.running", name=name))
            self.context.announcer.progress(self.progress.words)

    def _tested(self, record: RunRecord) -> None:
        self._work = None
        if self.context.state.record is not self._tested_from:
            return  # the walk began anew meanwhile: this answer belongs to the old one
        before = self.context.record.diagnosis
        self.context.flow.learn(record=record)
        self.context.commands.refresh()
        after = record.diagnosis
        if after.cause is Cause.NONE:
            sign, news = Sign.FINE, self.say("page.again.better")
        elif after.cause is before.cause:
            sign, news = Sign.NOTE, self.say("page.again.same")
        else:
            sign = Sign.of(after.verdict)
            news = self.say("page.again.other", title=self.say(after.title))
        when = self.say("page.again.done", time=clock_time(datetime.now(UTC)))
        self.progress.say(sign, f"{when} {news}")
        self.context.announcer.announce(f"{when} {news}", assertive=True)

    def _failed(self, reason: Message) -> None:
        self._work = None
        text = self.say("page.again.failed", reason=self.say(reason))
        self.progress.say(Sign.COULD_NOT_CHECK, text)
        self.context.announcer.announce(text, assertive=True)
        self.context.commands.frame_changed()

    # For the pages.

    def card(self, title: str = "", /, **params: str | int | float) -> Card:
        """A card in the step's own part, with a heading."""
        card = Card()
        if title:
            card.add(Subheading(self.say(title, **params)))
        self.own.addWidget(card)
        return card


def _bare_column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    return column
