"""Reading other programs' files: read-only, bounded, and never an exception for what is broken.

A reader returns what it could read; what it could not becomes a (program, why) pair.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from wizard.facts.computer import Outbox, SavedAccount

# Settings files are small; a larger one is broken or not what it seems.
_MOST_BYTES = 4 * 1024 * 1024
# An outbox of this size is counted by its beginning only.
_MOST_MAILBOX_BYTES = 64 * 1024 * 1024


class ProgramState(msgspec.Struct, frozen=True):
    """What one mail program has on this computer."""

    accounts: tuple[SavedAccount, ...] = ()
    outboxes: tuple[Outbox, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()


def text_of(path: Path) -> str:
    """The text of a settings file, with odd bytes replaced. Raises OSError."""
    if not path.is_file():
        raise OSError("not a file")
    with path.open("rb") as file:
        return file.read(_MOST_BYTES).decode("utf-8", "replace")


def why(trouble: OSError) -> str:
    """A short reason without a path in it."""
    return (trouble.strerror or str(trouble) or type(trouble).__name__).lower()


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
            if "pass" not in key.lower():
                values[key.strip().lower()] = value.strip()
    yield name, values


def port_of(text: str, usual: int) -> int:
    """A port number; the usual one for nothing or nonsense."""
    port = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return port if 0 < port < 65536 else usual


def mbox_outbox(program: str, path: Path) -> Outbox | None:
    """The messages of an mbox file; None when there is no such file. Raises OSError."""
    if not path.is_file():
        return None
    status = path.stat()
    count = 0
    with path.open("rb") as file:
        read = 0
        at_start = True
        for line in file:
            count += at_start and line.startswith(b"From ")
            at_start = line in (b"\n", b"\r\n")
            read += len(line)
            if read > _MOST_MAILBOX_BYTES:
                break
    return Outbox(program=program, messages=count, size_bytes=status.st_size)


def folder_outbox(program: str, *folders: Path) -> Outbox | None:
    """The messages of maildir or MH folders, one file each; None when none of them exists."""
    present = [folder for folder in folders if folder.is_dir()]
    if not present:
        return None
    files = [
        entry
        for folder in present
        for entry in folder.iterdir()
        if entry.is_file() and not entry.name.startswith(".")
    ]
    statuses = [file.stat() for file in files]
    oldest = min((status.st_mtime for status in statuses), default=None)
    return Outbox(
        program=program,
        messages=len(files),
        size_bytes=sum(status.st_size for status in statuses),
        oldest=datetime.fromtimestamp(oldest, UTC).isoformat() if oldest is not None else "",
    )
