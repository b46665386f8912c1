"""This computer's operating system, and whether it still gets updates by the dated table."""

import platform
import ssl
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from wizard.facts.computer import ComputerFacts, Support
from wizard.resources import resource

# A system without an announced end may have got one since: the table says nothing then.
TRUSTED_DAYS = 180
_CURRENT_VERSION = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"


class SystemRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One system in the table; `support_ends` is '' while no end is announced.

    `edition` begins the name of a Windows edition with dates of its own; `rolling` has no end.
    """

    system: str
    version: str
    name: str
    support_ends: str
    edition: str = ""
    rolling: bool = False
    source: str
    date: str
    confirmed: bool = True


class ThisSystem(NamedTuple):
    """What a system says of itself: 'Linux', 'Debian GNU/Linux 12 (bookworm)', 'debian 12', ''."""

    system: str
    name: str
    version: str
    edition: str = ""


class _Table(msgspec.Struct, frozen=True):
    systems: tuple[SystemRecord, ...]


@cache
def systems() -> tuple[SystemRecord, ...]:
    """The table."""
    return msgspec.json.decode(resource("systems.json").read_bytes(), type=_Table).systems


def read_computer(today: date | None = None) -> ComputerFacts:
    """Name, version and support of the system this program runs on. Blocking, but short."""
    return judged(this_system(), today or date.today())


def judged(this: ThisSystem, today: date) -> ComputerFacts:
    """The facts of a system; the record that fits most closely decides."""
    fits = [record for record in systems() if _fits(this, record)]
    record = max(fits, key=lambda r: (len(r.version), len(r.edition)), default=None)
    old_table = record is not None and _age(record, today) > TRUSTED_DAYS
    return ComputerFacts(
        system=this.system,
        name=record.name if record and this.system != "Linux" else this.name,
        version=this.version,
        support=_support(record, today, old_table=old_table),
        support_ends=record.support_ends if record else "",
        table_date=record.date if record else "",
        table_too_old=old_table,
        tls_library=ssl.OPENSSL_VERSION,
        tls_1_2=ssl.HAS_TLSv1_2,
    )


def _support(record: SystemRecord | None, today: date, *, old_table: bool) -> Support:
    if record is None:
        return Support.UNKNOWN
    if record.rolling:
        return Support.SUPPORTED
    if record.support_ends:
        if record.support_ends >= today.isoformat():
            return Support.SUPPORTED
        return Support.ENDED if record.confirmed else Support.UNKNOWN
    return Support.UNKNOWN if old_table else Support.SUPPORTED


def _age(record: SystemRecord, today: date) -> int:
    return (today - date.fromisoformat(record.date)).days


def _fits(this: ThisSystem, record: SystemRecord) -> bool:
    wanted = record.version
    same = this.version == wanted or this.version.startswith((f"{wanted}.", f"{wanted} "))
    return this.system == record.system and same and this.edition.startswith(record.edition)


def this_system() -> ThisSystem:
    """What this computer runs."""
    if sys.platform == "win32":
        build = str(sys.getwindowsversion().build)
        return ThisSystem("Windows", f"Windows (build {build})", build, _windows_edition())
    if sys.platform == "darwin":
        version = platform.mac_ver()[0]
        return ThisSystem("macOS", f"macOS {version}", version)
    release = os_release(Path("/etc/os-release")) or os_release(Path("/usr/lib/os-release"))
    version = f"{release.get('ID', 'linux')} {release.get('VERSION_ID', '')}".strip()
    return ThisSystem("Linux", release.get("PRETTY_NAME", platform.system()), version)


def os_release(path: Path) -> dict[str, str]:
    """The fields of os-release(5); empty when it cannot be read."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return {}
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def _windows_edition() -> str:
    try:
        import winreg
    except ImportError:
        return ""
    return windows_edition(winreg)


def windows_edition(winreg: Any) -> str:
    """'Core', 'Professional', 'Enterprise', 'EnterpriseS' (LTSC), …; '' when it does not say."""
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _CURRENT_VERSION) as key:
            return str(winreg.QueryValueEx(key, "EditionID")[0])
    except OSError:
        return ""
