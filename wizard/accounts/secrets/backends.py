"""The system's own password store, found through keyring; and what its errors mean.

Rule: only stores that encrypt for the person who is logged in. A store that writes readable
files, or that nobody here knows, is refused by name: a list of the good ones cannot be fooled by
a new bad one. Everything here blocks; only `store` calls it, in a thread of its own.
"""

import os
import sys
from dataclasses import dataclass
from typing import Any, Protocol

from wizard.accounts.secrets.values import Trouble

# Windows keeps at most 2560 bytes of UTF-16 an entry (CRED_MAX_CREDENTIAL_BLOB_SIZE); larger
# secrets are split. The rest is room for a terminator.
_WINDOWS_UNITS = 1_200
_TRUSTED = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.Windows",
    "keyring.backends.macOS",
)
_WINDOWS = "keyring.backends.Windows"
# winerror.h: ERROR_ACCESS_DENIED, ERROR_CANCELLED, ERROR_NO_SUCH_LOGON_SESSION and
# RPC_X_BAD_STUB_DATA, which is what CredWrite says about too much data.
_WINDOWS_ERRORS = {
    5: Trouble.DENIED,
    1223: Trouble.DISMISSED,
    1312: Trouble.NO_LOGON,
    1783: Trouble.TOO_LONG,
}
# SecBase.h: errSecUserCanceled, errSecAuthFailed, errSecInteractionNotAllowed, and codesign's
# errSecCSInfoPlistFailed; keyring puts the number into the text of its own exception.
_MACOS_ERRORS = {
    "-128": Trouble.DENIED,
    "-25293": Trouble.NOT_SIGNED,
    "-67030": Trouble.NOT_SIGNED,
    "-25308": Trouble.NO_SCREEN,
}


class Backend(Protocol):
    """What is used of keyring's backends."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Store:
    """A usable store. `most_units`: UTF-16 units that an entry can hold; None: no such limit."""

    backend: Backend
    most_units: int | None = None


class Unusable(Exception):
    """There is no store that may be used; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def system_store() -> Store:
    """The store of this system. Raises Unusable. Takes about 0.2 s, and may start a service."""
    # Here because it looks for every store there is while it is imported.
    import keyring.core

    try:
        keyring.core.init_backend()
        chosen: Any = keyring.core.get_keyring()
    except Exception:
        # The settings of keyring name a backend that is not there.
        raise Unusable(Trouble.UNKNOWN_STORE) from None
    return usable(chosen)


def usable(chosen: Any) -> Store:
    """The store behind a backend of keyring, or of several chained ones the first good one."""
    module = type(chosen).__module__
    if module == "keyring.backends.chainer":
        trusted = [one for one in chosen.backends if type(one).__module__ in _TRUSTED]
        if not trusted:
            raise Unusable(Trouble.UNKNOWN_STORE)
        chosen, module = trusted[0], type(trusted[0]).__module__
    if module in _TRUSTED:
        return _prepared(chosen, module)
    if module == "keyring.backends.fail":
        raise Unusable(_why_none())
    if module == "keyring.backends.null":
        raise Unusable(Trouble.SWITCHED_OFF)
    plain = module.startswith("keyrings.alt") or "plain" in type(chosen).__name__.lower()
    raise Unusable(Trouble.PLAIN_FILE if plain else Trouble.UNKNOWN_STORE)


def _prepared(chosen: Any, module: str) -> Store:
    if module != _WINDOWS:
        return Store(chosen)
    # The default would let the entry roam to the organisation's other computers.
    chosen.persist = "local machine"
    return Store(chosen, _WINDOWS_UNITS)


def _why_none() -> Trouble:
    if not sys.platform.startswith("linux"):
        return Trouble.NO_STORE
    from jeepney.io.blocking import open_dbus_connection

    try:
        open_dbus_connection(bus="SESSION").close()
    except Exception:
        # No address, no socket, nobody behind it: jeepney has an exception of its own for each.
        return Trouble.NO_BUS
    return Trouble.NO_STORE


def trouble_of(error: BaseException) -> Trouble:
    """What an exception of a store means. Its text may hold anything, so it is not kept."""
    text = str(error)
    name = type(error).__name__
    number = getattr(error, "winerror", None)
    if isinstance(number, int):
        return _WINDOWS_ERRORS.get(number, Trouble.FAILED)
    for code, trouble in _MACOS_ERRORS.items():
        if f"({code}," in text:
            return trouble
    if name == "NoKeyringError":
        return _why_none()
    if "dismissed" in text.lower() or "cancelled" in text.lower() or name.startswith("PromptDis"):
        return Trouble.DISMISSED
    if name in ("KeyringLocked", "LockedException"):
        return Trouble.DISMISSED if _can_ask() else Trouble.LOCKED
    if name == "SecretServiceNotAvailableException":
        return Trouble.NO_STORE
    return Trouble.FAILED


def _can_ask() -> bool:
    """Whether the store could show its window: then a lock that stayed was left by a person."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
