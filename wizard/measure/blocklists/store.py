"""Remembers blocklist answers on disk, so that 'check again' does not ask the lists again.

'Not listed' holds for an hour, the health of a list for a day. 'Listed' is never remembered:
whoever has just been taken off a list must see it at once. A folder that cannot be written to
only means more questions.
"""

import contextlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from wizard.facts.names import NameResult
from wizard.measure.blocklists.answers import Answer

NOT_LISTED_FOR = timedelta(hours=1)
HEALTHY_FOR = timedelta(hours=24)
_NAME = "blocklists.json"
_MOST_ENTRIES = 500


class _Entry(msgspec.Struct, frozen=True):
    until: datetime
    result: NameResult
    addresses: tuple[str, ...] = ()


class Store:
    """Answers by question. The resolver's addresses belong to the key: they decide as well."""

    def __init__(
        self, folder: Path | None, resolver_addresses: Sequence[str], now: datetime
    ) -> None:
        self._path = folder / _NAME if folder else None
        self._resolver = ",".join(sorted(resolver_addresses))
        self._now = now
        self._entries = self._read()
        self._changed = False

    def answer(self, question: str) -> Answer | None:
        """What was answered lately; None when it has to be asked."""
        entry = self._entries.get(self._key(question))
        if entry is None or not self._now < entry.until <= self._now + HEALTHY_FOR:
            return None
        return Answer(entry.result, entry.addresses)

    def keep(self, question: str, answer: Answer, how_long: timedelta) -> None:
        """Remember an answer."""
        until = self._now + how_long
        self._entries[self._key(question)] = _Entry(until, answer.result, answer.addresses)
        self._changed = True

    def save(self) -> None:
        """Write to disk what is still of use."""
        if self._path is None or not self._changed:
            return
        fresh = {key: entry for key, entry in self._entries.items() if entry.until > self._now}
        newest = sorted(fresh.items(), key=lambda item: item[1].until)[-_MOST_ENTRIES:]
        draft = self._path.with_suffix(".new")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_bytes(msgspec.json.encode(dict(newest)))
            draft.replace(self._path)

    def _key(self, question: str) -> str:
        return f"{self._resolver} {question}"

    def _read(self) -> dict[str, _Entry]:
        if self._path is None:
            return {}
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, _Entry])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return {}
