"""A sending plan within a provider's documented limits: how many, how fast, until when. Pure.

Where a provider documents nothing, or only what paying customers may, the plan keeps to what most
tolerate: 10 messages a minute, 100 an hour and 400 a day (the common denominator of the table).
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import ceil

import msgspec

from wizard.accounts.providers import Limits, Tariff

USUAL = Limits(messages_per_minute=10, messages_per_hour=100, messages_per_day=400)
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
# Room for what is sent besides: replies, a second device, a wrong clock.
_SAFETY = 0.8
_LONGEST_PLAN_DAYS = 400
# RFC 5545 3.1: a line has at most 75 octets, a longer one is folded.
_LONGEST_LINE = 75


class Batch(msgspec.Struct, frozen=True):
    """Some messages sent one after another. `start_seconds` counts from the beginning."""

    start_seconds: int
    messages: int
    took_seconds: int


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The plan. `documented` is False when the provider publishes no limit.

    `messages` is how many go out: more than asked for where a message has more recipients than
    the provider allows and is sent in `parts_per_message` parts. `gap_seconds` is the pause
    between two messages of a batch. `complete` is False when more than a year would be needed.
    """

    messages: int
    batches: tuple[Batch, ...]
    gap_seconds: float
    per_day: int
    per_hour: int
    per_minute: float
    documented: bool
    complete: bool
    recipients_each: int = 1
    parts_per_message: int = 1
    tariff: Tariff = Tariff.ANY

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


def allowed_by(limits: Limits, seconds: float) -> int | None:
    """How many messages a provider lets through up to this time; None without a documented rate.

    Hours and days are counted from the beginning, the strictest view of a rolling window.
    """
    each = (
        (limits.messages_per_hour, _HOUR),
        (limits.messages_per_day, _DAY),
        (limits.recipients_per_day, _DAY),
    )
    counts = [most * (int(seconds // span) + 1) for most, span in each if most is not None]
    return min(counts, default=None)


class _Rates(msgspec.Struct, frozen=True):
    day: int
    hour: int
    minute: float


def plan(
    messages: int,
    limits: Limits | None,
    *,
    recipients_each: int = 1,
    tariff: Tariff = Tariff.ANY,
) -> Plan:
    """A plan for this many messages to this many recipients each.

    `tariff` is whom the limits hold for (`Provider.limits_apply_to`): what only paying customers
    may do is not planned for somebody who may have a free account.
    """
    known = limits is not None and limits.known
    used = limits if limits is not None else USUAL
    most = used.recipients_per_message or recipients_each
    parts = max(1, ceil(recipients_each / most))
    each = ceil(recipients_each / parts)
    rates = _rates(used if known else USUAL, each)
    if tariff is Tariff.PAID:
        rates = _slower(rates, _rates(USUAL, each))
    gap = max(_MINUTE / rates.minute, 1.0)
    wanted = messages * parts
    batches = tuple(_batches(wanted, rates, gap))
    return Plan(
        messages=wanted,
        batches=batches,
        gap_seconds=gap,
        per_day=rates.day,
        per_hour=rates.hour,
        per_minute=_MINUTE / gap,
        documented=known,
        complete=sum(batch.messages for batch in batches) == wanted,
        recipients_each=recipients_each,
        parts_per_message=parts,
        tariff=tariff,
    )


def _rates(limits: Limits, recipients: int) -> _Rates:
    """What may be sent in a day, an hour and a minute, below every limit that is known."""
    day = (limits.messages_per_hour or USUAL.messages_per_hour or 1) * 24
    if limits.messages_per_day is not None:
        day = min(day, limits.messages_per_day)
    if limits.recipients_per_day is not None:
        day = min(day, limits.recipients_per_day // recipients)
    per_day = max(1, int(day * _SAFETY))
    hour = limits.messages_per_hour or max(20, per_day // 8)
    minute = float(limits.messages_per_minute or USUAL.messages_per_minute or 1) * _SAFETY
    # An hour's messages must be gone when the next hour's begin.
    per_hour = max(1, min(int(hour * _SAFETY), per_day, int(minute * 60)))
    return _Rates(per_day, per_hour, max(min(minute, float(per_hour)), 0.1))


def _slower(one: _Rates, other: _Rates) -> _Rates:
    return _Rates(min(one.day, other.day), min(one.hour, other.hour), min(one.minute, other.minute))


def _batches(messages: int, rates: _Rates, gap: float) -> Iterator[Batch]:
    """One batch an hour until the day's share is used, then the next day at the same time."""
    left = messages
    for day in range(_LONGEST_PLAN_DAYS):
        today = min(left, rates.day)
        for hour in range(24):
            count = min(today, rates.hour)
            if count <= 0:
                break
            took = min(ceil(count * gap), _HOUR)
            yield Batch(day * _DAY + hour * _HOUR, count, took)
            today -= count
            left -= count
        if left <= 0:
            return


def calendar(made: Plan, start: datetime, summary: str, host: str) -> str:
    """The batches as an iCalendar file (RFC 5545); `summary` has `{count}` for the number.

    `start` knows its time zone; the file holds UTC, which every calendar shows as local time.
    """
    begin = start.astimezone(UTC)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{host}//Send Again//EN"]
    for number, batch in enumerate(made.batches):
        begins = begin + timedelta(seconds=batch.start_seconds)
        ends = begins + timedelta(seconds=max(60, batch.took_seconds))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}-{begin:%Y%m%dT%H%M%S}@{host}",
            f"DTSTAMP:{begin:%Y%m%dT%H%M%SZ}",
            f"DTSTART:{begins:%Y%m%dT%H%M%SZ}",
            f"DTEND:{ends:%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{_escaped(summary.replace('{count}', str(batch.messages)))}",
            "END:VEVENT",
        ]
    return (
        "\r\n".join(part for line in (*lines, "END:VCALENDAR") for part in _folded(line)) + "\r\n"
    )


def _escaped(text: str) -> str:
    """RFC 5545 3.3.11."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces, each but the first beginning with a space; no character is cut."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > _LONGEST_LINE:
            yield piece
            piece = " "
        piece += character
    yield piece
