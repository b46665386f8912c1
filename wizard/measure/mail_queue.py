"""The queue of a mail server on this computer, for whoever runs one. Reads, never changes."""

from collections.abc import Callable
from functools import partial

from wizard.errors import CouldNotDo
from wizard.facts.computer import MailQueueFacts
from wizard.measure.daemon import aside
from wizard.measure.probe import Context
from wizard.queue.local import local_mail_server
from wizard.queue.server import MailServer

# The listing command has a limit of its own; this one is for a disk that hangs.
_READING_SECONDS = 70.0
# A report must stay small; the whole queue is there to be seen where it is changed.
MOST_MESSAGES = 200


async def run(_: Context) -> MailQueueFacts:
    """Read the queue aside."""
    return await aside(partial(measure, local_mail_server), _READING_SECONDS)


def measure(find: Callable[[], MailServer | None]) -> MailQueueFacts:
    """Read the queue of the mail server that `find` finds."""
    server = find()
    if server is None:
        return MailQueueFacts(server="")
    try:
        messages = server.messages()
    except CouldNotDo as trouble:
        return MailQueueFacts(server=server.name, error=_why(trouble))
    return MailQueueFacts(
        server=server.name, messages=tuple(messages[:MOST_MESSAGES]), total=len(messages)
    )


def _why(trouble: CouldNotDo) -> str:
    said = str(trouble.shown.params.get("why", "")).lower()
    if "down" in said or trouble.shown.id in ("queue.no_answer", "queue.not_running"):
        return "not_running"
    if "permission" in said or "denied" in said or "authorized" in said or "not allowed" in said:
        return "no_rights"
    return said or "not_readable"
