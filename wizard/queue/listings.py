"""Reads a queue listing made on another machine and pasted here. Pure; never raises.

Understood: `postqueue -j`, `mailq`/`postqueue -p`, `exim -bp`, Sendmail's `mailq`, `smtpctl show
queue`, and Exchange's `Get-Message | Format-List`. Formats as printed by Postfix 3.7, Exim 4.96,
Sendmail 8.17, OpenSMTPD 6.8 and, for Exchange, as in Microsoft's
documentation (not tried on a real Exchange).
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from wizard.facts.computer import QueuedMessage
from wizard.queue import exim, opensmtpd, postfix

# '4A1B2C3D4E*    1234 Mon Nov 23 14:01:02  anna@example.com'; Sendmail's ids are longer.
_MAILQ_HEAD = re.compile(
    r"(?P<id>[0-9A-Za-z]{6,20})(?P<mark>[*!?#-]?)\s+(?P<size>\d+|\([^)]*\))\s+"
    r"(?:[A-Z][a-z]{2}\s+)(?P<month>[A-Z][a-z]{2})\s+(?P<day>\d{1,2})\s+"
    r"(?P<hour>\d{2}):(?P<minute>\d{2})(?::\d{2})?\s+(?P<sender>\S+)"
)
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
_EXCHANGE_FIELD = re.compile(r"(?P<name>[A-Za-z]+)\s*:\s?(?P<value>.*)")
_EXCHANGE_SIZE = re.compile(r"\(([\d,.]+) bytes\)")


def read_listing(pasted: bytes, now: datetime) -> list[QueuedMessage]:
    """The messages of a listing, whichever of the known kinds it is; empty when it is none."""
    text = pasted.decode("utf-8", "replace").lstrip("\ufeff")
    if text.lstrip().startswith("{"):
        return list(postfix.queued_messages(pasted.splitlines()))
    lines = text.splitlines()
    from_exim = list(exim.queued_messages(lines, now))
    if from_exim:
        return from_exim
    from_opensmtpd = list(opensmtpd.queued_messages(lines))
    if from_opensmtpd:
        return from_opensmtpd
    if any(line.startswith(("Identity", "FromAddress")) for line in lines):
        return list(_exchange(lines, now))
    return list(_mailq(lines, now))


def _mailq(lines: list[str], now: datetime) -> Iterator[QueuedMessage]:
    head: re.Match[str] | None = None
    recipients: list[str] = []
    reason = ""
    for line in [*lines, ""]:
        match = _MAILQ_HEAD.match(line)
        plain = line.strip()
        if match or not plain:
            if head and recipients:
                yield _from_mailq(head, recipients, reason, now)
                head = None
            if match:
                head, recipients, reason = match, [], ""
        elif head and plain.startswith("("):
            reason = reason or plain.strip("()")
        elif head and "@" in plain:
            recipients.append(plain.strip("<>"))


def _from_mailq(
    head: re.Match[str], recipients: list[str], reason: str, now: datetime
) -> QueuedMessage:
    size = head["size"]
    return QueuedMessage(
        id=head["id"],
        queue={"*": "active", "!": "hold"}.get(head["mark"], "deferred"),
        sender="" if head["sender"] in ("MAILER-DAEMON", "<>") else head["sender"].strip("<>"),
        recipients=tuple(recipients),
        size_bytes=int(size) if size.isdigit() else 0,
        arrived=_last_time(head, now).isoformat(timespec="minutes"),
        reason=reason,
    )


def _last_time(head: re.Match[str], now: datetime) -> datetime:
    """mailq prints no year: the latest such day that is not in the future is meant."""
    month = _MONTHS.index(head["month"]) + 1 if head["month"] in _MONTHS else 1
    for year in (now.year, now.year - 1):
        try:
            arrived = datetime(
                year, month, int(head["day"]), int(head["hour"]), int(head["minute"]), tzinfo=UTC
            )
        except ValueError:
            continue
        if arrived <= now + timedelta(days=1):
            return arrived
    return now


def _exchange(lines: list[str], now: datetime) -> Iterator[QueuedMessage]:
    fields: dict[str, str] = {}
    for line in [*lines, ""]:
        match = _EXCHANGE_FIELD.match(line.strip())
        if not line.strip() or (match and match["name"] in ("Identity",) and fields):
            if "Identity" in fields and "FromAddress" in fields:
                yield _from_exchange(fields, now)
            if not line.strip() or match:
                fields = {}
        if match:
            fields[match["name"]] = match["value"].strip()


def _from_exchange(fields: dict[str, str], now: datetime) -> QueuedMessage:
    size = _EXCHANGE_SIZE.search(fields.get("Size", ""))
    recipients = re.findall(r"[^\s{},;]+@[^\s{},;]+", fields.get("Recipients", ""))
    suspended = fields.get("Status", "").lower() == "suspended"
    return QueuedMessage(
        id=fields["Identity"],
        queue="hold" if suspended else "deferred",
        sender=fields["FromAddress"].strip("<>"),
        recipients=tuple(recipients),
        size_bytes=int(re.sub(r"\D", "", size[1]) or 0) if size else 0,
        arrived=now.isoformat(timespec="minutes"),
        reason=fields.get("LastError", "").strip("{}"),
    )
