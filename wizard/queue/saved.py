"""The copies of deleted messages: which there are, so that deleting always has a way back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from wizard.facts.computer import QueuedMessage
from wizard.queue.actions import LIST_NAME

_FORM = "%Y-%m-%dT%H%M%SZ"
_MOST_FOLDERS = 1000


@dataclass(frozen=True, slots=True)
class SavedCopy:
    """What one deletion saved, and when."""

    folder: Path
    at: datetime
    count: int


def saved_copies(copies: Path, most: int) -> tuple[SavedCopy, ...]:
    """The newest of them; folders that are none are passed over."""
    try:
        names = sorted((path.name for path in copies.iterdir()), reverse=True)[:_MOST_FOLDERS]
    except OSError:
        return ()
    found = (copy for name in names for copy in _copy(copies / name))
    return tuple(copy for copy, _ in zip(found, range(most), strict=False))


def _copy(folder: Path) -> Iterator[SavedCopy]:
    try:
        at = datetime.strptime(folder.name, _FORM).replace(tzinfo=UTC)
        listed = (folder / LIST_NAME).read_bytes()
        saved = msgspec.json.decode(listed, type=list[QueuedMessage])
    except (OSError, ValueError, msgspec.DecodeError):
        return
    yield SavedCopy(folder, at, len(saved))
