"""How long to wait, and when to try again: pure, from `resources/replies/waiting.json`.

A record's own range (a provider's fact) comes first, then the cause, in the spirit of
RFC 5321 section 4.5.4.1 (at least 30 minutes between tries, two tries in the first hour,
then every two to three hours).
"""

from functools import cache

import msgspec

from wizard.reply import Reply
from wizard.resources import read_json
from wizard.vocabulary import Cause

_HALF_HOUR, _DAY = 1_800, 86_400


class Waiting(msgspec.Struct, frozen=True):
    """Seconds: how long for a cause, and after which times to try again."""

    wait: tuple[int, int] | None
    tries: tuple[int, ...]


@cache
def table() -> dict[str, Waiting]:
    """Waiting by cause, read once."""
    raw = read_json("replies/waiting.json")
    assert isinstance(raw, dict)
    return msgspec.convert(raw["by_cause"], dict[str, Waiting])


def wait_by_cause(cause: Cause) -> tuple[int, int] | None:
    """The usual range in seconds; None when waiting does not help."""
    return table()[cause.value].wait


def wait_for(reply: Reply) -> tuple[int, int] | None:
    """How long to wait for this reply, in seconds (from, to); None when waiting cannot help."""
    return reply.wait_seconds


def retry_schedule(reply: Reply) -> tuple[int, ...]:
    """Seconds from now at which to try again, growing; empty when trying again cannot help.

    Where every try makes the block longer there is one try, at the very end.
    """
    wait = wait_for(reply)
    if wait is None:
        return ()
    first, last = wait
    if reply.retry_prolongs:
        return (last,)
    usual = table()[reply.cause.value].tries
    if usual and first <= usual[0] <= max(last, first):
        return usual
    steps = [first]
    gap = max(first, _HALF_HOUR)
    while len(steps) < 4 and steps[-1] + gap <= max(2 * _DAY, last):
        steps.append(steps[-1] + gap)
        gap *= 2
    return tuple(steps)
