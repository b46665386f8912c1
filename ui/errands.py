"""Errands of the engine besides the check: the watch, its results, prevention, the mail queue.

Like the engine itself: no Qt, heavy parts imported when first needed, blocking calls aside.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from wizard.account import Account
from wizard.messages import message

if TYPE_CHECKING:
    from wizard.attachments import Files, SizeLimit
    from wizard.facts.computer import QueuedMessage
    from wizard.history import Result
    from wizard.judge.domain import DomainFinding
    from wizard.judge.pace import Plan
    from wizard.profile import Loaded
    from wizard.queue.actions import Done, Preview
    from wizard.queue.meaning import QueueView
    from wizard.queue.saved import SavedCopy
    from wizard.queue.selection import Selection
    from wizard.queue.server import MailServer
    from wizard.reply import Reply
    from wizard.watching import Watch

T = TypeVar("T")
_BLOCKING_SECONDS = 60.0
# Saving and deleting 20,000 messages takes minutes on a slow disk.
_QUEUE_SECONDS = 900.0


class Errands:
    """What pages ask that follows from no run."""

    loaded: "Loaded | None"  # the organisation's profile

    async def aside(self, work: Callable[[], T]) -> T:
        """A blocking call, in a thread of its own."""
        from wizard.measure.daemon import aside

        return await aside(work, _BLOCKING_SECONDS)

    async def write_calendar(self, plan: "Plan", start: datetime, summary: str, path: Path) -> Path:
        """Save a plan's batches as a calendar file; CouldNotDo says what stood in the way."""
        from wizard.judge.pace import calendar
        from wizard.support.bundle import write_bytes

        data = calendar(plan, start, summary, "sendagain.invalid").encode()
        return await self.aside(lambda: write_bytes(data, path))

    # The error message.

    async def explain(self, text: str) -> "Reply":
        """What a message means; offline, at once."""
        from wizard.judge.reply import explain

        return await self.aside(lambda: explain(text))

    async def error_file(self, path: Path) -> str:
        """The text of a saved message; BadInput when it holds none."""
        from wizard.support.error_file import error_text_of

        return await self.aside(lambda: error_text_of(path))

    # Prevention.

    async def attachments(
        self, paths: tuple[Path, ...], address: str, announced: int | None
    ) -> "tuple[Files, SizeLimit]":
        """The files with their sizes, and the largest message that the address may send."""
        from wizard.attachments import measured, size_limit

        return await self.aside(lambda: measured(paths)), size_limit(address, announced)

    async def provider_of(self, address: str) -> str:
        """The name of the provider whose domain an address has; '' when none is known."""
        from wizard.accounts.providers import provider_for_domain

        known = provider_for_domain(address.rpartition("@")[2])
        return known.name if known else ""

    async def domain_findings(
        self, typed: str, selector: str
    ) -> "tuple[str, tuple[DomainFinding, ...]]":
        """What other servers find about a domain. Asks the name service; BadInput, CouldNotDo."""
        from wizard.errors import CouldNotDo
        from wizard.judge.domain import judge_domain
        from wizard.measure.domain import checked_domain, read_domain

        domain = checked_domain(typed)
        if self.loaded is not None and not self.loaded.profile.lookups.allow_outside:
            raise CouldNotDo(message("prevention.domain.not_allowed"))
        selectors = (selector,) if selector else ()
        return domain, judge_domain(await read_domain(domain, selectors=selectors))

    # The watch.

    async def past_results(self, account: Account) -> "tuple[Result, ...]":
        """What earlier tests of an account came to, the oldest first."""
        from wizard.history import past_results
        from wizard.paths import state_folder

        return await self.aside(lambda: past_results(state_folder(), account))

    async def forget_results(self) -> None:
        """Delete the results of earlier tests."""
        from wizard.history import forget_results
        from wizard.paths import state_folder

        await self.aside(lambda: forget_results(state_folder()))

    async def keep_watch(self, watch: "Watch | None") -> None:
        """Keep the watch on disk for a restart; None: it is over."""
        from wizard.paths import state_folder
        from wizard.watching import forget, save

        folder = state_folder()
        await self.aside(lambda: forget(folder) if watch is None else save(folder, watch))

    async def interrupted_watch(self) -> "Watch | None":
        """The watch that the last start of the program began and did not end."""
        from wizard.paths import state_folder
        from wizard.watching import interrupted

        return await self.aside(lambda: interrupted(state_folder()))

    async def notify(self, title: str, text: str) -> bool:
        """A desktop notification through the system's own service; whether it took it."""
        from wizard.support.notify import notify

        return await self.aside(lambda: notify(title, text))

    # The queue of a mail server.

    async def queue_view(
        self, given: "tuple[QueuedMessage, ...] | None", server: str, selection: "Selection"
    ) -> "QueueView":
        """The messages meant, of a given listing or of the queue here. CouldNotDo: not readable."""
        return await self._with_queue(lambda: _queue_view(given, server, selection))

    async def queue_listing(self, pasted: bytes) -> "tuple[QueuedMessage, ...]":
        """A listing made on another computer; empty when it is none."""
        from wizard.queue.listings import read_listing

        return await self.aside(lambda: tuple(read_listing(pasted, datetime.now(UTC))))

    async def queue_perform(self, preview: "Preview") -> "Done":
        """Do what was shown. CouldNotDo: refused, and nothing is lost."""
        return await self._with_queue(lambda: _perform(preview))

    async def queue_restore(self, folder: Path) -> int:
        """Put deleted messages back, on hold; how many. CouldNotDo."""
        return await self._with_queue(lambda: _restore(folder))

    async def queue_copies(self, most: int) -> "tuple[SavedCopy, ...]":
        """The newest copies of deleted messages."""
        from wizard.queue.saved import saved_copies

        return await self.aside(lambda: saved_copies(_copies(), most))

    async def _with_queue(self, work: Callable[[], T]) -> T:
        from wizard.measure.daemon import aside

        return await aside(work, _QUEUE_SECONDS)


def _queue_view(
    given: "tuple[QueuedMessage, ...] | None", server: str, selection: "Selection"
) -> "QueueView":
    from wizard.queue.meaning import view

    if given is not None:
        return view(server, given, selection, datetime.now(UTC))
    here = _mail_server()
    return view(here.name, here.messages(), selection, datetime.now(UTC))


def _perform(preview: "Preview") -> "Done":
    from wizard.queue.actions import perform

    return perform(_mail_server(), preview, _copies(), datetime.now(UTC))


def _restore(folder: Path) -> int:
    from wizard.queue.actions import restore

    return restore(_mail_server(), folder)


def _mail_server() -> "MailServer":
    from wizard.errors import CouldNotDo
    from wizard.queue import local

    server = local.local_mail_server()
    if server is None:
        raise CouldNotDo(message("queue.none"))
    return server


def _copies() -> Path:
    from wizard.paths import state_folder

    return state_folder() / "deleted-mail"
