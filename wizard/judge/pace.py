"""A sending plan within a provider's documented limits: how many, how fast, until when. Pure.

Where a provider documents nothing, the plan keeps to what most tolerate: 20 messages a
connection, 30 a minute, 100 an hour and 400 a day (the common denominator of the table).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from wizard.accounts.providers import Limits

USUAL = Limits(messages_per_minute=10, messages_per_hour=100, messages_per_day=400)
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
# Room for what is sent besides: replies, a second device, a wrong clock.
_SAFETY = 0.8
_LONGEST_PLAN_DAYS = 400


class Batch(msgspec.Struct, frozen=True):
    """Some messages sent one after another. `start_seconds` counts from the beginning."""

    start_seconds: int
    messages: int
    took_seconds: int


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The plan. `documented` is False when the provider publishes no limit.

    `gap_seconds` is the pause between two messages of a batch.
    """

    messages: int
    batches: tuple[Batch, ...]
    gap_seconds: float
    per_day: int
    per_hour: int
    documented: bool
    complete: bool

    @property
    def finish_seconds(self) -> int:
        """Seconds from the start until the last message has gone."""
        if not self.batches:
            return 0
        last = self.batches[-1]
        return last.start_seconds + last.took_seconds

    def sent_by(self, seconds: float) -> int:
        """How many messages have gone after this time; for the picture of the plan."""
        total = 0
        for batch in self.batches:
            if batch.start_seconds >= seconds:
                break
            share = (seconds - batch.start_seconds) / max(1, batch.took_seconds)
            total += batch.messages if share >= 1 else int(batch.messages * share)
        return total


def plan(messages: int, limits: Limits | None) -> Plan:
    """A plan for this many messages, one recipient each."""
    known = limits is not None and limits.known
    per_day, per_hour, per_minute = _rates(limits if known and limits else USUAL)
    gap = max(_MINUTE / per_minute, 1.0)
    batches = tuple(_batches(messages, per_day, per_hour, gap))
    planned = sum(batch.messages for batch in batches)
    return Plan(
        messages=messages,
        batches=batches,
        gap_seconds=gap,
        per_day=per_day,
        per_hour=per_hour,
        documented=known,
        complete=planned == messages,
    )


def _rates(limits: Limits) -> tuple[int, int, float]:
    day = min(
        (n for n in (limits.messages_per_day, limits.recipients_per_day) if n is not None),
        default=(limits.messages_per_hour or 100) * 24,
    )
    per_day = max(1, int(day * _SAFETY))
    hour = limits.messages_per_hour or max(20, per_day // 8)
    per_hour = max(1, min(int(hour * _SAFETY), per_day))
    per_minute = min(float(limits.messages_per_minute or 10) * _SAFETY, float(per_hour))
    return per_day, per_hour, max(per_minute, 0.1)


def _batches(messages: int, per_day: int, per_hour: int, gap: float) -> Iterator[Batch]:
    """One batch an hour until the day's share is used, then the next day at the same time."""
    left = messages
    for day in range(_LONGEST_PLAN_DAYS):
        today = min(left, per_day)
        for hour in range(24):
            count = min(today, per_hour)
            if count <= 0:
                break
            took = min(int(count * gap), _HOUR)
            yield Batch(day * _DAY + hour * _HOUR, count, took)
            today -= count
            left -= count
        if left <= 0:
            return


def calendar(made: Plan, start: datetime, summary: str, host: str) -> str:
    """The batches as an iCalendar file (RFC 5545); `summary` has `{count}` for the number."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{host}//Send Again//EN"]
    for number, batch in enumerate(made.batches):
        begins = start + timedelta(seconds=batch.start_seconds)
        ends = begins + timedelta(seconds=max(60, batch.took_seconds))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}-{start:%Y%m%dT%H%M%S}@{host}",
            f"DTSTAMP:{start:%Y%m%dT%H%M%SZ}",
            f"DTSTART:{begins:%Y%m%dT%H%M%SZ}",
            f"DTEND:{ends:%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{_escaped(summary.replace('{count}', str(batch.messages)))}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _escaped(text: str) -> str:
    """RFC 5545 3.3.11."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
