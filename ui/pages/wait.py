"""Screen 91: whether waiting helps, until when, and gentle tests in the meantime.

The waiting time is the judge's. A test by itself never comes before it, and never where every
try makes the wait longer. Times are read from the clock, so sleep and a changed clock do no harm.
"""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui.pages.step_page import StepPage
from ui.theme import TextRole
from ui.times import duration, time_and_day
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Text
from ui.widgets.ticks import CheckBox
from wizard.flow import fixing_screen
from wizard.record import RunRecord
from wizard.steps import step_info
from wizard.vocabulary import Cause, Step

_TICK_MS = 1000
_USUAL_WAIT_SECONDS = 1800


class WaitPage(StepPage):
    """Counts down, and tests when the time has come."""

    name = "step.wait"
    step = Step.WAIT
    probes = ("account_server",)

    def build(self) -> None:
        """The shared parts, and a clock."""
        super().build()
        self.again.set_label(self.say("wait.test"))
        self._tries: list[datetime] = []
        self._going_on: list[datetime] | None = None
        self._was_planned = False
        self._ready_at: datetime | None = None
        self._left: Text | None = None
        self.auto = CheckBox(self.say("wait.auto"), self.id("auto"))
        self.auto.setChecked(True)
        self.auto.toggled.connect(lambda _: self._show_next_try())
        self._next_try = Muted()
        self.column.insertWidget(self.column.indexOf(self.evidence), self.auto)
        self.column.insertWidget(self.column.indexOf(self.evidence), self._next_try)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._tick)

    def left(self) -> None:
        """The clock goes on: the person may read the other steps meanwhile."""

    def show_record(self, record: RunRecord) -> None:
        """The waiting time of this run's root cause."""
        self._clock.stop()
        self._tries, self._ready_at, self._left = [], None, None
        diagnosis = record.diagnosis
        root = diagnosis.causes[0] if diagnosis.causes else None
        if diagnosis.cause is Cause.NONE:
            self._say(Sign.FINE, self.say("wait.not_needed"))
        elif root is not None and root.wait_seconds:
            self._count_down(record, root.wait_seconds, prolongs=root.retry_prolongs)
        elif diagnosis.cause is Cause.UNKNOWN_GENERIC:
            self.own.addWidget(self.text("wait.unknown"))
            usual = (_USUAL_WAIT_SECONDS, 2 * _USUAL_WAIT_SECONDS)
            self._count_down(record, usual, prolongs=False)
        else:
            self._say(Sign.NOTE, self.say("wait.no_use"))
            if fixing_screen(self.context.state) != self.name:
                info = step_info(diagnosis.fix_step)
                text = self.say("wait.no_use.next", number=int(info.step), name=self.say(info.name))
                self.own.addWidget(Text(text))
        self._show_next_try()

    def _say(self, sign: Sign, words: str) -> None:
        self.own.addWidget(StatusLine(sign, words, TextRole.STRONG))

    def _count_down(self, record: RunRecord, wait: tuple[int, int], *, prolongs: bool) -> None:
        now, judged = datetime.now(UTC), record.case.judged_at
        first, last = (judged + timedelta(seconds=seconds) for seconds in wait)
        self._ready_at = last if prolongs else first
        card = self.card()
        when = time_and_day(self.context, self._ready_at, now)
        ready = self._ready_at <= now
        words = self.say("wait.now") if ready else self.say("wait.from", time=when)
        self._when = Text(words, TextRole.HEADING)
        self._left = Text("", TextRole.SUBHEADING)
        card.add(self._when, self._left)
        if last > max(first, now) and not prolongs:
            until = time_and_day(self.context, last, now)
            card.add(Text(self.say("wait.until", time=until)))
        if prolongs:
            card.add(StatusLine(Sign.ATTENTION, self.say("wait.prolongs")))
        card.add(Muted(self.say("wait.meanwhile")))
        if not prolongs:
            self._plan(record, wait, first)
        self._tick()
        self._clock.start()

    def _plan(self, record: RunRecord, wait: tuple[int, int], first: datetime) -> None:
        """After a test the plan goes on where it was, so that tests grow ever more seldom."""
        if self._going_on is not None:
            self._tries = [time for time in self._going_on if time >= first]
            return
        self.context.bridge.ask(lambda engine: engine.times_to_try(record, wait), self._planned)

    def _planned(self, tries: tuple[datetime, ...]) -> None:
        self._tries = [time for time in tries if time > datetime.now(UTC)]
        self._was_planned = bool(self._tries)
        self._show_next_try()

    def _show_next_try(self) -> None:
        counting, planned = self._left is not None, bool(self._tries)
        over = counting and self._was_planned and not planned
        self.auto.setVisible(planned)
        self._next_try.setVisible(over or (planned and self.auto.isChecked()))
        if planned:
            when = time_and_day(self.context, self._tries[0], datetime.now(UTC))
            self._next_try.setText(self.say("wait.auto.hint", time=when))
        elif over:
            self._next_try.setText(self.say("wait.auto.over"))

    def _tick(self) -> None:
        if self.context.state.record is not self._shown:
            self._clock.stop()  # another walk has begun, or another run is known
            return
        now = datetime.now(UTC)
        if self._ready_at is not None and self._left is not None:
            seconds = (self._ready_at - now).total_seconds()
            waiting = seconds > 0
            text = self.say("wait.left", time=duration(self.context, seconds)) if waiting else ""
            if self._left.text() != text:
                self._left.setText(text)
                self._left.setVisible(bool(text))
            if not waiting:
                self._when.setText(self.say("wait.now"))
        if self._tries and now >= self._tries[0]:
            self._try_by_itself()

    def _try_by_itself(self) -> None:
        del self._tries[0]
        busy = self.context.flow.screen.name == "checking" or self.is_testing
        if self.auto.isChecked() and not busy:
            self.run_again()
        else:
            self._show_next_try()

    def _tested(self, record: RunRecord) -> None:
        self._going_on = self._tries
        super()._tested(record)
        if self.context.state.record is record:
            self.refresh()  # also while another page is shown: the clock goes on
        self._going_on = None
        if record.diagnosis.cause is Cause.NONE:
            QApplication.alert(self.window())
            self.context.announcer.announce(self.say("wait.ready"), assertive=True)

    def first_focus(self) -> QWidget | None:
        """The main button: there is nothing to type here."""
        return None
