"""This computer's operating system, and whether it still gets updates by the dated table."""

import platform
import ssl
import sys
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from wizard.facts.computer import ComputerFacts, Support
from wizard.resources import resource


class SystemRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One system in the table; `support_ends` is '' while no end is announced."""

    system: str
    version: str
    name: str
    support_ends: str
    source: str
    date: str


class _Table(msgspec.Struct, frozen=True):
    systems: tuple[SystemRecord, ...]


@cache
def systems() -> tuple[SystemRecord, ...]:
    """The table."""
    return msgspec.json.decode(resource("systems.json").read_bytes(), type=_Table).systems


def read_computer(today: date | None = None) -> ComputerFacts:
    """Name, version and support of the system this program runs on. Blocking, but short."""
    system, name, version = _this_system()
    return judged(system, name, version, today or date.today())


def judged(system: str, name: str, version: str, today: date) -> ComputerFacts:
    """The facts of a system; the longest version that fits decides."""
    fits = [s for s in systems() if s.system == system and _fits(version, s.version)]
    record = max(fits, key=lambda s: len(s.version), default=None)
    support = Support.UNKNOWN
    if record is not None:
        over = bool(record.support_ends) and record.support_ends < today.isoformat()
        support = Support.ENDED if over else Support.SUPPORTED
    return ComputerFacts(
        system=system,
        name=record.name if record else name,
        version=version,
        support=support,
        support_ends=record.support_ends if record else "",
        table_date=record.date if record else "",
        tls_library=ssl.OPENSSL_VERSION,
        tls_1_2=ssl.HAS_TLSv1_2,
    )


def _fits(version: str, wanted: str) -> bool:
    return version == wanted or version.startswith((f"{wanted}.", f"{wanted} "))


def _this_system() -> tuple[str, str, str]:
    if sys.platform == "win32":
        build = str(sys.getwindowsversion().build)
        return "Windows", f"Windows (build {build})", build
    if sys.platform == "darwin":
        version = platform.mac_ver()[0]
        return "macOS", f"macOS {version}", version
    release = os_release(Path("/etc/os-release"))
    name = release.get("PRETTY_NAME", platform.system())
    return "Linux", name, f"{release.get('ID', 'linux')} {release.get('VERSION_ID', '')}".strip()


def os_release(path: Path) -> dict[str, str]:
    """The fields of os-release(5); empty when it cannot be read."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return {}
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
