"""Screen 29: the watch. What it waits for, when it tests next, what the tests came to so far."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ui.pages.page import Page
from ui.theme import TextRole
from ui.times import clock_time, duration, time_and_day
from ui.vigil import Vigil
from ui.watching import Ending, Watcher
from ui.widgets.card import Card
from ui.widgets.flow_row import flow_row
from ui.widgets.results import ResultsCard
from ui.widgets.status import Sign, StatusLine
from ui.widgets.test_message_card import TestMessageCard
from ui.widgets.text import Muted, Text
from wizard.account import Account
from wizard.messages import Message
from wizard.watching import Watch

_TICK_MS = 1000
_HEADINGS = {
    Ending.CAN_SEND: "watching.heading.can_send",
    Ending.NO_USE: "watching.heading.ended",
    Ending.GAVE_UP: "watching.heading.ended",
}


class WatchingPage(Page):
    """Follows the watch of the window; whatever can be done with it is a button."""

    name = "watch"

    def build(self) -> None:
        """The state, the buttons, the results."""
        say = self.say
        self._shown_for: tuple[Account | None, int] | None = None
        self.state = StatusLine(Sign.RUNNING, "", TextRole.STRONG)
        self._when = Text("", TextRole.SUBHEADING)
        self._left = Text()
        self._last = Muted()
        self._how = Text()
        self._restart = Muted(say("watching.restart"))
        self._what = Card("tinted")
        self._what.add(self.state, self._when, self._left, self._last)
        self.test = self.button("watching.test", "test")
        self.end = self.button("watching.stop", "stop_watching")
        self.away = self.button("watching.background", "background", "primary")
        self.test.clicked.connect(self._test)
        self.end.clicked.connect(self._end)
        self.away.clicked.connect(self.context.commands.leave)
        self.buttons = flow_row(self.away, self.test, self.end)
        self.results = ResultsCard(self.context, self.name, self._forget)
        self.message = TestMessageCard(self.context, self.name)
        self.add(self.heading, self._what, self.message, self._how, self._restart, self.buttons)
        self.add(self.results)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._count_down)

    @property
    def _vigil(self) -> Vigil | None:
        return self.context.vigil() if self.context.vigil is not None else None

    @property
    def _watcher(self) -> Watcher | None:
        vigil = self._vigil
        return vigil.watcher if vigil is not None else None

    def refresh(self) -> None:
        """Show the watch as it is now."""
        watcher = self._watcher
        watch = watcher.watch if watcher else None
        ending = watcher.ending if watcher else None
        self._show_heading(watch, ending)
        if watch is not None and watcher is not None:
            self._show_watch(watcher, watch)
            self._tick.start()
        else:
            self._tick.stop()
            self._show_end(ending)
        record = watcher.record if watcher and ending is Ending.CAN_SEND else None
        self.message.setVisible(record is not None)
        if record is not None:
            self.message.show_record(record)
        for one in (self.buttons, self._how, self._restart):
            one.setVisible(watch is not None)
        self._ask_results(watcher)

    def left(self) -> None:
        """Nobody sees the seconds."""
        self._tick.stop()

    @property
    def forward_is_primary(self) -> bool:
        """While it watches, closing the window is the usual thing; then the test message."""
        watches = self._watcher is not None and self._watcher.is_watching
        return not watches and not (self.message.isVisibleTo(self) and self.message.can_send)

    def enter(self) -> None:
        """Enter leads on only when the watch is over."""
        if self.forward_is_primary:
            self.proceed()

    def read_aloud(self) -> list[str]:
        """The heading, the state, the next test."""
        return [self.heading.text(), self.state.words, self._when.text()]

    def first_focus(self) -> QWidget | None:
        """What closes the window, while there is a watch; then what sends the test message."""
        if self._watcher is not None and self._watcher.is_watching:
            return self.away
        return self.message.send

    def _show_heading(self, watch: Watch | None, ending: Ending | None) -> None:
        over = _HEADINGS[ending] if ending else "watching.heading.none"
        self.heading.setText(self.say("watching.heading" if watch else over))

    def _show_watch(self, watcher: Watcher, watch: Watch) -> None:
        say, now = self.say, watcher.clock()
        self.state.say(Sign.RUNNING, say("watching.state", address=watch.address))
        when = time_and_day(self.context, watch.next_try, now)
        testing = watcher.is_testing
        self._when.setText(say("watching.testing") if testing else say("watching.next", time=when))
        self._when.show()
        self.test.setHidden(testing)
        if watch.tries:
            last = watch.tries[-1]
            cause = say(Message(f"cause.{last.cause.value}"))
            self._last.setText(say("watching.last", time=clock_time(last.at), cause=cause))
        self._last.setVisible(bool(watch.tries))
        vigil = self._vigil
        tray = vigil is not None and vigil.background.has_tray
        self._how.setText(say("watching.tray" if tray else "watching.no_tray"))
        self._count_down()

    def _count_down(self) -> None:
        watcher = self._watcher
        if watcher is None or watcher.watch is None:
            return
        seconds = watcher.seconds_left()
        text = self.say("watching.left", time=duration(self.context, seconds))
        if self._left.text() != text:
            self._left.setText(text)
        self._left.setVisible(seconds > 0 and not watcher.is_testing)

    def _show_end(self, ending: Ending | None) -> None:
        say = self.say
        self._left.hide()
        self._last.hide()
        self._when.hide()
        if ending is Ending.CAN_SEND:
            self.state.say(Sign.FINE, say("watch.can_send.text"))
        elif ending is not None:
            self.state.say(Sign.ATTENTION, say(f"watching.ended.{ending.value}"))
        else:
            self.state.say(Sign.NOTE, say("watching.none"))

    def _ask_results(self, watcher: Watcher | None) -> None:
        watch = (watcher.watch or watcher.last) if watcher else None
        account = (watch.account if watch else None) or self.context.state.account
        tests = len(watch.tries) if watch else 0
        self.results.setVisible(account is not None)
        if account is None or self._shown_for == (account, tests):
            return
        self._shown_for = (account, tests)
        self.context.bridge.ask(lambda engine: engine.past_results(account), self._show_results)

    def _show_results(self, results: object) -> None:
        assert isinstance(results, tuple)
        self.results.show_results(results)
        self.context.commands.frame_changed()

    def _forget(self) -> None:
        self.context.bridge.ask(lambda engine: engine.forget_results(), self._forgotten)

    def _forgotten(self, _: object) -> None:
        self._shown_for = None
        self.refresh()
        self.context.announcer.announce(self.say("history.forgotten"))

    def _test(self) -> None:
        if self._watcher is not None:
            self._watcher.test_now()
            self.context.announcer.announce(self.say("watching.testing"))

    def _end(self) -> None:
        if self._watcher is not None:
            self._watcher.stop()
            self.context.announcer.announce(self.say("watching.stopped"), assertive=True)
