"""How large a message becomes with these files, against what the provider accepts.

Mail carries files as base64 (RFC 2045 6.8): four characters for three bytes, and a line end after
76 characters, so a file grows by 37 %. Limits count the message as it is sent. Symbolic links to
folders are not followed, so that no loop can catch the walk; files they point to are counted.
"""

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

import msgspec

from wizard.accounts.providers import provider_for_domain

# More than anybody attaches; a whole disk dropped by mistake must not be walked to its end.
MOST_FILES = 20_000
MOST_PLACES = 200_000
# The text, the header lines, and what every part says about itself. (choice, on the safe side)
_OF_THE_MESSAGE, _OF_EACH_PART = 8_192, 400
_LINE, _LINE_END = 76, 2
_MEGABYTE = 1_000_000
# Where nothing is documented: what nearly every provider and recipient accepts. (choice; the
# table of providers has 10 to 50)
USUAL_MEGABYTES = 20
_MOST_UNREADABLE = 50


class Why(StrEnum):
    """Why something was not counted."""

    MISSING = "missing"
    NO_RIGHTS = "no_rights"
    LOOP = "loop"
    NO_FILE = "no_file"  # a device, a pipe, a socket
    NOT_READABLE = "not_readable"


class OneFile(msgspec.Struct, frozen=True):
    """One file: where it is, fit to be shown, and its size in bytes as it lies on the disk."""

    path: str
    size: int

    @property
    def sent(self) -> int:
        """Bytes as part of a message."""
        return sent_size(self.size)


class Files(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, the largest first. `complete` is False when there was too much to count."""

    files: tuple[OneFile, ...]
    unreadable: tuple[tuple[str, Why], ...] = ()
    complete: bool = True

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return sum(file.size for file in self.files)

    @property
    def sent(self) -> int:
        """Bytes of a message with all of them."""
        return _OF_THE_MESSAGE + sum(file.sent for file in self.files)


class LimitSource(StrEnum):
    """Who says how large a message may be."""

    SERVER = "server"  # the mail server itself, in its EHLO reply (RFC 1870)
    PROVIDER = "provider"
    USUAL = "usual"
    TYPED = "typed"


class SizeLimit(msgspec.Struct, frozen=True, kw_only=True):
    """The largest message, in bytes as it is sent."""

    size: int
    source: LimitSource
    provider: str = ""
    date: str = ""


class Split(msgspec.Struct, frozen=True, kw_only=True):
    """The files on as few messages as a simple rule needs; `too_large` fit into none."""

    messages: tuple[tuple[OneFile, ...], ...]
    too_large: tuple[OneFile, ...] = ()


def sent_size(size: int) -> int:
    """Bytes of a file in a message: base64 with its line ends, and the part's own lines."""
    characters = -(-size // 3) * 4
    return characters + -(-characters // _LINE) * _LINE_END + _OF_EACH_PART


def size_limit(address: str, announced: int | None = None) -> SizeLimit:
    """The limit for an address; `announced` is what its server said (SIZE), if it was asked."""
    if announced:
        return SizeLimit(size=announced, source=LimitSource.SERVER)
    provider = provider_for_domain(address.rpartition("@")[2]) if "@" in address else None
    if provider is not None and provider.limits.message_megabytes:
        return SizeLimit(
            size=provider.limits.message_megabytes * _MEGABYTE,
            source=LimitSource.PROVIDER,
            provider=provider.name,
            date=provider.date,
        )
    return SizeLimit(size=USUAL_MEGABYTES * _MEGABYTE, source=LimitSource.USUAL)


def split(files: Sequence[OneFile], limit: SizeLimit) -> Split:
    """The largest first, each into the first message that has room."""
    room = limit.size - _OF_THE_MESSAGE
    messages: list[tuple[int, list[OneFile]]] = []
    too_large = []
    for file in sorted(files, key=lambda one: -one.size):
        if file.sent > room:
            too_large.append(file)
            continue
        for number, (used, some) in enumerate(messages):
            if used + file.sent <= room:
                messages[number] = (used + file.sent, [*some, file])
                break
        else:
            messages.append((file.sent, [file]))
    return Split(messages=tuple(tuple(some) for _, some in messages), too_large=tuple(too_large))


def measured(paths: Iterable[Path]) -> Files:
    """Files and whole folders. Blocking; the number of places looked at is bounded."""
    walk = _Walk()
    for path in paths:
        walk.take(path)
    return Files(
        files=tuple(sorted(walk.files.values(), key=lambda file: (-file.size, file.path))),
        unreadable=tuple(walk.unreadable),
        complete=walk.complete,
    )


class _Walk:
    def __init__(self) -> None:
        self.files: dict[str, OneFile] = {}  # by path: a folder and a file in it count once
        self.unreadable: list[tuple[str, Why]] = []
        self.complete = True
        self._places = 0

    def take(self, path: Path) -> None:
        """A file, or a folder with all that is in it."""
        try:
            found = path.stat()
        except (OSError, ValueError) as trouble:
            self._pass_over(str(path), _why(trouble))
            return
        if not stat.S_ISDIR(found.st_mode):
            self._count(str(path.absolute()), found)
            return
        waiting = [str(path.absolute())]
        while waiting and self._has_room():
            waiting += self._inside(waiting.pop())
        if waiting:
            self.complete = False

    def _inside(self, folder: str) -> Iterator[str]:
        """Counts the files of a folder; its folders are given back."""
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    self._places += 1
                    if not self._has_room():
                        self.complete = False
                        return
                    yield from self._one(entry)
        except OSError as trouble:
            self._pass_over(folder, _why(trouble))

    def _one(self, entry: "os.DirEntry[str]") -> Iterator[str]:
        try:
            if entry.is_dir(follow_symlinks=False):
                yield entry.path
            elif not (entry.is_symlink() and entry.is_dir()):
                self._count(entry.path, entry.stat())
        except OSError as trouble:
            self._pass_over(entry.path, _why(trouble))

    def _count(self, path: str, found: os.stat_result) -> None:
        if not stat.S_ISREG(found.st_mode):
            self._pass_over(path, Why.NO_FILE)
        elif not os.access(path, os.R_OK):
            self._pass_over(path, Why.NO_RIGHTS)
        else:
            self.files[path] = OneFile(_shown(path), found.st_size)

    def _pass_over(self, path: str, why: Why) -> None:
        if len(self.unreadable) < _MOST_UNREADABLE:
            self.unreadable.append((_shown(path), why))

    def _has_room(self) -> bool:
        return len(self.files) < MOST_FILES and self._places < MOST_PLACES


def _shown(path: str) -> str:
    """A name may hold anything but a zero: here it gets into a sentence."""
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "?" for c in text)


def _why(trouble: Exception) -> Why:
    if isinstance(trouble, FileNotFoundError | NotADirectoryError):
        return Why.MISSING
    if isinstance(trouble, PermissionError):
        return Why.NO_RIGHTS
    loops = isinstance(trouble, OSError) and trouble.errno == errno.ELOOP
    return Why.LOOP if loops else Why.NOT_READABLE
