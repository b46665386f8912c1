"""Reading other programs' files: read-only, bounded, and never an exception for what is broken.

A reader returns what it could read; what it could not becomes a (program, why) pair. Lines that
look like a password are dropped before anybody sees them.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, ParamSpec

import msgspec

from wizard.facts.computer import Outbox, SavedAccount
from wizard.vocabulary import Security

# Settings files are small; a larger one is broken or not what it seems.
_MOST_BYTES = 4 * 1024 * 1024
_SECRET_WORDS = ("pass", "secret", "token", "credential", "key=")
USUAL_PORT = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


class ProgramState(msgspec.Struct, frozen=True):
    """What one mail program has on this computer."""

    accounts: tuple[SavedAccount, ...] = ()
    outboxes: tuple[Outbox, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()


class Reader(NamedTuple):
    """One mail program's reader: its name, and what reads it below a home folder."""

    program: str
    read: Callable[[Path], ProgramState]


P = ParamSpec("P")


class Broken(Exception):
    """A file that is there but is not what its program writes; the text says what it is."""


def text_of(path: Path) -> str:
    """The text of a settings file, with odd bytes replaced. Raises OSError or Broken."""
    if path.is_dir():
        raise Broken("a folder where its settings should be")
    if not path.is_file():
        raise Broken("not an ordinary file")
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise Broken("its settings file is far too large")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")


def why(trouble: OSError | Broken) -> str:
    """A short reason without a path in it."""
    if isinstance(trouble, Broken):
        return str(trouble)
    return (trouble.strerror or type(trouble).__name__).lower()


class Reading:
    """Collects what a program has; a trouble is kept and reading goes on."""

    def __init__(self, program: str) -> None:
        self.program = program
        self.accounts: list[SavedAccount] = []
        self.outboxes: list[Outbox] = []
        self._troubles: list[str] = []

    def text(self, path: Path) -> str:
        """The text of a file; '' when it is not there or cannot be read."""
        try:
            return text_of(path) if path.exists() else ""
        except (OSError, Broken) as trouble:
            self.trouble(trouble)
            return ""

    def files(self, folder: Path, pattern: str, most: int = 500) -> list[Path]:
        """The files that match, in order; none when the folder cannot be read."""
        try:
            return sorted(folder.glob(pattern))[:most] if folder.is_dir() else []
        except OSError as trouble:
            self.trouble(trouble)
            return []

    def outbox(self, count: Callable[P, Outbox | None], *args: P.args, **named: P.kwargs) -> None:
        """The outbox that `count` finds, when there is one."""
        try:
            found = count(*args, **named)
        except (OSError, Broken) as trouble:
            self.trouble(trouble)
        else:
            self.outboxes += [found] if found else []

    def trouble(self, trouble: OSError | Broken) -> None:
        """Keep why something could not be read."""
        self._troubles.append(why(trouble))

    def state(self) -> ProgramState:
        """Everything, each account and each trouble once."""
        return ProgramState(
            accounts=tuple(dict.fromkeys(a for a in self.accounts if _is_whole(a))),
            outboxes=tuple(self.outboxes),
            unreadable=tuple((self.program, reason) for reason in dict.fromkeys(self._troubles)),
        )


def together(readings: Sequence[Reading]) -> ProgramState:
    """The states of several readings as one."""
    states = [reading.state() for reading in readings]
    return ProgramState(
        accounts=tuple(account for state in states for account in state.accounts),
        outboxes=tuple(outbox for state in states for outbox in state.outboxes),
        unreadable=tuple(trouble for state in states for trouble in state.unreadable),
    )


def _is_whole(account: SavedAccount) -> bool:
    return bool(account.host) and len(account.host) < 256 and account.host.isprintable()


def config_folders(home: Path, flatpak: str) -> Sequence[Path]:
    """Where a program of a Linux desktop keeps its settings: as package, as flatpak."""
    # The variable counts for the person whose home it is, not for a home given by a test.
    own = os.environ.get("XDG_CONFIG_HOME") if home == Path.home() else None
    return (Path(own) if own else home / ".config", home / ".var/app" / flatpak / "config")


def data_folders(home: Path, flatpak: str) -> Sequence[Path]:
    """Where it keeps its data."""
    own = os.environ.get("XDG_DATA_HOME") if home == Path.home() else None
    return (Path(own) if own else home / ".local/share", home / ".var/app" / flatpak / "data")


def ini_sections(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The sections of an INI-like file, in order; keys in lower case. Never raises.

    configparser refuses duplicate keys and stray lines, which real profiles have.
    """
    name, values = "", dict[str, str]()
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("[") and stripped.endswith("]"):
            yield name, values
            name, values = stripped[1:-1], {}
        elif "=" in stripped and not stripped.startswith(("#", ";")):
            key, _, value = stripped.partition("=")
            if not is_secret(key):
                values[key.strip().lower()] = value.strip()
    yield name, values


def is_secret(key: str) -> bool:
    """Whether a setting of this name may hold a password."""
    return any(word in key.lower() for word in _SECRET_WORDS)


def port_of(text: str, usual: int) -> int:
    """A port number; the usual one for nothing or nonsense."""
    port = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return port if 0 < port < 65536 else usual
