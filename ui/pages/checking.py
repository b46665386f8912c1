"""Screen 35: the checks while they run, by step; one bar that only ever grows."""

import math

from PySide6.QtWidgets import QProgressBar, QWidget

from ui.accessible import identify
from ui.bridge import Work
from ui.pages.page import Page
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.status import Sign
from ui.widgets.step_list import StepStates
from ui.widgets.text import Muted, Subheading, Text
from wizard.errors import BadInput, CouldNotDo
from wizard.events import Event, ProbeFinished, ProbeStarted, ProbeWaiting
from wizard.messages import Message
from wizard.observation import NotRun, Outcome
from wizard.record import RunRecord
from wizard.steps import step_info
from wizard.vocabulary import Step

# Steps that no probe measures: they are worked out once everything else is known.
_WORKED_OUT = (Step.WAIT, Step.PROVIDER)
_MINUTE = 60


class CheckingPage(Page):
    """Runs the check and follows it."""

    name = "checking"

    def build(self) -> None:
        """What is being done, the bar, the steps."""
        self._work: Work | None = None
        self.heading.setText(self.say("checking.heading"))
        self._now = Text("", TextRole.STRONG)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        identify(self.bar, self.id("bar"), self.say("checking.bar"))
        self._waiting = Muted()
        self.steps = StepStates(self.id("steps"), self.say("checking.steps"))
        card = Card()
        card.add(Subheading(self.say("checking.steps")), self.steps)
        self.add(self.heading, self.text("checking.intro"), self._now, self.bar, self._waiting)
        self.add(card)

    @property
    def forward_label(self) -> str:
        """The way on opens by itself."""
        return ""

    @property
    def stop_label(self) -> str:
        """Stopping is always possible."""
        return self.say("window.stop_checking")

    def refresh(self) -> None:
        """Being shown means: check."""
        if self._work is None:
            self._begin()

    def left(self) -> None:
        """Whoever leaves does not want the answer."""
        if self._work is not None:
            self._work.stop()
            self._work = None

    def stop(self) -> None:
        """Stop now; the window does not wait for the engine."""
        self.left()
        self.context.flow.back()
        self.context.commands.show_screen()
        self.context.announcer.announce(self.say("checking.stopped"), assertive=True)

    def enter(self) -> None:
        """Enter does not stop a check."""

    def _begin(self) -> None:
        context = self.context
        account, answers = context.state.account, context.state.answers
        assert account is not None
        kept, context.kept = context.kept, {}
        self._begun: set[str] = set()
        self._last: dict[Step, list[ProbeFinished]] = {step: [] for step in Step}
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        self._now.setText(self.say("checking.beginning"))
        self._waiting.setText("")
        for step in Step:
            worked_out = step in _WORKED_OUT
            self._show(step, Sign.NOT_STARTED, "after" if worked_out else "not_started")
        self._work = context.bridge.ask_telling(
            lambda engine, tell: engine.check(account, answers, context.password, kept, tell),
            self._heard,
            self._finished,
            self._trouble,
        )

    def _heard(self, event: Event) -> None:
        match event:
            case ProbeStarted(probe=probe, step=step):
                self._begun.add(probe)
                self._now.setText(self.say("checking.now", name=self._probe_name(probe)))
                self._show(step, Sign.RUNNING, "running")
            case ProbeWaiting(probe=probe, until_seconds=seconds):
                self._wait_for(probe, seconds)
            case ProbeFinished(step=step, done=done, planned=planned):
                self._waiting.setText("")
                self.bar.setRange(0, planned)
                self.bar.setValue(max(done, self.bar.value()))
                value = self.say("checking.bar.value", done=done, planned=planned)
                self.bar.setAccessibleDescription(value)
                self._last[step].append(event)
                self._begun.discard(event.observation.probe)
                self._settle(step)
            case _:
                pass

    def _wait_for(self, _probe: str, seconds: float) -> None:
        if seconds > 2 * _MINUTE:
            count = math.ceil(seconds / _MINUTE)
            text = self.say("checking.waiting_minutes", count=count)
        else:
            text = self.say("checking.waiting", count=math.ceil(seconds))
        self._waiting.setText(text)
        self.context.announcer.progress(text)

    def _settle(self, step: Step) -> None:
        """A step is done when nothing of it runs and all its probes have ended."""
        from wizard.measure.plan import PROBES

        ended = self._last[step]
        planned = [probe for probe in PROBES if probe.step is step]
        if len(ended) < len(planned):
            return
        skipped = all(
            one.observation.outcome is Outcome.NOT_RUN
            and one.observation.reason in (NotRun.NOT_NEEDED, NotRun.NOT_ALLOWED)
            for one in ended
        )
        state = "not_needed" if skipped else "done"
        self._show(step, Sign.SKIPPED if skipped else Sign.DONE, state)
        name = self.say(step_info(step).name)
        spoken = self.say(f"checking.state.{state}")
        self.context.announcer.progress(self.say("checking.step_done", name=name, state=spoken))

    def _show(self, step: Step, sign: Sign, state: str) -> None:
        name = self.say("checking.step", number=int(step), name=self.say(step_info(step).name))
        self.steps.say(step, sign, name, self.say(f"checking.state.{state}"))

    def _probe_name(self, probe: str) -> str:
        return self.say(Message(f"probe.{probe}.name"))

    def _finished(self, record: RunRecord) -> None:
        self._work = None
        self.context.flow.learn(record=record)
        self.context.commands.forward()

    def _trouble(self, trouble: BadInput | CouldNotDo) -> None:
        self._work = None
        self._now.setText(self.say(trouble.shown))
        self.context.announcer.announce(self.say(trouble.shown), assertive=True)

    def first_focus(self) -> QWidget | None:
        """The stop button, which is the only one."""
        return None
