"""`pace`: a sending plan within the provider's limits."""

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wizard.account import checked_address
from wizard.accounts.providers import provider_for_domain
from wizard.cli.terminal import Terminal
from wizard.errors import BadInput
from wizard.judge.pace import Plan, calendar, plan
from wizard.messages import message
from wizard.support.json_text import json_text

_MOST_MESSAGES = 1_000_000


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print the plan; write the calendar file when asked."""
    address = checked_address(options.address)
    messages = _count(options.messages)
    provider = provider_for_domain(address.rpartition("@")[2])
    made = (
        plan(messages, provider.limits, tariff=provider.limits_apply_to)
        if provider
        else plan(messages, None)
    )
    now = datetime.now(UTC)
    if options.calendar:
        summary = terminal.language("pace.calendar", count="{count}")
        text = calendar(made, now, summary, "sendagain.invalid")
        Path(options.calendar).write_text(text, encoding="utf-8", newline="")
    if options.json:
        terminal.answer(json_text(_json(made, provider.id if provider else "", now)))
    else:
        _for_people(made, provider.name if provider else "", now, terminal)
    return 0


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= _MOST_MESSAGES:
        raise BadInput(message("pace.bad_count", given=text[:20]))
    return int(text)


def _json(made: Plan, provider: str, now: datetime) -> dict[str, object]:
    return {
        "schema": "sendagain.pace/1",
        "provider": provider,
        "messages": made.messages,
        "documented": made.documented,
        "per_hour": made.per_hour,
        "per_day": made.per_day,
        "gap_seconds": round(made.gap_seconds, 1),
        "finish_seconds": made.finish_seconds,
        "finish": (now + timedelta(seconds=made.finish_seconds)).isoformat(timespec="seconds"),
        "complete": made.complete,
        "batches": [
            {"start_seconds": b.start_seconds, "messages": b.messages, "seconds": b.took_seconds}
            for b in made.batches
        ],
    }


def _for_people(made: Plan, provider: str, now: datetime, terminal: Terminal) -> None:
    id_ = "pace.documented" if made.documented else "pace.usual"
    terminal.paragraph(message(id_, provider=provider))
    gap = round(made.gap_seconds)
    terminal.paragraph(message("pace.rates", hour=made.per_hour, day=made.per_day, gap=gap))
    finish = (now + timedelta(seconds=made.finish_seconds)).astimezone()
    terminal.paragraph(message("pace.finish", time=f"{finish:%Y-%m-%d %H:%M}"))
    terminal.paragraph(message("pace.unexpected"))
