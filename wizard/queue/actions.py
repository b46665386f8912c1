"""Changing the queue: first a preview, then exactly that, with a saved copy before deleting.

The queue moves while people read a preview. So the action looks again, and touches only messages
that were shown and are still the same (id, arrival and sender); what came later is left alone.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from wizard.errors import CouldNotDo
from wizard.facts.computer import QueuedMessage
from wizard.messages import message
from wizard.queue.server import Action, MailServer

LIST_NAME = "messages.json"


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly which messages an action would touch."""

    action: Action
    messages: tuple[QueuedMessage, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done. `gone` had left the queue before; `saved` is the folder of the copies."""

    touched: int
    gone: int
    saved: Path | None = None


def perform(server: MailServer, preview: Preview, copies: Path, now: datetime) -> Done:
    """Do what was shown, no more. Deleting saves every message first, safely on disk.

    `copies` is the folder that holds saved copies. Raises CouldNotDo; then nothing was deleted
    that is not saved.
    """
    still = _still_there(server.messages(), preview.messages)
    ids = [one.id for one in still]
    saved = None
    if preview.action is Action.DELETE and ids:
        saved = copies / now.strftime("%Y-%m-%dT%H%M%SZ")
        ids = _saved(server, still, saved)
    server.act(preview.action, ids)
    return Done(len(ids), len(preview.messages) - len(ids), saved)


def restore(server: MailServer, folder: Path) -> int:
    """Put saved messages back into the queue, on hold; how many.

    Those that never left the queue are not doubled.
    """
    try:
        saved = msgspec.json.decode((folder / LIST_NAME).read_bytes(), type=list[QueuedMessage])
    except (OSError, msgspec.DecodeError):
        raise CouldNotDo(message("queue.no_copy", folder=str(folder))) from None
    there = {one.id for one in _still_there(server.messages(), saved)}
    return server.restore(folder / "files", [one.id for one in saved if one.id not in there])


def _still_there(
    now: Sequence[QueuedMessage], shown: Sequence[QueuedMessage]
) -> list[QueuedMessage]:
    """A mail server may give an id again: only the same message counts."""
    wanted = {(one.id, one.sender, one.size_bytes) for one in shown}
    return [one for one in now if (one.id, one.sender, one.size_bytes) in wanted]


def _saved(server: MailServer, messages: Sequence[QueuedMessage], folder: Path) -> list[str]:
    """Copy all messages and make sure that the copies are on disk; the ids that were copied."""
    files = folder / "files"
    try:
        files.mkdir(parents=True, mode=0o700)
        ids = [one.id for one in messages if server.save(one.id, files)]
        (folder / LIST_NAME).write_bytes(msgspec.json.encode(messages))
        for path in (*files.iterdir(), folder / LIST_NAME, files, folder):
            _to_disk(path)
    except OSError as trouble:
        why = trouble.strerror or type(trouble).__name__
        raise CouldNotDo(message("queue.not_saved", folder=str(folder), why=why)) from None
    return ids


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
