"""The dated table of mail programs, and what it says of a version."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

import msgspec

from wizard.facts.computer import MailProgram, Support
from wizard.resources import resource

# After half a year the table no longer says what is newest or still kept up to date.
TRUSTED_DAYS = 180


class ProgramRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One mail program. How it is found: `packages` (dpkg, rpm), `flatpak`, `snap`, `windows`
    (pattern of its name in the uninstall keys), `appx` (package name), `mac` (bundle identifier).

    `instead` says what people move to from a program that is kept up to date no longer;
    `settings_closed` that its settings cannot be read from outside.
    """

    id: str
    name: str
    packages: tuple[str, ...] = ()
    flatpak: str = ""
    snap: str = ""
    windows: str = ""
    appx: str = ""
    mac: str = ""
    newest: str = ""
    oldest_supported: str = ""
    support_ends: str = ""
    instead: str = ""
    settings_closed: bool = False
    source: str
    date: str
    confirmed: bool


class Found(NamedTuple):
    """An installed program: its record, its version ('' when unknown), and where it stood."""

    record: ProgramRecord
    version: str
    found_by: str


class _Table(msgspec.Struct, frozen=True):
    programs: tuple[ProgramRecord, ...]


@cache
def known_programs() -> tuple[ProgramRecord, ...]:
    """The table."""
    path = resource("mail_programs/programs.json")
    return msgspec.json.decode(path.read_bytes(), type=_Table).programs


def program_named(name: str) -> ProgramRecord | None:
    """The record of a program by its id or by the name that readers give it."""
    wanted = name.casefold()
    return next((r for r in known_programs() if wanted in (r.id, r.name.casefold())), None)


def compared(record: ProgramRecord, version: str, found_by: str, today: date) -> MailProgram:
    """A program with what the table says of its version; a table too old says so."""
    too_old_table = (today - date.fromisoformat(record.date)).days > TRUSTED_DAYS
    ended = bool(record.support_ends) and record.support_ends < today.isoformat()
    oldest = record.oldest_supported
    outdated = bool(version and oldest) and version_numbers(version) < version_numbers(oldest)
    if ended or outdated:
        support = Support.ENDED
    elif too_old_table or not record.confirmed:
        support = Support.UNKNOWN
    else:
        support = Support.SUPPORTED
    return MailProgram(
        id=record.id,
        name=record.name,
        version=version,
        found_by=found_by,
        support=support,
        newest="" if too_old_table else record.newest,
        newest_as_of=record.date,
        table_too_old=too_old_table,
        instead=record.instead,
    )


def version_numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, without an epoch: '1:153.7.0esr-1' is 153, 7, 0, 1."""
    return tuple(int(number) for number in re.findall(r"\d{1,9}", version.rpartition(":")[2])[:4])
