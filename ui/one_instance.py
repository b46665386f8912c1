"""One window: a second start brings the first one to the front, and ends.

A socket in the program's own folder (a named pipe on Windows) says that a window is open. Nothing
but 'come to the front' can be said through it, and whoever says anything else is not answered.
"""

import contextlib
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wizard.paths import state_folder

if TYPE_CHECKING:
    from multiprocessing.connection import Connection, Listener

_ASKED = b"come to the front"
_ANSWERED = b"coming"
_LONGEST = 64
_PATIENCE_SECONDS = 2.0
# A socket's name has about 100 bytes at most; a folder may be longer.
_LONGEST_NAME = 100


class FirstInstance(QObject):
    """Listens for later starts; `asked` is said on the window's thread."""

    asked = Signal()

    def __init__(self, parent: QObject, folder: Path | None = None) -> None:
        super().__init__(parent)
        self._place = _place(folder)
        self._listener: Listener | None = None
        self._open = False

    def listen(self) -> None:
        """Begin. Where it is not possible every start has a window of its own."""
        from multiprocessing.connection import Listener

        if not self._place:
            return
        with contextlib.suppress(OSError):
            Path(self._place).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._listener = Listener(self._place)
            self._open = True
            threading.Thread(target=self._serve, name="one instance", daemon=True).start()

    def close(self) -> None:
        """The window is gone: a later start opens a new one."""
        self._open = False
        if self._listener is not None:
            with contextlib.suppress(OSError):
                self._listener.close()

    def _serve(self) -> None:
        assert self._listener is not None
        while self._open:
            try:
                with self._listener.accept() as connection:
                    self._answer(connection)
            except (OSError, EOFError):
                continue

    def _answer(self, connection: "Connection[bytes, bytes]") -> None:
        if not connection.poll(_PATIENCE_SECONDS):
            return
        if connection.recv_bytes(_LONGEST) == _ASKED and self._open:
            self.asked.emit()
            connection.send_bytes(_ANSWERED)


def handed_over(folder: Path | None = None) -> bool:
    """Whether a window is open already, and comes to the front now."""
    place = _place(folder)
    if not place or not os.path.exists(place):  # noqa: PTH110 - a pipe of Windows is no path
        return False
    from multiprocessing.connection import Client

    try:
        with Client(place) as connection:
            connection.send_bytes(_ASKED)
            return connection.poll(_PATIENCE_SECONDS) and (
                connection.recv_bytes(_LONGEST) == _ANSWERED
            )
    except (OSError, EOFError):
        # Left behind by a program that was killed.
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                Path(place).unlink()
        return False


def _place(folder: Path | None) -> str:
    """Where the first instance listens; '' where there is no place for it."""
    folder = folder or state_folder()
    if sys.platform == "win32":
        return rf"\\.\pipe\sendagain-{_number_of(folder):x}"
    place = str(folder / "window.socket")
    return place if len(os.fsencode(place)) <= _LONGEST_NAME else ""


def _number_of(folder: Path) -> int:
    """A number for a folder that is the same in every process."""
    import zlib

    return zlib.crc32(str(folder).encode("utf-8", "surrogatepass"))
