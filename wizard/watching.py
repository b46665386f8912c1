"""The watch: test politely until mail can go, and say so once. Pure but for its notes on disk.

The schedule is that of RFC 5321 4.5.4.1 made gentle: never before the documented wait, then
slower and slower, and not at all where trying prolongs a block. It is kept in wall-clock time,
so that it survives a restart, sleep, and a changed clock.
"""

import contextlib
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from wizard.account import Account
from wizard.diagnosis import Diagnosis
from wizard.vocabulary import Cause, Verdict

# Nothing is asked more often than this, whatever a provider's page would allow.
SHORTEST_SECONDS = 120
# RFC 5321: at least half an hour between tries; RFC 1123: two in the first hour, then 2-3 hours.
_USUAL_GAPS = (1_800, 1_800, 7_200, 7_200, 10_800)
# After two days somebody has to look; the watch then says so and ends.
GIVES_UP = timedelta(hours=48)
# Without a documented wait: a network comes back, and an unexplained 421 is usually gone in hours.
_PASSING = (Cause.NETWORK, Cause.UNKNOWN_GENERIC)
_NAME = "watch.json"


class Try(msgspec.Struct, frozen=True):
    """One test: when, what it came to, and how quickly the server greeted (seconds)."""

    at: datetime
    cause: Cause
    greeting_seconds: float | None = None


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """A watch in progress; a value, so that it can be saved as it stands.

    `account` and `outside` let the window go on after a restart without asking anything again.
    """

    address: str
    began: datetime
    next_try: datetime
    tries: tuple[Try, ...] = ()
    account: Account | None = None
    outside: bool = True

    def due(self, now: datetime) -> bool:
        """Whether the next test may be made. A clock set back never makes it wait for ever."""
        longest = timedelta(seconds=_USUAL_GAPS[-1]) + GIVES_UP
        return now >= self.next_try or self.next_try - now > longest

    def seconds_left(self, now: datetime) -> float:
        """Seconds until the next test."""
        return 0.0 if self.due(now) else (self.next_try - now).total_seconds()

    def after(self, diagnosis: Diagnosis, now: datetime, greeting_seconds: float | None) -> "Watch":
        """The watch with one more test made."""
        tries = (*self.tries, Try(now, diagnosis.cause, greeting_seconds))
        wait = gap_seconds(diagnosis, len(tries))
        return msgspec.structs.replace(self, tries=tries, next_try=now + timedelta(seconds=wait))

    @property
    def changed(self) -> bool:
        """Whether the last test came to something else than the one before: only that is told."""
        return len(self.tries) < 2 or self.tries[-1].cause is not self.tries[-2].cause

    def over(self, diagnosis: Diagnosis, now: datetime) -> bool:
        """Whether there is nothing left to wait for."""
        return can_send(diagnosis) or not waiting_helps(diagnosis) or now - self.began >= GIVES_UP


def can_send(diagnosis: Diagnosis) -> bool:
    """Whether mail can go."""
    return diagnosis.verdict in (Verdict.FINE, Verdict.ATTENTION)


def waiting_helps(diagnosis: Diagnosis) -> bool:
    """Whether the cause is one that passes by itself; an unreachable server may come back."""
    if diagnosis.verdict is Verdict.COULD_NOT_CHECK or not diagnosis.causes:
        return True
    root = diagnosis.causes[0]
    return root.wait_seconds is not None or root.cause in _PASSING


def gap_seconds(diagnosis: Diagnosis, tries: int) -> int:
    """Seconds until the next test, after this many."""
    usual = _USUAL_GAPS[min(tries - 1, len(_USUAL_GAPS) - 1)]
    root = diagnosis.causes[0] if diagnosis.causes else None
    if root is None or root.wait_seconds is None:
        return usual
    first, last = root.wait_seconds
    if root.retry_prolongs:
        # One test at the end of the documented time; an earlier one would start it anew.
        return max(last, SHORTEST_SECONDS)
    if tries == 1:
        return max(first, SHORTEST_SECONDS)
    return max(first, usual, SHORTEST_SECONDS)


def schedule(diagnosis: Diagnosis, tries: int) -> Sequence[int]:
    """Seconds from the first test to each of the following ones, if nothing changes."""
    total, times = 0, []
    for number in range(1, tries + 1):
        total += gap_seconds(diagnosis, number)
        times.append(total)
    return times


def load(folder: Path, address: str) -> Watch | None:
    """The watch of this address that was interrupted, if there is one."""
    found = interrupted(folder)
    return found if found is not None and found.address == address else None


def interrupted(folder: Path) -> Watch | None:
    """The watch that was interrupted, whosever it is."""
    try:
        return msgspec.json.decode((folder / _NAME).read_bytes(), type=Watch)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def save(folder: Path, watch: Watch) -> None:
    """Keep it. A full disk only means that a restart begins anew."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = folder / f"{_NAME}.new"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(watch))
        temporary.replace(folder / _NAME)


def forget(folder: Path) -> None:
    """The watch is over."""
    with contextlib.suppress(OSError):
        (folder / _NAME).unlink()
