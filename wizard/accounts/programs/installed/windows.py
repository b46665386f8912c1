"""Installed programs on Windows: the uninstall keys, and the packages of the Store (AppX)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wizard.accounts.programs.installed.table import Found, known_programs

_UNINSTALL = (
    r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall",
    r"SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall",
)
# Where Windows lists the Store packages of a person; PowerShell would take seconds.
_PACKAGES = (
    r"Software\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel"
    r"\Repository\Packages"
)


def programs() -> Iterator[Found]:
    """Everything of the table that is installed here; nothing on other systems."""
    try:
        import winreg
    except ImportError:
        return
    yield from by_name(uninstall_entries(winreg))
    yield from by_package(package_names(winreg))


def by_name(entries: Mapping[str, str]) -> Iterator[Found]:
    """Programs by the display names (and versions) of the uninstall keys."""
    for record in known_programs():
        for name, version in entries.items():
            if record.windows and re.match(record.windows, name):
                yield Found(record, version, "registry")


def by_package(names: Sequence[str]) -> Iterator[Found]:
    """Programs by Store packages, whose full names are name_version_machine__publisher."""
    for full in names:
        name, _, rest = full.partition("_")
        for record in known_programs():
            if record.appx and record.appx.casefold() == name.casefold():
                yield Found(record, rest.partition("_")[0], "appx")


def uninstall_entries(winreg: Any) -> dict[str, str]:
    """Version by display name."""
    found: dict[str, str] = {}
    for hive in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
        for path in _UNINSTALL:
            for name in _subkeys(winreg, hive, path):
                shown = _value(winreg, hive, rf"{path}\{name}", "DisplayName")
                if shown:
                    version = _value(winreg, hive, rf"{path}\{name}", "DisplayVersion")
                    found.setdefault(shown, version)
    return found


def package_names(winreg: Any) -> list[str]:
    """Full names of the Store packages of this person."""
    return _subkeys(winreg, winreg.HKEY_CURRENT_USER, _PACKAGES)


def _subkeys(winreg: Any, hive: Any, path: str) -> list[str]:
    try:
        with winreg.OpenKey(hive, path) as key:
            return [winreg.EnumKey(key, n) for n in range(winreg.QueryInfoKey(key)[0])]
    except OSError:
        return []


def _value(winreg: Any, hive: Any, path: str, name: str) -> str:
    try:
        with winreg.OpenKey(hive, path) as key:
            value = winreg.QueryValueEx(key, name)[0]
    except OSError:
        return ""
    return value if isinstance(value, str) else ""
