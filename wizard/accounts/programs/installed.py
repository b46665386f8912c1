"""Which mail programs are installed, with versions, compared with the dated table.

Linux: dpkg, rpm, flatpak, snap. Windows: the uninstall keys. macOS: Info.plist of applications.
"""

import plistlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from wizard.facts.computer import MailProgram, Support
from wizard.resources import resource

_COMMAND_SECONDS = 8.0
# After half a year the table no longer says what is newest.
TRUSTED_DAYS = 180
_UNINSTALL = (
    r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall",
    r"SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall",
)


class ProgramRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One mail program of the table."""

    id: str
    name: str
    packages: tuple[str, ...] = ()
    flatpak: str = ""
    snap: str = ""
    windows: str = ""
    mac: str = ""
    newest: str = ""
    oldest_supported: str = ""
    support_ends: str = ""
    source: str
    date: str
    confirmed: bool


class _Table(msgspec.Struct, frozen=True):
    programs: tuple[ProgramRecord, ...]


@cache
def known_programs() -> tuple[ProgramRecord, ...]:
    """The table."""
    path = resource("mail_programs/programs.json")
    return msgspec.json.decode(path.read_bytes(), type=_Table).programs


def installed_programs(today: date | None = None) -> list[MailProgram]:
    """The mail programs here, each once, in the order of the table. Blocking: some seconds."""
    day = today or date.today()
    if sys.platform == "win32":
        found = list(_windows())
    elif sys.platform == "darwin":
        found = list(mac_programs((Path("/Applications"), Path("/System/Applications"))))
    else:
        found = list(_linux())
    by_id = {record.id: (version, by) for record, version, by in reversed(found)}
    return [
        compared(record, *by_id[record.id], day)
        for record in known_programs()
        if record.id in by_id
    ]


def compared(record: ProgramRecord, version: str, found_by: str, today: date) -> MailProgram:
    """A program with what the table says of its version; a table too old says nothing."""
    age = (today - date.fromisoformat(record.date)).days
    ended = bool(record.support_ends) and record.support_ends < today.isoformat()
    too_old = bool(record.oldest_supported) and _numbers(version) < _numbers(
        record.oldest_supported
    )
    if ended or too_old:
        support = Support.ENDED
    elif age > TRUSTED_DAYS or not record.confirmed:
        support = Support.UNKNOWN
    else:
        support = Support.SUPPORTED
    return MailProgram(
        id=record.id,
        name=record.name,
        version=version,
        found_by=found_by,
        support=support,
        newest=record.newest if age <= TRUSTED_DAYS else "",
        newest_as_of=record.date,
    )


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, without an epoch: '1:153.7.0esr-1' is 153, 7, 0, 1."""
    return tuple(int(number) for number in re.findall(r"\d{1,9}", version.rpartition(":")[2])[:4])


Found = tuple[ProgramRecord, str, str]


def _linux() -> Iterator[Found]:
    records = known_programs()
    names = [name for record in records for name in record.packages]
    yield from _packages(_dpkg(names), "dpkg")
    yield from _packages(_rpm(names), "rpm")
    flatpaks = _table(["flatpak", "list", "--app", "--columns=application,version"])
    yield from ((r, flatpaks[r.flatpak], "flatpak") for r in records if r.flatpak in flatpaks)
    snaps = _table(["snap", "list"])
    yield from ((r, snaps[r.snap], "snap") for r in records if r.snap in snaps)


def _packages(versions: Mapping[str, str], found_by: str) -> Iterator[Found]:
    for record in known_programs():
        for name in record.packages:
            if name in versions:
                yield record, versions[name], found_by


def _dpkg(names: Sequence[str]) -> dict[str, str]:
    format_ = "${db:Status-Status} ${Package} ${Version}\n"
    lines = _output(["dpkg-query", "-W", "-f", format_, *names])
    rows = [line.split() for line in lines]
    return {row[1]: row[2] for row in rows if len(row) == 3 and row[0] == "installed"}


def _rpm(names: Sequence[str]) -> dict[str, str]:
    lines = _output(["rpm", "-q", "--qf", "%{NAME} %{VERSION}\\n", *names])
    rows = [line.split() for line in lines if "is not installed" not in line]
    return {row[0]: row[1] for row in rows if len(row) == 2}


def _table(command: Sequence[str]) -> dict[str, str]:
    rows = [line.split() for line in _output(command)]
    return {row[0]: row[1] for row in rows if len(row) >= 2}


def _output(command: Sequence[str]) -> list[str]:
    """What a program printed; nothing when it is not here or fails."""
    if shutil.which(command[0]) is None:
        return []
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands
            command, capture_output=True, timeout=_COMMAND_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.decode("utf-8", "replace").splitlines()


def _windows() -> Iterator[Found]:
    try:
        import winreg
    except ImportError:
        return
    yield from windows_programs(_uninstall_entries(winreg))


def windows_programs(entries: Mapping[str, str]) -> Iterator[Found]:
    """Programs by the display names (and versions) of the uninstall keys."""
    for record in known_programs():
        for name, version in entries.items():
            if record.windows and re.match(record.windows, name):
                yield record, version, "registry"


def _uninstall_entries(winreg: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for hive in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
        for path in _UNINSTALL:
            try:
                with winreg.OpenKey(hive, path) as key:
                    names = [winreg.EnumKey(key, n) for n in range(winreg.QueryInfoKey(key)[0])]
            except OSError:
                continue
            for name in names:
                try:
                    with winreg.OpenKey(hive, rf"{path}\{name}") as entry:
                        shown = winreg.QueryValueEx(entry, "DisplayName")[0]
                        found[shown] = str(winreg.QueryValueEx(entry, "DisplayVersion")[0])
                except OSError:
                    continue
    return found


def mac_programs(folders: Sequence[Path]) -> Iterator[Found]:
    """Programs by the identifiers in the Info.plist of applications."""
    by_identifier = {record.mac: record for record in known_programs() if record.mac}
    for folder in folders:
        for path in sorted(folder.glob("*.app/Contents/Info.plist")):
            try:
                info = plistlib.loads(path.read_bytes())
            except (OSError, plistlib.InvalidFileException, ValueError):
                continue
            record = by_identifier.get(str(info.get("CFBundleIdentifier", "")))
            if record:
                yield record, str(info.get("CFBundleShortVersionString", "")), "application"
