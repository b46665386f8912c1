"""The one place from which screen readers are told something new.

Polite for what can wait, assertive for a verdict or an error. Progress is told at most once in
two seconds: whatever came between is replaced by the newest.
"""

from collections import deque

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

PROGRESS_EVERY_MS = 2000


class Announcer(QObject):
    """Tells screen readers; `log` keeps the last announcements as (text, assertive)."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.log: deque[tuple[str, bool]] = deque(maxlen=100)
        self._waiting = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PROGRESS_EVERY_MS)
        self._pause.timeout.connect(self._tell_waiting)

    def announce(self, text: str, *, assertive: bool = False) -> None:
        """Say it now."""
        self.log.append((text, assertive))
        event = QAccessibleAnnouncementEvent(self._window, text)
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if assertive else politeness.Polite)
        QAccessible.updateAccessibility(event)

    def progress(self, text: str) -> None:
        """Say it now, or when the last progress is two seconds old."""
        if self._pause.isActive():
            self._waiting = text
            return
        self.announce(text)
        self._pause.start()

    def hush(self) -> None:
        """Forget progress that was not told yet."""
        self._waiting = ""

    def _tell_waiting(self) -> None:
        if self._waiting:
            text, self._waiting = self._waiting, ""
            self.progress(text)
