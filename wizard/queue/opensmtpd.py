"""OpenSMTPD: what `smtpctl show queue` prints, a line for each recipient. Read only.

Source: smtpctl(8), 'show queue'; seen with OpenSMTPD 6.8. It prints no sizes.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby

from wizard.facts.computer import QueuedMessage

# The first half of an envelope's id is that of its message.
_ENVELOPE = re.compile(r"(?P<message>[0-9a-f]{8})[0-9a-f]{8}")


def queued_messages(lines: Iterable[str]) -> Iterator[QueuedMessage]:
    """The messages of a listing; lines that are none are passed over."""
    envelopes = sorted(one for one in map(_fields, lines) if one)
    for id_, group in groupby(envelopes, key=lambda fields: fields[0][:8]):
        together = list(group)
        first = together[0]
        suspended = any("suspend" in fields[3] for fields in together)
        yield QueuedMessage(
            id=id_,
            queue="hold" if suspended else "active" if first[11] == "inflight" else "deferred",
            sender=first[4],
            recipients=tuple(dict.fromkeys(fields[6] for fields in together)),
            size_bytes=0,
            arrived=_time(first[7]),
            reason=next((fields[13] for fields in together if fields[13]), ""),
        )


def _fields(line: str) -> list[str] | None:
    fields = line.strip().split("|", 13)
    return fields if len(fields) == 14 and _ENVELOPE.fullmatch(fields[0]) else None


def _time(seconds: str) -> str:
    """RFC 3339, '' for what is no time."""
    known = re.fullmatch(r"\d{1,11}", seconds, re.ASCII)
    return datetime.fromtimestamp(int(seconds), UTC).isoformat() if known else ""
