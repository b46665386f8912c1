"""The face of a mail server with a queue, and how its programs are found and called."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from wizard.errors import CouldNotDo
from wizard.facts.computer import QueuedMessage
from wizard.messages import message

# Listing 20,000 messages takes a busy Postfix a few seconds.
COMMAND_SECONDS = 60.0
_SYSTEM_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/sbin")


class Action(StrEnum):
    """What can be done to queued messages."""

    HOLD = "hold"
    RELEASE = "release"
    REQUEUE = "requeue"
    DELETE = "delete"


class MailServer(Protocol):
    """A mail server whose queue can be read and changed."""

    name: str

    def messages(self) -> list[QueuedMessage]:
        """The whole queue. Raises CouldNotDo when it cannot be read."""

    def act(self, action: Action, ids: Sequence[str]) -> None:
        """Do it to exactly these messages. Raises CouldNotDo."""

    def save(self, id_: str, folder: Path) -> bool:
        """Copy a message's queue files; False when it has left the queue meanwhile."""

    def restore(self, folder: Path, ids: Sequence[str]) -> int:
        """Put these saved messages back; how many."""

    def command_for(self, action: Action, ids: Sequence[str]) -> str:
        """The command that an administrator would type for the same."""


def find(program: str) -> str | None:
    """Where an administrator's program is; the system folders are not on everybody's path."""
    path = os.pathsep.join((os.environ.get("PATH", ""), *_SYSTEM_FOLDERS))
    return shutil.which(program, path=path)


def call(command: Sequence[str], lines: Iterable[str] = ()) -> bytes:
    """Run a command of the mail server, with lines on its standard input.

    Raises CouldNotDo with the command an administrator would have to run.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, ids as data
            command,
            input="".join(f"{line}\n" for line in lines).encode(),
            capture_output=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CouldNotDo(message("queue.no_answer", command=_shown(command))) from None
    except OSError:
        raise CouldNotDo(message("queue.no_program", program=Path(command[0]).name)) from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = said[-1] if said else str(done.returncode)
        raise CouldNotDo(message("queue.refused", command=_shown(command), why=why))
    return done.stdout


def _shown(command: Sequence[str]) -> str:
    return " ".join((Path(command[0]).name, *command[1:]))
