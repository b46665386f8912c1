"""Classic Outlook on Windows: the registry keys of its profiles, read-only, without passwords.

Value names as Outlook writes them; protection as in Microsoft's account management API
(PROP_SMTP_SECURE_CONNECTION: 0 none, 1 SSL, 2 TLS, 3 automatic). Texts are UTF-16 in binary form
or plain strings. Exchange accounts have no SMTP server. The outbox is inside a locked data file.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from wizard.accounts.programs.reading import ProgramState, Reader, Reading, is_secret
from wizard.facts.computer import SavedAccount
from wizard.vocabulary import Security

NAME = "Outlook"
_ROOTS = (
    *(rf"Software\Microsoft\Office\{v}\Outlook\Profiles" for v in ("16.0", "15.0")),
    r"Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles",
)
_ACCOUNTS = "9375CFF0413111d3B88A00104B2A6676"
_MOST_KEYS = 200
_SSL, _TLS, _AUTOMATIC = 1, 2, 3


class Registry(Protocol):
    """The little of the Windows registry that is needed here."""

    def subkeys(self, path: str) -> list[str]:
        """Names of the keys below a key of the current user; empty when it does not exist."""

    def values(self, path: str) -> dict[str, object]:
        """The values of a key; empty when it does not exist."""


def read(_: Path) -> ProgramState:
    """The SMTP accounts of every profile; nothing on other systems."""
    registry = windows_registry()
    reading = Reading(NAME)
    if registry is not None:
        reading.accounts += accounts(registry)
    return reading.state()


def accounts(registry: Registry) -> Iterator[SavedAccount]:
    """The accounts that have an outgoing server."""
    for root in _ROOTS:
        for profile in registry.subkeys(root)[:_MOST_KEYS]:
            base = rf"{root}\{profile}\{_ACCOUNTS}"
            for key in registry.subkeys(base)[:_MOST_KEYS]:
                values = registry.values(rf"{base}\{key}")
                if _text(values.get("SMTP Server")):
                    yield _account(values)


def _account(values: dict[str, object]) -> SavedAccount:
    given = values.get("SMTP Port")
    port = given if isinstance(given, int) and 0 < given < 65536 else 25
    return SavedAccount(
        program=NAME,
        address=_text(values.get("Email") or values.get("SMTP Email Address")),
        host=_text(values["SMTP Server"]),
        port=port,
        security=_security(values, port),
        username=_username(values),
        sign_in="password" if _signs_in(values) else "",
    )


def _security(values: dict[str, object], port: int) -> Security:
    chosen = values.get("SMTP Secure Connection")
    if chosen == _SSL or (chosen is None and values.get("SMTP Use SSL") == 1):
        return Security.TLS
    if chosen == _TLS:
        return Security.STARTTLS
    if chosen == _AUTOMATIC:
        return Security.TLS if port == 465 else Security.STARTTLS
    return Security.NONE


def _signs_in(values: dict[str, object]) -> bool:
    """Whether 'My outgoing server requires authentication' is on, as far as it can be told."""
    return bool(values.get("SMTP Use Auth", 0)) or bool(_text(values.get("SMTP User")))


def _username(values: dict[str, object]) -> str:
    """'Use same settings as my incoming server' leaves the outgoing name empty."""
    names = ("SMTP User", "SMTP User Name", "IMAP User", "IMAP User Name", "POP3 User Name")
    return next((text for name in names if (text := _text(values.get(name)))), "")


def _text(value: object) -> str:
    if isinstance(value, bytes):
        text = value.decode("utf-16-le", "replace")
    else:
        text = value if isinstance(value, str) else ""
    return text.partition("\0")[0].strip()


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
        return {name: value for name, value, _ in rows if not is_secret(name)}


def windows_registry() -> Registry | None:
    """The registry of this computer; None elsewhere than on Windows."""
    try:
        import winreg
    except ImportError:
        return None
    return _WindowsRegistry(winreg)


READER = Reader(NAME, read)
