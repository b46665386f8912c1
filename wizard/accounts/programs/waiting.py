"""Counting the messages that wait in an outbox: mbox files, maildir and MH folders.

Only separators and a few header lines are looked at; nothing of a message is kept. A message that
a program has sent but not yet cleared away (marked as deleted) does not wait.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

from wizard.accounts.programs.reading import Broken
from wizard.facts.computer import Outbox

_CHUNK = 1024 * 1024
_HEAD = 8 * 1024
# An outbox beyond this is counted by its beginning: a page must not wait for a disk.
_MOST_BYTES = 256 * 1024 * 1024
_MOST_FILES = 20_000
_SEPARATOR = b"\nFrom "
_HEADER = re.compile(rb"[!-9;-~]+:")
# nsMsgMessageFlags.h: deleted, to be cleared away when the folder is compacted.
_EXPUNGED = 0x0008
_STATUS = re.compile(rb"^X-Mozilla-Status: ([0-9a-fA-F]{4})", re.MULTILINE)
_DATE = re.compile(rb"^Date: ([^\r\n]{5,80})", re.MULTILINE | re.IGNORECASE)


def mbox_outbox(program: str, path: Path) -> Outbox | None:
    """The messages of an mbox file; None when there is no such file. Raises OSError, Broken."""
    if not path.exists():
        return None
    if not path.is_file():
        raise Broken("a folder where its outbox should be")
    heads = list(_heads(path))
    waiting = [head for head in heads if not _is_gone(head)]
    size = path.stat().st_size if waiting else 0
    dates = [date for head in waiting if (date := _date(head)) is not None]
    return Outbox(
        program=program,
        messages=len(waiting),
        size_bytes=size,
        oldest=_text(min(dates, default=None)),
    )


def _heads(path: Path) -> Iterator[bytes]:
    """The first lines of every message."""
    with path.open("rb") as file:
        for offset in list(_separators(file)):
            file.seek(offset)
            head = file.read(_HEAD).partition(b"\n")[2]
            # A line of a letter may begin with 'From ' too; a message begins with a header.
            if _HEADER.match(head):
                yield head


def _separators(file: BinaryIO) -> Iterator[int]:
    """Where lines begin with 'From ', found in pieces whatever the length of a line."""
    position, tail = 0, b"\n"
    while position < _MOST_BYTES and (piece := file.read(_CHUNK)):
        data = tail + piece
        found = data.find(_SEPARATOR)
        while found >= 0:
            yield position - len(tail) + found + 1
            found = data.find(_SEPARATOR, found + 1)
        position += len(piece)
        tail = data[1 - len(_SEPARATOR) :]


def _is_gone(head: bytes) -> bool:
    status = _STATUS.search(head)
    return status is not None and bool(int(status[1], 16) & _EXPUNGED)


def _date(head: bytes) -> datetime | None:
    found = _DATE.search(head)
    if found is None:
        return None
    try:
        date = parsedate_to_datetime(found[1].decode("ascii", "replace"))
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def folder_outbox(program: str, *folders: Path, mh: bool = False) -> Outbox | None:
    """The messages of maildir or MH folders, one file each; None when none of them exists.

    In MH folders only files named by a number are messages; in a maildir `T` marks a deleted one.
    """
    present = [folder for folder in folders if folder.is_dir()]
    if not present:
        return None
    count, size, oldest = 0, 0, float("inf")
    for folder in present:
        for number, entry in enumerate(folder.iterdir()):
            if number > _MOST_FILES:
                break
            if not _is_message(entry.name, mh=mh):
                continue
            try:
                status = entry.stat()
            except OSError:
                continue  # sent in this moment
            count += 1
            size += status.st_size
            oldest = min(oldest, status.st_mtime)
    when = datetime.fromtimestamp(oldest, UTC) if count else None
    return Outbox(program=program, messages=count, size_bytes=size, oldest=_text(when))


def _is_message(name: str, *, mh: bool) -> bool:
    if mh:
        return name.isascii() and name.isdigit()
    flags = re.search(r"[:;!]2,([A-Za-z]*)$", name)
    return not name.startswith(".") and not (flags and "T" in flags[1])


def _text(when: datetime | None) -> str:
    return when.isoformat(timespec="seconds") if when else ""
