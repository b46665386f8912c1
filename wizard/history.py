"""What earlier tests came to, and how quickly the server answered: so that a slow server shows.

One small file, readable by its owner only. No address, server or reply stands in it: an account
is a number made with a key that lies in the same file, so that copies of single lines tell nothing.
"""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import msgspec

from wizard.account import Account
from wizard.facts.server import ServerFacts
from wizard.judge.thresholds import SLOW_GREETING_SECONDS
from wizard.record import RunRecord
from wizard.vocabulary import Cause, Verdict

KEPT = timedelta(days=90)
MOST_RESULTS = 500
_NAME = "history.json"
_KEY_BYTES, _NUMBER_BYTES = 16, 8


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One test. Times in seconds: of the greeting, and the middle one of all further replies."""

    account: str
    at: datetime
    cause: Cause
    verdict: Verdict
    greeting_seconds: float | None = None
    reply_seconds: float | None = None


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of times over several tests, in seconds."""

    count: int
    middle: float
    longest: float
    slow: int  # how many were longer than a server in good order takes


class _History(msgspec.Struct, frozen=True):
    key: str
    results: tuple[Result, ...] = ()


def note(folder: Path, record: RunRecord) -> None:
    """Keep the result of a run. A full disk only means that it is not kept."""
    history = _read(folder) or _History(secrets.token_hex(_KEY_BYTES))
    result = _result(history.key, record)
    kept = [r for r in history.results if timedelta(0) <= result.at - r.at <= KEPT]
    _write(folder, _History(history.key, (*kept, result)[-MOST_RESULTS:]))


def past_results(folder: Path, account: Account) -> tuple[Result, ...]:
    """The results of an account, the oldest first."""
    history = _read(folder)
    if history is None:
        return ()
    number = _number(history.key, account)
    return tuple(result for result in history.results if result.account == number)


def forget_results(folder: Path) -> None:
    """Take the file away."""
    with contextlib.suppress(OSError):
        (folder / _NAME).unlink()


def greetings(results: Sequence[Result]) -> Times | None:
    """How long the server took to greet; None when it never did."""
    return _times([r.greeting_seconds for r in results if r.greeting_seconds is not None])


def replies(results: Sequence[Result]) -> Times | None:
    """How long the server took for its further replies; None when there were none."""
    return _times([r.reply_seconds for r in results if r.reply_seconds is not None])


def _times(seconds: Sequence[float]) -> Times | None:
    if not seconds:
        return None
    return Times(
        count=len(seconds),
        middle=median(seconds),
        longest=max(seconds),
        slow=sum(one >= SLOW_GREETING_SECONDS for one in seconds),
    )


def times_of(record: RunRecord) -> tuple[float | None, float | None]:
    """Seconds until the greeting, and the middle time of the replies after it."""
    facts = record.case.facts("account_server", ServerFacts)
    if facts is None:
        return None, None
    took = [reply.took_seconds for reply in facts.replies[1:]]
    return facts.greeting_seconds, median(took) if took else None


def _result(key: str, record: RunRecord) -> Result:
    greeting, further = times_of(record)
    return Result(
        account=_number(key, record.case.account),
        at=record.case.judged_at,
        cause=record.diagnosis.cause,
        verdict=record.diagnosis.verdict,
        greeting_seconds=greeting,
        reply_seconds=further,
    )


def _number(key: str, account: Account) -> str:
    named = f"{account.address.casefold()} {account.host} {account.port}".encode()
    return hashlib.blake2b(named, key=key.encode()[:64], digest_size=_NUMBER_BYTES).hexdigest()


def _read(folder: Path) -> _History | None:
    try:
        return msgspec.json.decode((folder / _NAME).read_bytes(), type=_History)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _write(folder: Path, history: _History) -> None:
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = folder / f"{_NAME}.new"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(history))
        temporary.replace(folder / _NAME)
