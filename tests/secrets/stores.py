"""Stores that raise what those of Windows and macOS raise, and stores that are not to be trusted.

Facts: keyring 25.7 `backends/Windows.py` and `backends/macOS/`, winerror.h, SecBase.h.
"""

import threading
from collections.abc import Callable

from keyring.errors import (
    InitError,
    KeyringError,
    KeyringLocked,
    PasswordDeleteError,
    PasswordSetError,
)

WINDOWS_BYTES = 2560


class WindowsError(Exception):
    """As `pywintypes.error`: (winerror, function, text), with attributes of these names."""

    def __init__(self, winerror: int, funcname: str, strerror: str) -> None:
        super().__init__(winerror, funcname, strerror)
        self.winerror, self.funcname, self.strerror = winerror, funcname, strerror


class InMemory:
    """A store that works."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.calls: list[str] = []
        self.threads: set[int] = set()

    def get_password(self, service: str, username: str) -> str | None:
        self._called("get")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._called("set")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._called("delete")
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("No such password!")

    def _called(self, what: str) -> None:
        self.calls.append(what)
        self.threads.add(threading.get_ident())


class Windows(InMemory):
    """Refuses what is larger than a credential may be, as CredWrite does."""

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > WINDOWS_BYTES:
            raise WindowsError(1783, "CredWrite", "The stub received bad data")
        super().set_password(service, username, password)


class Raising(InMemory):
    """Raises the same on every call."""

    def __init__(self, error: Callable[[], Exception]) -> None:
        super().__init__()
        self._error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self._error()

    set_password = delete_password = get_password  # type: ignore[assignment]


class Forgetful(InMemory):
    """Takes everything, gives nothing back."""

    def get_password(self, service: str, username: str) -> str | None:
        return None


class Garbling(InMemory):
    """Gives back something else: an encoding that went wrong."""

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password.encode().decode("latin-1"))


class Clinging(InMemory):
    """Does not delete, and does not say why."""

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError("Can't delete password in keychain: (-25244, 'Unknown Error')")


class Asking(InMemory):
    """Shows its window on each call, until `answered` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()
        self.asked = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.set()
        self.answered.wait(60)
        return super().get_password(service, username)


class PlaintextKeyring(InMemory):
    """Called as the one of keyrings.alt."""

    __module__ = "keyrings.alt.file"


class SomebodysKeyring(InMemory):
    """A store that nobody here knows."""

    __module__ = "somebodys.keyring"


def _locked(text: str) -> Callable[[], Exception]:
    return lambda: KeyringLocked(text)


# (who raises, what, what it means)
RAISED: tuple[tuple[str, Callable[[], Exception], str], ...] = (
    ("macOS deny", _locked("Can't get password from keychain: (-128, 'Denied')"), "denied"),
    (
        "macOS unsigned",
        lambda: PasswordSetError("Can't store password on keychain: (-25293, 'Security Auth …')"),
        "not_signed",
    ),
    (
        "macOS no Info.plist",
        lambda: KeyringError("Can't get password from keychain: (-67030, 'Security Auth …')"),
        "not_signed",
    ),
    (
        "macOS over ssh",
        lambda: PasswordSetError("Can't store password on keychain: (-25308, 'Unknown Error')"),
        "no_screen",
    ),
    (
        "macOS else",
        lambda: PasswordSetError("Can't store password on keychain: (-25299, 'Unknown Error')"),
        "failed",
    ),
    ("Windows size", lambda: WindowsError(1783, "CredWrite", "The stub …"), "too_long"),
    ("Windows session", lambda: WindowsError(1312, "CredRead", "A specified …"), "no_logon"),
    ("Windows rights", lambda: WindowsError(5, "CredRead", "Access is denied."), "denied"),
    ("Windows cancelled", lambda: WindowsError(1223, "CredRead", "The operation …"), "dismissed"),
    ("Windows else", lambda: WindowsError(87, "CredRead", "The parameter …"), "failed"),
    ("KWallet cancelled", lambda: PasswordSetError("Cancelled by user"), "dismissed"),
    (
        "Secret Service prompt",
        lambda: InitError("Failed to create the collection: Prompt dismissed.."),
        "dismissed",
    ),
    ("anything", lambda: OSError(24, "Too many open files"), "failed"),
)
