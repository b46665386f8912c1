"""Which mail programs are installed, with versions, compared with the dated table.

One file a system; the table is `resources/mail_programs/programs.json`.
"""

import sys
from collections.abc import Iterable, Sequence
from datetime import date

from wizard.accounts.programs.installed import linux, macos, windows
from wizard.accounts.programs.installed.table import (
    Found,
    ProgramRecord,
    compared,
    known_programs,
    program_named,
)
from wizard.facts.computer import MailProgram

__all__ = [
    "ProgramRecord",
    "closed_programs",
    "compared",
    "installed_programs",
    "known_programs",
    "listed",
    "program_named",
]


def installed_programs(today: date | None = None) -> list[MailProgram]:
    """The mail programs here, each once, in the order of the table. Blocking: some seconds."""
    return listed(_found(), today or date.today())


def listed(found: Iterable[Found], today: date) -> list[MailProgram]:
    """What was found, each program once, with what the table says of its version."""
    by_id: dict[str, Found] = {}
    for one in found:
        first = by_id.setdefault(one.record.id, one)
        if not first.version and one.version:
            by_id[one.record.id] = one
    return [
        compared(record, by_id[record.id].version, by_id[record.id].found_by, today)
        for record in known_programs()
        if record.id in by_id
    ]


def closed_programs(programs: Sequence[MailProgram]) -> list[MailProgram]:
    """Those whose settings no other program can read: the person has to look."""
    closed = {record.id for record in known_programs() if record.settings_closed}
    return [program for program in programs if program.id in closed]


def _found() -> Iterable[Found]:
    if sys.platform == "win32":
        return windows.programs()
    if sys.platform == "darwin":
        return macos.programs()
    return linux.programs()
