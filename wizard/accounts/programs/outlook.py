"""Classic Outlook on Windows: the registry keys of its profiles, read-only, without passwords.

Value names as documented for Outlook 2013 and later; text values are UTF-16 in binary form.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from wizard.accounts.programs.reading import ProgramState
from wizard.facts.computer import SavedAccount
from wizard.vocabulary import Security

NAME = "Outlook"
_ROOTS = tuple(
    rf"Software\Microsoft\Office\{version}\Outlook\Profiles" for version in ("16.0", "15.0", "14.0")
)
_ACCOUNTS = "9375CFF0413111d3B88A00104B2A6676"
_MOST_KEYS = 200


class Registry(Protocol):
    """The little of the Windows registry that is needed here."""

    def subkeys(self, path: str) -> list[str]:
        """Names of the keys below a key of the current user; empty when it does not exist."""

    def values(self, path: str) -> dict[str, object]:
        """The values of a key."""


def read(_: Path) -> ProgramState:
    """The SMTP accounts of every profile; nothing on other systems."""
    registry = windows_registry()
    return ProgramState(tuple(accounts(registry))) if registry else ProgramState()


def accounts(registry: Registry) -> Iterator[SavedAccount]:
    """The accounts that have an outgoing server. Exchange accounts have none here."""
    for root in _ROOTS:
        for profile in registry.subkeys(root)[:_MOST_KEYS]:
            base = rf"{root}\{profile}\{_ACCOUNTS}"
            for key in registry.subkeys(base)[:_MOST_KEYS]:
                values = registry.values(rf"{base}\{key}")
                if "SMTP Server" in values:
                    yield _account(values)


def _account(values: dict[str, object]) -> SavedAccount:
    if values.get("SMTP Use SSL") == 1:
        security = Security.TLS
    elif values.get("SMTP Secure Connection") in (1, 2):
        security = Security.STARTTLS
    else:
        security = Security.NONE
    port = values.get("SMTP Port")
    return SavedAccount(
        program=NAME,
        address=_text(values.get("Email") or values.get("SMTP Email Address")),
        host=_text(values["SMTP Server"]),
        port=port if isinstance(port, int) and 0 < port < 65536 else 25,
        security=security,
        username=_text(values.get("SMTP User") or values.get("Account Name")),
    )


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-16-le", "replace").rstrip("\0")
    return str(value or "")


class _WindowsRegistry:
    def __init__(self, winreg: Any) -> None:
        self._winreg = winreg

    def subkeys(self, path: str) -> list[str]:
        try:
            with self._winreg.OpenKey(self._winreg.HKEY_CURRENT_USER, path) as key:
                count = self._winreg.QueryInfoKey(key)[0]
                return [self._winreg.EnumKey(key, number) for number in range(count)]
        except OSError:
            return []

    def values(self, path: str) -> dict[str, object]:
        try:
            with self._winreg.OpenKey(self._winreg.HKEY_CURRENT_USER, path) as key:
                count = self._winreg.QueryInfoKey(key)[1]
                rows = [self._winreg.EnumValue(key, number) for number in range(count)]
        except OSError:
            return {}
        return {name: value for name, value, _ in rows if "password" not in name.lower()}


def windows_registry() -> Registry | None:
    """The registry of this computer; None elsewhere than on Windows."""
    try:
        import winreg
    except ImportError:
        return None
    return _WindowsRegistry(winreg)
