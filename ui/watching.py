"""The watch of the window: tests when the time has come, whatever page is shown or hidden.

The schedule is `wizard.watching`'s, in wall-clock time: the clock is looked at every second, so
sleep, a restart and a changed clock do no harm. Only changes are told.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from ui.bridge import Work
from ui.context import Context
from ui.engine import kept_but
from wizard.errors import BadInput, CouldNotDo
from wizard.record import RunRecord
from wizard.vocabulary import Cause
from wizard.watching import Watch, can_send, waiting_helps

_LOOK_MS = 1000
_TESTED_AGAIN = "account_server"
_AFTER_FAILURE = timedelta(minutes=30)
# A computer that slept needs a moment until its network is back: testing at once would only say
# that there is none.
_SLEPT, _WAKES_IN = timedelta(minutes=2), timedelta(seconds=30)


class Ending(StrEnum):
    """How a watch came to its end."""

    CAN_SEND = "can_send"
    NO_USE = "no_use"
    GAVE_UP = "gave_up"


class Watcher(QObject):
    """Holds the one watch of a window. `news` carries the record of a test that says more."""

    changed = Signal()
    news = Signal(object)
    ended = Signal(object)

    def __init__(
        self,
        context: Context,
        is_busy: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.watch: Watch | None = None
        self.last: Watch | None = None
        self.ending: Ending | None = None
        self.record: RunRecord | None = None
        self._context = context
        self._is_busy = is_busy
        self._work: Work | None = None
        self._practice = False
        self._looked: datetime | None = None
        self._awake_at: datetime | None = None
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self.look)

    @property
    def is_watching(self) -> bool:
        """Whether a watch is under way."""
        return self.watch is not None

    @property
    def is_practice(self) -> bool:
        """Whether the watch is about the practice server."""
        return self.watch is not None and self._practice

    @property
    def is_testing(self) -> bool:
        """Whether a test runs now."""
        return self._work is not None

    def seconds_left(self) -> float:
        """Seconds until the next test."""
        return self.watch.seconds_left(self.clock()) if self.watch else 0.0

    def begin(self, record: RunRecord) -> None:
        """Watch on from this run, which counts as the first test."""
        account, judged = record.case.account, record.case.judged_at
        watch = Watch(
            address=account.address,
            began=self.clock(),
            next_try=judged,
            account=account,
            outside=self._context.state.answers.outside,
        )
        self._go_on(_after(watch, record, judged), record)

    def resume(self, watch: Watch) -> None:
        """Go on with a watch that was interrupted; its next test keeps its time."""
        if self.watch is None and watch.account is not None:
            self._go_on(watch, None)

    def stop(self) -> None:
        """End the watch; nothing more is tested."""
        if self.watch is not None:
            self.last, self.ending = self.watch, None
            self._put_down()
            self.changed.emit()

    def look(self) -> None:
        """Look at the clock; test when it is time and nothing else asks the server."""
        now = self.clock()
        due = self.watch is not None and self.watch.due(now)
        here = bool(self._context.state.practice) == self._practice
        if self._is_awake(now) and due and here and self._work is None and not self._is_busy():
            self.test_now()

    def test_now(self) -> None:
        """Make the next test now; the schedule counts from here."""
        watch = self.watch
        if watch is None or watch.account is None or self._work is not None:
            return
        context, account = self._context, watch.account
        # The pasted error is about the past: the test is about now.
        answers = msgspec.structs.replace(
            context.state.answers, address=account.address, error_text="", outside=watch.outside
        )
        kept = kept_but(self.record, _TESTED_AGAIN) if self.record is not None else {}
        self._work = context.bridge.ask_telling(
            lambda engine, tell: engine.check(account, answers, context.password, kept, tell),
            lambda _event: None,
            self._tested,
            self._failed,
        )
        self.changed.emit()

    def _is_awake(self, now: datetime) -> bool:
        """Whether the last sleep is long enough ago; a clock set back never holds anything up."""
        if self._looked is not None and now - self._looked > _SLEPT:
            self._awake_at = now + _WAKES_IN
        self._looked = now
        waits = self._awake_at is not None and now < self._awake_at <= now + _WAKES_IN
        return not waits

    def _go_on(self, watch: Watch, record: RunRecord | None) -> None:
        self.watch, self.record, self.ending = watch, record, None
        self._practice = bool(self._context.state.practice)
        self._looked, self._awake_at = None, None
        self._save()
        self._look.start()
        self.changed.emit()

    def _tested(self, record: RunRecord) -> None:
        self._work = None
        if self.watch is None:
            return
        now = self.clock()
        self.watch = _after(self.watch, record, now)
        self.record = record
        self._pass_on(record)
        if self.watch.over(record.diagnosis, now):
            self._end(record)
        else:
            self._save()
            if self.watch.changed:
                self.news.emit(record)
        self.changed.emit()

    def _failed(self, _trouble: BadInput | CouldNotDo) -> None:
        """The test could not be made, so it says nothing: the next one comes later."""
        self._work = None
        if self.watch is not None:
            later = self.clock() + _AFTER_FAILURE
            self.watch = msgspec.structs.replace(self.watch, next_try=later)
            self._save()
        self.changed.emit()

    def _end(self, record: RunRecord) -> None:
        if can_send(record.diagnosis):
            ending = Ending.CAN_SEND
        else:
            ending = Ending.GAVE_UP if waiting_helps(record.diagnosis) else Ending.NO_USE
        self.last, self.ending = self.watch, ending
        self._put_down()
        self.ended.emit(ending)

    def _pass_on(self, record: RunRecord) -> None:
        """The walk learns it too, if it is about the same account."""
        state = self._context.state
        if state.account == record.case.account and state.record is not None:
            self._context.flow.learn(record=record)

    def _put_down(self) -> None:
        self._look.stop()
        self.watch = None
        if self._work is not None:
            self._work.stop()
            self._work = None
        if not self._practice:
            self._context.bridge.ask(lambda engine: engine.keep_watch(None))

    def _save(self) -> None:
        watch = self.watch
        if not self._practice:
            self._context.bridge.ask(lambda engine: engine.keep_watch(watch))


def helps(record: RunRecord) -> bool:
    """Whether there is anything to watch for after this run."""
    diagnosis = record.diagnosis
    return diagnosis.cause is not Cause.NONE and waiting_helps(diagnosis)


def _after(watch: Watch, record: RunRecord, now: datetime) -> Watch:
    from wizard.history import times_of

    greeting, _ = times_of(record)
    return watch.after(record.diagnosis, now, greeting)
