"""Joins the watch, the window and the tray: closing the window does not end a watch."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from ui.times import time_and_day
from ui.tray import Background
from ui.watching import Ending, Watcher
from wizard.messages import message

if TYPE_CHECKING:
    from ui.window import Window
    from wizard.record import RunRecord
    from wizard.watching import Watch

_PAGE = "watch"
_MAY_BE_REPLACED = ("start", "step.wait", _PAGE)


class Vigil(QObject):
    """One for the window, made when the first watch begins or goes on."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
        self._leaving = False
        self.background = Background(window.context, window, window.windowIcon())
        self.background.tray.opened.connect(self.open)
        self.background.tray.left.connect(self.leave)
        self.watcher = Watcher(window.context, self._is_busy, self)
        self.watcher.changed.connect(self._show_changed)
        self.watcher.news.connect(self._tell_news)
        self.watcher.ended.connect(self._tell_end)

    @property
    def hint(self) -> str:
        """When the next test is, in one sentence."""
        watch = self.watcher.watch
        if watch is None:
            return self._context.say("window.name")
        when = time_and_day(self._context, watch.next_try, self.watcher.clock())
        return self._context.say("watching.next", time=when)

    def resume(self, watch: "Watch") -> None:
        """Go on where the last start of the program was, and show it."""
        self.watcher.resume(watch)
        if self.watcher.is_watching and self._window.flow.screen.name == "start":
            self._window.go(_PAGE)
            self._context.announcer.announce(self._context.say("watching.resumed"))

    def holds(self) -> bool:
        """The window is being closed: whether the watch keeps the program going."""
        app = QApplication.instance()
        ends = isinstance(app, QApplication) and app.isSavingSession()
        if not self.watcher.is_watching or self._leaving or ends:
            self.background.tray.hide()
            return False
        self.background.enter(self.hint)
        key = "watching.in_tray" if self.background.has_tray else "watching.made_small"
        self._context.announcer.announce(self._context.say(key))
        return True

    def open(self) -> None:
        """Bring the window back, with the watch."""
        self.background.leave()
        if self.watcher.is_watching or self.watcher.ending is not None:
            self._window.go(_PAGE)

    def leave(self) -> None:
        """End the watch and the program."""
        self._leaving = True
        self.watcher.stop()
        self.background.tray.hide()
        # What was kept for a restart is taken away before the engine ends.
        self._context.bridge.ask(lambda engine: engine.keep_watch(None), lambda _: self._close())

    def practice_changed(self) -> None:
        """A watch of the practice server ends with it; one in earnest pauses."""
        if self.watcher.is_practice:
            self.watcher.stop()

    def _close(self) -> None:
        self._window.close()
        app = QApplication.instance()
        if app is not None and self._window.isHidden():
            app.quit()  # a window that was hidden already is not the last one to be closed

    def _is_busy(self) -> bool:
        """Whether somebody else asks the server just now."""
        return bool(self._window.page.stop_label)

    def _show_changed(self) -> None:
        if self.background.tray.is_shown:
            self.background.tray.show(self.hint)
        if self._window.flow.screen.name in ("step.wait", _PAGE):
            self._context.commands.refresh()

    def _tell_news(self, record: "RunRecord") -> None:
        """Something else stands in the way now."""
        title = self._context.say(record.diagnosis.title)
        self._tell(title, self.hint)

    def _tell_end(self, ending: Ending) -> None:
        say, record = self._context.say, self.watcher.record
        if ending is Ending.CAN_SEND:
            title, text = say("watch.can_send.title"), say("watching.can_send.text")
        else:
            title = say(record.diagnosis.title) if record else say("watching.heading.ended")
            text = say(message(f"watching.ended.{ending.value}"))
        if self.background.is_entered or self._window.flow.screen.name in _MAY_BE_REPLACED:
            self._window.go(_PAGE)
        self._tell(title, text)

    def _tell(self, title: str, text: str) -> None:
        self.background.notify(title, text)
        QApplication.alert(self._window)
        self._context.announcer.announce(f"{title}. {text}", assertive=True)
