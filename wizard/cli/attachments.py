"""`attachments`: how large a message becomes with these files, against the provider's limit."""

import argparse
from pathlib import Path

from wizard.account import checked_address
from wizard.attachments import Files, LimitSource, SizeLimit, measured, size_limit, split
from wizard.cli.check import message_size
from wizard.cli.status import DONE, PROBLEM
from wizard.cli.terminal import Terminal
from wizard.messages import message
from wizard.support.json_text import json_text

_SHOWN = 10
_MEGABYTE = 1_000_000


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print the sizes. Exit 1 when one message cannot hold all of it."""
    address = checked_address(options.address) if options.address else ""
    typed = message_size(options.limit) if options.limit else None
    limit = SizeLimit(size=typed, source=LimitSource.TYPED) if typed else size_limit(address)
    found = measured(map(Path, options.path))
    fits = bool(found.files) and found.complete and found.sent <= limit.size
    if options.json:
        terminal.answer(json_text(_json(found, limit, fits=fits)))
    else:
        _for_people(found, limit, terminal)
    return DONE if fits else PROBLEM


def _json(found: Files, limit: SizeLimit, *, fits: bool) -> dict[str, object]:
    parts = split(found.files, limit)
    return {
        "schema": "sendagain.attachments/1",
        "fits": fits,
        "complete": found.complete,
        "files": [{"path": f.path, "size": f.size, "sent": f.sent} for f in found.files],
        "size": found.size,
        "sent": found.sent,
        "limit": {"size": limit.size, "source": limit.source.value, "provider": limit.provider},
        "messages": len(parts.messages),
        "too_large": [file.path for file in parts.too_large],
        "unreadable": [{"path": path, "why": why.value} for path, why in found.unreadable],
    }


def _for_people(found: Files, limit: SizeLimit, terminal: Terminal) -> None:
    say = terminal.say
    if not found.files:
        terminal.paragraph(message("attachments.nothing"))
    else:
        verdict = "fits" if found.sent <= limit.size and found.complete else "too_large"
        terminal.paragraph(message(f"attachments.{verdict}"))
        for name, value in (
            ("files", str(len(found.files))),
            ("size", _megabytes(found.size)),
            ("sent", _megabytes(found.sent)),
            ("limit", _megabytes(limit.size)),
        ):
            terminal.answer(f"  {say(message(f'attachments.{name}'))}: {value}")
        source = message(
            f"attachments.limit.{limit.source.value}", provider=limit.provider, date=limit.date
        )
        terminal.paragraph(source, indent="  ")
        if verdict == "too_large":
            _ways_out(found, limit, terminal)
    if not found.complete:
        terminal.paragraph(message("attachments.too_many"))
    for path, why in found.unreadable:
        terminal.paragraph(message(f"attachments.why.{why.value}", name=path))


def _ways_out(found: Files, limit: SizeLimit, terminal: Terminal) -> None:
    parts = split(found.files, limit)
    if parts.too_large:
        terminal.paragraph(message("attachments.alone", count=len(parts.too_large)))
    if parts.messages and found.complete:
        way = "split_rest" if parts.too_large else "split"
        terminal.paragraph(message(f"attachments.{way}", count=len(parts.messages)))
    for file in found.files[:_SHOWN]:
        row = message("attachments.row", sent=_megabytes(file.sent), name=file.path)
        terminal.answer(f"  {terminal.say(row)}")


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.1f} MB"
