"""Postfix: postqueue -j to read, postsuper to act (postqueue(1), postsuper(1)).

A saved message is its queue file, byte for byte. Restoring puts the file back and lets
`postsuper -s` give it the name that its new inode asks for, as Postfix documents for backups.
"""

import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from wizard.errors import CouldNotDo
from wizard.facts.computer import QueuedMessage
from wizard.messages import message
from wizard.queue.server import Action, call, find

_FLAGS = {Action.HOLD: "-h", Action.RELEASE: "-H", Action.REQUEUE: "-r", Action.DELETE: "-d"}
_QUEUES = ("deferred", "hold", "active", "incoming", "maildrop")


class _Recipient(msgspec.Struct):
    address: str = ""
    delay_reason: str = ""


class _Entry(msgspec.Struct):
    queue_id: str
    queue_name: str = ""
    arrival_time: int = 0
    message_size: int = 0
    sender: str = ""
    recipients: list[_Recipient] = []


def queued_messages(lines: Iterable[bytes]) -> Iterator[QueuedMessage]:
    """What `postqueue -j` printed; lines that are no entry are passed over."""
    decoder = msgspec.json.Decoder(_Entry)
    for line in lines:
        try:
            entry = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        reasons = [r.delay_reason for r in entry.recipients if r.delay_reason]
        yield QueuedMessage(
            id=entry.queue_id,
            queue=entry.queue_name,
            sender=entry.sender,
            recipients=tuple(r.address for r in entry.recipients),
            size_bytes=entry.message_size,
            arrived=datetime.fromtimestamp(entry.arrival_time, UTC).isoformat(),
            reason=reasons[0] if reasons else "",
        )


class Postfix:
    """One Postfix instance; `configuration` is its folder when it is not the system's."""

    name = "Postfix"

    def __init__(self, configuration: Path | None = None) -> None:
        self._options = ["-c", str(configuration)] if configuration else []

    def messages(self) -> list[QueuedMessage]:
        """The whole queue."""
        if self._is_stopped():
            raise CouldNotDo(message("queue.not_running", server=self.name))
        printed = call([self._program("postqueue"), *self._options, "-j"])
        return list(queued_messages(printed.splitlines()))

    def act(self, action: Action, ids: Sequence[str]) -> None:
        """postsuper reads the ids from standard input, so their number has no limit."""
        if ids:
            call([self._program("postsuper"), *self._options, _FLAGS[action], "-"], ids)

    def command_for(self, action: Action, ids: Sequence[str]) -> str:
        """The command with the first ids; `-` reads more from standard input."""
        shown = " ".join(f"{_FLAGS[action]} {id_}" for id_ in ids[:3])
        return f"sudo postsuper {shown}{' …' if len(ids) > 3 else ''}"

    def save(self, id_: str, folder: Path) -> bool:
        """Copy the queue file, whichever queue it is in by now."""
        for name in _QUEUES:
            for path in _candidates(self._spool() / name, id_):
                try:
                    shutil.copyfile(path, folder / id_)
                except FileNotFoundError:
                    continue
                os.utime(folder / id_, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
                return True
        return False

    def restore(self, folder: Path, ids: Sequence[str]) -> int:
        """Put saved files into the hold queue, where nothing is delivered until released."""
        hold = self._spool() / "hold"
        owner = hold.stat()
        saved = [folder / id_ for id_ in ids if (folder / id_).is_file()]
        for number, path in enumerate(saved):
            # No inode gives this name, so it is free; postsuper puts the right one in its place.
            target = hold / f"{number:05X}{path.name}"
            shutil.copyfile(path, target)
            os.chown(target, owner.st_uid, owner.st_gid)
            target.chmod(stat.S_IRWXU)
        if saved:
            call([self._program("postsuper"), *self._options, "-s", "hold"])
        return len(saved)

    def _is_stopped(self) -> bool:
        """Whether the socket that postqueue asks is missing; asking all the same takes a second."""
        try:
            return not (self._spool() / "public" / "showq").exists()
        except PermissionError:
            return False

    def _spool(self) -> Path:
        printed = call([self._program("postconf"), *self._options, "-h", "queue_directory"])
        return Path(printed.decode().strip())

    def _program(self, name: str) -> str:
        return find(name) or name


def _candidates(queue: Path, id_: str) -> Iterator[Path]:
    """Where a queue file may be: at the top, or one or two levels down (hash_queue_depth)."""
    yield queue / id_
    yield queue / id_[0] / id_
    if len(id_) > 1:
        yield queue / id_[0] / id_[1] / id_
