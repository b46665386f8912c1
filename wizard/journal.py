"""The journal of one run: every observation is on disk before the next probe depends on it.

Killing the program loses at most the probe in flight. A journal that cannot be written (full
disk, read-only home) never stops a run: the run goes on without it. It holds no password.
"""

import contextlib
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import msgspec

from wizard.account import Account
from wizard.observation import Observation, Outcome

# Older measurements say too little about now to be built upon.
RESUME_WITHIN = timedelta(minutes=30)
_NAME = "run.jsonl"


class RunBegan(msgspec.Struct, frozen=True, tag="began", kw_only=True):
    """What is being tested."""

    version: str
    started: datetime
    account: Account
    error_text: str
    outside: bool


class Observed(msgspec.Struct, frozen=True, tag="observed"):
    """One probe ended."""

    observation: Observation


class RunEnded(msgspec.Struct, frozen=True, tag="ended"):
    """The run came to its end; nothing is left to resume."""


Entry: TypeAlias = RunBegan | Observed | RunEnded


class Unfinished(msgspec.Struct, frozen=True):
    """A run that was interrupted: what it tested and what it had measured."""

    began: RunBegan
    observations: Mapping[str, Observation]


class Journal:
    """Appends to the journal in one folder. Every failure to write turns it off, silently."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._encoder = msgspec.json.Encoder()
        self._file: int | None = None

    def begin(self, began: RunBegan) -> None:
        """Start a new journal in place of the old one."""
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND
            self._file = os.open(self._path, flags, 0o600)
        self._append(began)

    def observed(self, observation: Observation) -> None:
        """Add what a probe measured."""
        self._append(Observed(observation))

    def end(self) -> None:
        """The run is over: note it and let go of the file."""
        self._append(RunEnded())
        self.close()

    def close(self) -> None:
        """Let go of the file without calling the run finished."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = None

    def forget(self) -> None:
        """Remove the journal."""
        self.close()
        with contextlib.suppress(OSError):
            self._path.unlink()

    def _append(self, entry: Entry) -> None:
        if self._file is None:
            return
        try:
            os.write(self._file, self._encoder.encode(entry) + b"\n")
        except OSError:
            self.close()


def unfinished_run(folder: Path, now: datetime) -> Unfinished | None:
    """The interrupted run in this folder, if there is one fresh enough to go on with.

    A torn last line (the program was killed while writing) is left out; so is whatever cannot
    be read because another version wrote it.
    """
    entries = _entries(folder / _NAME)
    began = next((entry for entry in entries if isinstance(entry, RunBegan)), None)
    if began is None or any(isinstance(entry, RunEnded) for entry in entries):
        return None
    if not timedelta(0) <= now - began.started <= RESUME_WITHIN:
        return None
    observed = [entry.observation for entry in entries if isinstance(entry, Observed)]
    measured = {o.probe: o for o in observed if o.outcome is Outcome.MEASURED}
    return Unfinished(began, measured)


def _entries(path: Path) -> list[Entry]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return []
    decoder = msgspec.json.Decoder(Entry)
    entries: list[Entry] = []
    for line in lines:
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
            entries.append(decoder.decode(line))
    return entries
