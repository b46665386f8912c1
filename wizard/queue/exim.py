"""Exim: exim -bp to read, -M options to act; a message is two files, ID-H and ID-D, in the spool.

Source: the Exim specification, chapters 5 (command line) and 56 (format of spool files).
"""

import contextlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wizard.errors import CouldNotDo
from wizard.facts.computer import QueuedMessage
from wizard.queue.server import Action, call, find

_FLAGS = {Action.HOLD: "-Mf", Action.RELEASE: "-Mt", Action.REQUEUE: "-M", Action.DELETE: "-Mrm"}
_MOST_IDS_A_CALL = 500

# ' 25m  2.9K 0t5C6f-0000c8-00 <alice@wonderland.example>' and '  *** frozen ***' at the end.
_HEAD = re.compile(
    r"\s*(?P<age>\d+)(?P<unit>[mhdw])\s+(?P<size>[\d.]+[KMG]?)\s+"
    r"(?P<id>[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4})\s+<(?P<sender>[^>]*)>(?P<rest>.*)"
)
_UNITS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}
_SIZES = {"K": 1024, "M": 1024**2, "G": 1024**3}


def queued_messages(
    lines: Iterable[str], now: datetime, reasons: dict[str, str] | None = None
) -> Iterator[QueuedMessage]:
    """What `exim -bp` printed: a line for each message, its recipients below."""
    head: re.Match[str] | None = None
    recipients: list[str] = []
    for line in [*lines, ""]:
        match = _HEAD.match(line)
        if match or not line.strip():
            if head:
                yield _message(head, recipients, now, reasons or {})
            head, recipients = match, []
        elif head and not line.strip().startswith("D "):
            recipients.append(line.strip())


def _message(
    head: re.Match[str], recipients: Sequence[str], now: datetime, reasons: dict[str, str]
) -> QueuedMessage:
    age = timedelta(seconds=int(head["age"]) * _UNITS[head["unit"]])
    size, unit = head["size"].rstrip("KMG"), head["size"][-1]
    return QueuedMessage(
        id=head["id"],
        queue="hold" if "frozen" in head["rest"] else "deferred",
        sender=head["sender"],
        recipients=tuple(recipients),
        size_bytes=round(float(size) * _SIZES.get(unit, 1)),
        arrived=(now - age).astimezone(UTC).isoformat(timespec="minutes"),
        reason=reasons.get(head["id"], ""),
    )


class Exim:
    """One Exim instance; `configuration` is its file when it is not the system's."""

    name = "Exim"

    def __init__(self, configuration: Path | None = None) -> None:
        self._options = ["-C", str(configuration)] if configuration else []

    def messages(self) -> list[QueuedMessage]:
        """The whole queue, with the last reason from each message's own log."""
        printed = call([self._program(), *self._options, "-bp"]).decode("utf-8", "replace")
        listed = list(queued_messages(printed.splitlines(), datetime.now(UTC)))
        reasons = self._reasons(message.id for message in listed)
        return list(queued_messages(printed.splitlines(), datetime.now(UTC), reasons))

    def act(self, action: Action, ids: Sequence[str]) -> None:
        """Exim takes the ids as arguments, so many are done in several calls."""
        for start in range(0, len(ids), _MOST_IDS_A_CALL):
            some = ids[start : start + _MOST_IDS_A_CALL]
            call([self._program(), *self._options, _FLAGS[action], *some])

    def command_for(self, action: Action, ids: Sequence[str]) -> str:
        """The command with the first ids."""
        more = " …" if len(ids) > 3 else ""
        return f"sudo exim {_FLAGS[action]} {' '.join(ids[:3])}{more}"

    def save(self, id_: str, folder: Path) -> bool:
        """Copy both spool files."""
        for place in self._places(id_):
            head, body = place / f"{id_}-H", place / f"{id_}-D"
            try:
                shutil.copy2(body, folder / body.name)
                shutil.copy2(head, folder / head.name)
            except FileNotFoundError:
                continue
            return True
        return False

    def restore(self, folder: Path, ids: Sequence[str]) -> int:
        """Put both files back, the body first: Exim takes a message up by its -H file."""
        owner = (self._spool() / "input").stat()
        saved = [id_ for id_ in ids if (folder / f"{id_}-H").is_file()]
        for id_ in saved:
            place = next(place for place in self._places(id_) if place.is_dir())
            for name in (f"{id_}-D", f"{id_}-H"):
                shutil.copy2(folder / name, place / name)
                os.chown(place / name, owner.st_uid, owner.st_gid)
                (place / name).chmod(0o640)
        # Exim calls it a failure that a message which was saved on hold is on hold already.
        with contextlib.suppress(CouldNotDo):
            self.act(Action.HOLD, saved)
        return len(saved)

    def _places(self, id_: str) -> tuple[Path, Path]:
        """The folder of a message: split by the sixth character of its id, or not."""
        spool = self._spool() / "input"
        return spool / id_[5], spool

    def _reasons(self, ids: Iterable[str]) -> dict[str, str]:
        """The last reason in each message's log, `msglog/ID`."""
        folder = self._spool() / "msglog"
        found: dict[str, str] = {}
        for id_ in ids:
            for path in (folder / id_[5] / id_, folder / id_):
                try:
                    lines = path.read_text("utf-8", "replace").splitlines()
                except OSError:
                    continue
                deferred = [line for line in lines if " defer " in line or " == " in line]
                if deferred:
                    found[id_] = deferred[-1].partition(": ")[2] or deferred[-1]
                    break
        return found

    def _spool(self) -> Path:
        printed = call([self._program(), *self._options, "-bP", "spool_directory"]).decode()
        return Path(printed.partition("=")[2].strip() or printed.strip())

    def _program(self) -> str:
        return find("exim4") or find("exim") or "exim"
