"""Screen 91: whether waiting helps, until when, and the offer to watch meanwhile.

The waiting time is the judge's. The watch itself lives in the window, so that it goes on while
other pages are shown and with the window closed. Times are read from the clock, so sleep and a
changed clock do no harm.
"""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ui.pages.page import emptied
from ui.pages.step_page import StepPage
from ui.theme import TextRole
from ui.times import duration, time_and_day
from ui.watching import Watcher, helps
from ui.widgets.card import Card
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Subheading, Text
from wizard.flow import fixing_screen
from wizard.record import RunRecord
from wizard.steps import step_info
from wizard.vocabulary import Cause, Step, Who

_TICK_MS = 1000
_USUAL_WAIT_SECONDS = 1800


class WaitPage(StepPage):
    """Counts down, and offers to watch."""

    name = "step.wait"
    step = Step.WAIT
    probes = ("account_server",)

    def build(self) -> None:
        """The shared parts, the offer to watch, and a clock."""
        super().build()
        self.again.set_label(self.say("wait.test"))
        self._ready_at: datetime | None = None
        self._left: Text | None = None
        self.watch = self.button("wait.watch", "watch", "primary")
        self.show_watch = self.button("wait.watch.show", "show_watch", "primary")
        self.watch.clicked.connect(self._begin_watch)
        self.show_watch.clicked.connect(lambda: self.context.commands.go("watch"))
        self._watch_card = Card("tinted")
        self._watch_words = Card()
        self._watch_words.setProperty("surface", "")
        self._watch_words.column.setContentsMargins(0, 0, 0, 0)
        self._watch_card.add(Subheading(self.say("wait.watch.title")), self._watch_words)
        self._watch_card.add(flow_row(self.watch, self.show_watch))
        self.column.insertWidget(self.column.indexOf(self._own) + 1, self._watch_card)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._tick)

    def refresh(self) -> None:
        """The run, and how the watch stands."""
        super().refresh()
        self._show_watching(self.context.record)

    @property
    def forward_is_primary(self) -> bool:
        """Watching is the main thing when waiting is the cure."""
        return self._watch_card.isHidden()

    def left(self) -> None:
        """The clock goes on: the person may read the other steps meanwhile."""

    def show_record(self, record: RunRecord) -> None:
        """The waiting time of this run's root cause."""
        self._clock.stop()
        self._ready_at, self._left = None, None
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

    def _say(self, sign: Sign, words: str) -> None:
        self.own.addWidget(StatusLine(sign, words, TextRole.STRONG))

    # The countdown.

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
        self._tick()
        self._clock.start()

    def _tick(self) -> None:
        if self.context.state.record is not self._shown:
            self._clock.stop()  # another walk has begun, or another run is known
            return
        if self._ready_at is None or self._left is None:
            return
        seconds = (self._ready_at - datetime.now(UTC)).total_seconds()
        waiting = seconds > 0
        text = self.say("wait.left", time=duration(self.context, seconds)) if waiting else ""
        if self._left.text() != text:
            self._left.setText(text)
        self._left.setVisible(bool(text))
        if not waiting:
            self._when.setText(self.say("wait.now"))
            if self._acts is Who.WAIT:
                self.now.hide()  # it told to wait

    # The watch.

    @property
    def _watcher(self) -> Watcher | None:
        return self.context.vigil().watcher if self.context.vigil is not None else None

    def _show_watching(self, record: RunRecord) -> None:
        watcher, account = self._watcher, record.case.account
        watch = watcher.watch if watcher else None
        mine = watch is not None and watch.account == account
        self._watch_card.setVisible(watch is not None or helps(record))
        self.watch.setVisible(watch is None)
        self.show_watch.setVisible(watch is not None)
        emptied(self._watch_words.column)
        add = self._watch_words.add
        if watch is None:
            add(self.text("wait.watch.how"))
            if any(cause.retry_prolongs for cause in record.diagnosis.causes[:1]):
                add(self.text("wait.watch.prolongs"))
        elif mine and watcher is not None:
            when = time_and_day(self.context, watch.next_try, watcher.clock())
            words = f"{self.say('watching.heading')}. {self.say('watching.next', time=when)}"
            add(StatusLine(Sign.RUNNING, words))
        else:
            add(self.text("wait.watch.other"))

    def _begin_watch(self) -> None:
        watcher = self._watcher
        if watcher is None:
            return
        watcher.begin(self.context.record)
        self.context.commands.go("watch")

    def _tested(self, record: RunRecord) -> None:
        super()._tested(record)
        if self.context.state.record is record:
            self.refresh()
        if record.diagnosis.cause is Cause.NONE:
            self.context.announcer.announce(self.say("wait.ready"), assertive=True)

    def first_focus(self) -> QWidget | None:
        """What starts or shows the watch, where there is one."""
        if self._watch_card.isHidden():
            return None
        return self.show_watch if self.watch.isHidden() else self.watch
