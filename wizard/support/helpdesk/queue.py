"""A folder of many bundles as rows of a table: one at a time, in steady memory, never stopping.

A file that cannot be opened is a row that says why.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from wizard.errors import BadInput, CouldNotDo
from wizard.messages import Language, Message, message
from wizard.support.bundle.opening import Bundle, open_bundle

COLUMNS = (
    "file",
    "saved",
    "verdict",
    "cause",
    "who",
    "code",
    "tag",
    "ticket",
    "provider",
    "system",
    "version",
    "title",
    "trouble",
)
# A spreadsheet takes a cell that begins like this for a formula (CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_LONGEST_CELL = 300
_ENDINGS = (".zip", ".zip.age")
# What a row says that another key file can help.
LOCKED = ("bundle.is_encrypted", "bundle.other_identity", "bundle.bad_identity")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One bundle in the table. `trouble` says why a file could not be opened."""

    file: str
    saved: str = ""
    verdict: str = ""
    cause: str = ""
    who: str = ""
    code: str = ""
    tag: str = ""
    ticket: str = ""
    provider: str = ""
    system: str = ""
    version: str = ""
    title: str = ""
    trouble: Message | None = None


def read_folder(folder: Path, identity: Path | None = None) -> Iterator[Row]:
    """A row for each bundle in a folder, by file name. BadInput when there is no such folder.

    `identity` is the key file for those that are encrypted.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.name.endswith(_ENDINGS))
    except (OSError, ValueError):
        raise BadInput(message("helpdesk.queue.no_folder", folder=str(folder))) from None
    for path in paths:
        yield row_of(path, identity)


def row_of(path: Path, identity: Path | None = None) -> Row:
    """The row of one file."""
    try:
        return _row(path.name, open_bundle(path, identity))
    except (BadInput, CouldNotDo) as trouble:
        return Row(file=path.name, trouble=trouble.shown)


def counts(rows: Iterable[Row]) -> Counter[str]:
    """How often each cause occurs; files that could not be opened are not counted."""
    return Counter(row.cause for row in rows if row.trouble is None)


def to_csv(rows: Iterable[Row], language: Language) -> Iterator[str]:
    """The table as CSV (RFC 4180), a line at a time. No cell can become a formula."""
    yield _csv_line([language(f"helpdesk.queue.{name}") for name in COLUMNS])
    for row in rows:
        yield _csv_line([_cell(_value(row, name, language)) for name in COLUMNS])


def to_ndjson(rows: Iterable[Row], language: Language) -> Iterator[str]:
    """The table as one JSON object a line."""
    for row in rows:
        values = {name: _value(row, name, language) or None for name in COLUMNS}
        yield msgspec.json.encode(values).decode() + "\n"


def _row(name: str, bundle: Bundle) -> Row:
    report = bundle.report
    return Row(
        file=name,
        saved=_short(report.started),
        verdict=_short(report.verdict),
        cause=_short(report.cause),
        who=_short(report.who or ""),
        code=_short(report.code),
        tag=bundle.tag,
        ticket=_short(report.notes.ticket),
        provider=_short(report.account.provider),
        system=_short(report.system),
        version=_short(report.program_version),
        title=_short(report.title),
    )


def _short(text: str) -> str:
    plain = "".join(c if c.isprintable() else " " for c in text[:_LONGEST_CELL])
    return plain.strip()


def _value(row: Row, name: str, language: Language) -> str:
    value = getattr(row, name)
    return language.render(value) if isinstance(value, Message) else str(value or "")


def _cell(text: str) -> str:
    plain = text.replace("\r", " ").replace("\n", " ")
    return f"'{plain}" if plain.lstrip().startswith(_FORMULA) else plain


def _csv_line(cells: list[str]) -> str:
    target = io.StringIO()
    csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return target.getvalue()
