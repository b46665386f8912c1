"""The program's own log: masked where it is written, small, and gone after two weeks.

Five files of 128 KiB at most. Nothing that goes wrong with the log ever stops the program. The
crash file beside it is written by `faulthandler` when the interpreter itself dies; the next start
finds it. Stack traces hold file names and lines, no values.
"""

import contextlib
import faulthandler
import logging
import os
import sys
import threading
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from wizard.account import Account, Secret
from wizard.paths import log_folder, state_folder

# The redactor itself is imported where it is used: most starts log nothing, and the first frame
# of the window waits for what is imported here.
if TYPE_CHECKING:
    from wizard.log_file import RotatingFile
    from wizard.support.redaction import Masker
    from wizard.support.redaction.known import Known

FILE_BYTES = 128 * 1024
FILES = 5
KEPT_SECONDS = 14 * 24 * 3600
_NAME = "sendagain.log"
_CRASH, _LAST_CRASH = "crash.txt", "last-crash.txt"
_CRASH_BYTES = 64 * 1024
_LOGGERS = ("wizard", "ui")
_LONGEST_LINE = 4000


class MaskedFormatter(logging.Formatter):
    """One record as masked text: UTC time, level, place, message; traces indented below it."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        # Both are made for the first record.
        self._of_person: tuple[Known, ...] | None = None
        self._made: Masker | None = None

    @property
    def _known(self) -> "tuple[Known, ...]":
        if self._of_person is None:
            self._of_person = _of_this_computer()
        return self._of_person

    @property
    def _masker(self) -> "Masker":
        if self._made is None:
            self._made = self._new_masker()
        return self._made

    def hide(self, known: "tuple[Known, ...]") -> None:
        """Hide these values too, from now on."""
        with self._lock:
            new = tuple(value for value in known if value not in self._known)
            if new:
                longest_first = sorted((*self._known, *new), key=lambda k: -len(k.text))
                self._of_person, self._made = tuple(longest_first), None

    def masked(self, text: str) -> str:
        """A text as it may stand in a file."""
        with self._lock:
            return self._masker.text(text)

    def format(self, record: logging.LogRecord) -> str:
        """The record as it is written. A newline in a message stays in its line."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = record.getMessage().replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n")
        lines = [f"{when} {record.levelname} {record.name} {said}"]
        if record.exc_info and record.exc_info[0] is not None:
            trace = "".join(traceback.format_exception(*record.exc_info))
            lines += (f"    {line}" for line in trace.splitlines())
        # Masked before it is cut: half a password would not be recognised.
        return "\n".join(line[:_LONGEST_LINE] for line in self.masked("\n".join(lines)).split("\n"))

    def _new_masker(self) -> "Masker":
        from wizard.support import provider_names
        from wizard.support.redaction import Level, Masker

        return Masker(self._known, Level.NORMAL, public=provider_names.public_names())


class _LogFile(logging.Handler):
    """The log's file, opened for the first record: most starts write none."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._file: RotatingFile | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record; silent when that is impossible."""
        if self._file is None:
            from wizard.log_file import RotatingFile

            with contextlib.suppress(OSError):
                self._file = RotatingFile(self.path, FILE_BYTES, FILES)
                self._file.setFormatter(self.formatter)
        if self._file is not None:
            self._file.emit(record)

    def flush(self) -> None:
        """Bring to the file what was written."""
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._file is not None:
            self._file.close()
        super().close()


_formatter: MaskedFormatter | None = None
_handler: _LogFile | None = None


def start_log(folder: Path | None = None, level: int = logging.INFO) -> Path | None:
    """Log to files in `folder`; return the newest file, None when nothing can be written there."""
    global _formatter, _handler
    folder = folder or log_folder()
    stop_log()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _forget_old(folder)
    except OSError:
        return None
    if not os.access(folder, os.W_OK):
        return None
    handler = _LogFile(folder / _NAME)
    _formatter = MaskedFormatter()
    handler.setFormatter(_formatter)
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.setLevel(level)
        logger.addHandler(handler)
        logger.propagate = False
    _handler = handler
    return folder / _NAME


def stop_log() -> None:
    """Close the log."""
    global _handler
    if _handler is None:
        return
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.removeHandler(_handler)
        logger.propagate = True
    _handler.close()
    _handler = None


def hide_in_log(account: Account | None = None, secret: Secret | None = None) -> None:
    """Make sure that this account and this password never stand in the log."""
    if _formatter is None:
        return
    from wizard.support import provider_names
    from wizard.support.redaction import this_person
    from wizard.support.redaction.known import Known, known_values
    from wizard.support.redaction.pseudonyms import Kind

    known: tuple[Known, ...] = ()
    if account is not None:
        known = known_values(account, this_person(), public=provider_names.public_names())
    if secret is not None and len(secret.reveal()) > 2:
        known = (*known, Known(secret.reveal(), Kind.SECRET))
    _formatter.hide(known)


def tail_of_log(most_bytes: int, folder: Path | None = None) -> str:
    """The newest lines of the log, whole lines only; '' when there is none."""
    folder = folder or log_folder()
    if _handler is not None:
        with contextlib.suppress(OSError, ValueError):
            _handler.flush()
        folder = _handler.path.parent
    data = b""
    for path in (folder / _NAME, folder / f"{_NAME}.1"):
        if len(data) < most_bytes:
            data = _end_of(path, most_bytes - len(data)) + data
    if len(data) >= most_bytes:
        data = data.partition(b"\n")[2]
    return data.decode("utf-8", "replace")


def watch_for_crashes(folder: Path | None = None) -> str:
    """Have native crashes noted; return what the last one left behind, masked, '' when nothing."""
    folder = folder or state_folder()
    crash = folder / _CRASH
    left = _end_of(crash, _CRASH_BYTES).decode("utf-8", "replace")
    text = _mask(left) if left.strip() else ""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if text.strip():
            _write(folder / _LAST_CRASH, text)
        faulthandler.enable(_crash_file(crash))
    except OSError:
        return text
    return text


def leave_no_memory_dump() -> None:
    """No core dump of this process: it would hold passwords. Where the system lets us."""
    if sys.platform == "win32":
        return  # Windows keeps no memory of a program unless its administrator sets that up
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def note_crash(fault: BaseException, folder: Path | None = None) -> str:
    """Write an unexpected error to the crash file; return it, masked."""
    trace = "".join(traceback.format_exception(fault))
    when = datetime.now(UTC).isoformat(timespec="seconds")
    text = _mask(f"{when}\n{trace}")[-_CRASH_BYTES:]
    folder = folder or state_folder()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _append(folder / _CRASH, text)
    return text


def forget_crash(folder: Path | None = None) -> None:
    """The person has seen what the last crash left behind."""
    with contextlib.suppress(OSError):
        ((folder or state_folder()) / _LAST_CRASH).unlink()


_open_crash_file: IO[bytes] | None = None


def _crash_file(path: Path) -> IO[bytes]:
    """The file for faulthandler, empty, kept open as long as the program runs."""
    global _open_crash_file
    if _open_crash_file is not None:
        faulthandler.disable()
        _open_crash_file.close()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    _open_crash_file = os.fdopen(descriptor, "ab", buffering=0)
    return _open_crash_file


def _of_this_computer() -> "tuple[Known, ...]":
    from wizard.support.redaction import this_person
    from wizard.support.redaction.known import known_values

    return known_values(None, this_person())


def _mask(text: str) -> str:
    formatter = _formatter or MaskedFormatter()
    return formatter.masked(text)


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _append(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(text + "\n")


def _end_of(path: Path, most_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - most_bytes))
            return file.read(most_bytes)
    except OSError:
        return b""


def _forget_old(folder: Path) -> None:
    oldest = time.time() - KEPT_SECONDS
    for path in folder.glob(f"{_NAME}*"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()
