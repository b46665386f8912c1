"""One window: a second start brings the first one to the front, and ends.

The first one listens on loopback, at a port that a file in the program's own folder names beside
a secret word. Whoever knows the word can say 'come to the front', and nothing else.
"""

import contextlib
import hmac
import os
import secrets
import socket
import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from wizard.paths import state_folder

_HERE = "127.0.0.1"
_NAME = "window.port"
_ANSWERED = b"coming"
_WORD_BYTES = 32
_PATIENCE_SECONDS = 2.0


class FirstInstance(QObject):
    """Listens for later starts; `asked` is said on the window's thread."""

    asked = Signal()

    def __init__(self, parent: QObject, folder: Path | None = None) -> None:
        super().__init__(parent)
        self._file = (folder or state_folder()) / _NAME
        self._word = secrets.token_hex(_WORD_BYTES // 2).encode()
        self._listener: socket.socket | None = None

    def listen(self) -> None:
        """Begin. Where it is not possible every start has a window of its own."""
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._listener = socket.create_server((_HERE, 0))
            port = self._listener.getsockname()[1]
            self._write(f"{port} {self._word.decode()}".encode())
            threading.Thread(target=self._serve, name="one instance", daemon=True).start()

    def close(self) -> None:
        """The window is gone: a later start opens a new one."""
        if self._listener is not None:
            listener, self._listener = self._listener, None
            with contextlib.suppress(OSError):
                self._file.unlink()
            with contextlib.suppress(OSError):
                listener.close()

    def _write(self, data: bytes) -> None:
        new = self._file.with_suffix(".new")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        new.replace(self._file)

    def _serve(self) -> None:
        while (listener := self._listener) is not None:
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                with connection:
                    self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(_PATIENCE_SECONDS)
        if hmac.compare_digest(_received(connection, _WORD_BYTES), self._word):
            self.asked.emit()
            connection.sendall(_ANSWERED)


def handed_over(folder: Path | None = None) -> bool:
    """Whether a window is open already, and comes to the front now."""
    file = (folder or state_folder()) / _NAME
    try:
        port, _, word = file.read_text("ascii").partition(" ")
        with socket.create_connection((_HERE, int(port)), _PATIENCE_SECONDS) as connection:
            connection.sendall(word.encode())
            if _received(connection, len(_ANSWERED)) == _ANSWERED:
                return True
    except FileNotFoundError:
        return False
    except (OSError, ValueError, OverflowError):
        pass
    # Left behind by a program that was killed.
    with contextlib.suppress(OSError):
        file.unlink()
    return False


def _received(connection: socket.socket, count: int) -> bytes:
    """As many bytes, or what came until the end."""
    data = b""
    with contextlib.suppress(TimeoutError):
        while len(data) < count and (more := connection.recv(count - len(data))):
            data += more
    return data
