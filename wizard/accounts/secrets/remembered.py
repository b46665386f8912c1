"""Which entries the person chose to have remembered: names only, never a secret.

So a check knows without asking the store, which may be locked and would then show its window,
whether anything is kept there; and everything can be forgotten in one call.
"""

import contextlib
import os
import tempfile
from pathlib import Path

import msgspec

from wizard.accounts.secrets.values import Entry
from wizard.paths import config_folder

_NAME = "remembered.json"
_MOST_BYTES = 256 * 1024


class Remembered:
    """The list in the settings folder. Trouble with the file means an empty list."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = (folder or config_folder()) / _NAME

    def entries(self) -> tuple[Entry, ...]:
        """All of them, in the order in which they came."""
        try:
            if self._file.stat().st_size > _MOST_BYTES:
                return ()
            return msgspec.json.decode(self._file.read_bytes(), type=tuple[Entry, ...])
        except (OSError, msgspec.DecodeError):
            return ()

    def add(self, entry: Entry) -> None:
        """Note one more. Raises OSError."""
        if entry not in self.entries():
            self._write((*self.entries(), entry))

    def remove(self, entry: Entry) -> None:
        """Strike one out; the file goes with the last. Raises OSError."""
        left = tuple(one for one in self.entries() if one != entry)
        if left:
            self._write(left)
        else:
            self._file.unlink(missing_ok=True)

    def _write(self, entries: tuple[Entry, ...]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Made with mode 0600, then put in place whole.
        number, name = tempfile.mkstemp(dir=self._file.parent, prefix=f".{_NAME}")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(msgspec.json.encode(entries))
            Path(name).replace(self._file)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
