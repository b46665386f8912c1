"""What a queue holds, in our words: which cause each reason means, and the view of a selection."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from wizard.facts.computer import QueuedMessage
from wizard.judge.reply import explain
from wizard.queue.selection import Group, Selection, grouped
from wizard.queue.server import Action
from wizard.vocabulary import Cause

_MOST_REASONS = 50_000
_HOUR = timedelta(hours=1)


@lru_cache(maxsize=_MOST_REASONS)
def cause_of(reason: str) -> Cause:
    """What a deferral reason means; the same reason stands at thousands of messages."""
    return explain(reason).cause if reason else Cause.UNKNOWN_GENERIC


@dataclass(frozen=True, slots=True)
class QueueView:
    """A queue as it is shown: how many wait, the messages meant, and these by cause and domain."""

    server: str
    total: int
    chosen: tuple[QueuedMessage, ...]
    groups: tuple[Group, ...]


def view(
    server: str, messages: Sequence[QueuedMessage], selection: Selection, now: datetime
) -> QueueView:
    """The messages meant, the oldest first; an empty selection means all of them."""
    if selection.is_empty:
        selection = Selection(everything=True)
    chosen = sorted(selection.chosen(messages, now, cause_of), key=lambda one: one.arrived)
    groups = grouped(chosen, cause_of)
    return QueueView(server, len(messages), tuple(chosen), tuple(groups))


def terminal_command(action: Action, selection: Selection) -> str:
    """What an administrator types to do the same to the same selection."""
    words = ["sudo", "sendagain", "queue", action.value]
    for flag, value in (
        ("--sender", selection.sender),
        ("--recipient-domain", selection.recipient_domain),
        ("--reason", selection.reason),
        ("--cause", selection.cause.value if selection.cause else ""),
        ("--older-than", _hours(selection.older_than)),
    ):
        if value:
            words += [flag, value]
    if selection.is_empty or selection.everything:
        words.append("--all")
    return shlex.join([*words, "--yes"])


def _hours(age: timedelta | None) -> str:
    return f"{max(1, round(age / _HOUR))}h" if age else ""
