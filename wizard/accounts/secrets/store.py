"""The one way to passwords and tokens: for this session in memory, or remembered if asked for.

Rules: opt-in; never on the caller's thread, because a locked store blocks until the person has
answered its window; one wish at a time, so that no second window covers the first; a deadline
for each; nothing is ever kept in a file of ours.
"""

import logging
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

from wizard.account import Secret
from wizard.accounts.secrets import vault
from wizard.accounts.secrets.backends import Store, Unusable, system_store, trouble_of
from wizard.accounts.secrets.remembered import Remembered
from wizard.accounts.secrets.values import Answer, Entry, Trouble
from wizard.measure.daemon import aside

log = logging.getLogger(__name__)

# Long enough to find and type the password of the store; see `secrets.look_for_window`.
SECONDS = 30.0
# After this long a person is told to look for the store's window.
TELL_AFTER_SECONDS = 2.0

Work: TypeAlias = Callable[[Store, threading.Event], Answer]

_one_at_a_time = threading.Lock()


class Secrets:
    """Holds the secrets of this session and remembers those that the person chose.

    `allowed` is the organisation's `limits.allow_remember`. Make one and keep it: what is held
    for the session only is held here. Every coroutine may be cancelled at any time ('Skip').
    """

    def __init__(
        self,
        *,
        allowed: bool = True,
        find: Callable[[], Store] = system_store,
        folder: Path | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._allowed = allowed
        self._find = find
        self._remembered = Remembered(folder)
        self._seconds = seconds
        self._held: dict[Entry, Secret] = {}

    async def offered(self) -> Answer:
        """Whether 'Remember' can be offered: a usable store is there, and it is allowed.

        Does not open the store: a locked one would show its window before anybody wanted it.
        Whether it really keeps what it is given shows when `remember` reads back.
        """
        if not self._allowed:
            return Answer(Trouble.RULE)
        return await self._aside(_is_there)

    def is_remembered(self, entry: Entry) -> bool:
        """Whether the person chose to have this remembered. Touches no store."""
        return self._allowed and entry in self._remembered.entries()

    def hold(self, entry: Entry, secret: Secret) -> None:
        """Keep a secret for this session only."""
        self._held[entry] = secret

    async def recall(self, entry: Entry) -> Answer:
        """The secret of this session, else the remembered one; NOT_THERE when there is none."""
        held = self._held.get(entry)
        if held is not None:
            return Answer(secret=held)
        if not self.is_remembered(entry):
            return Answer(Trouble.NOT_THERE)
        answer = await self._aside(partial(vault.read, entry=entry))
        if answer.secret is not None:
            self._held[entry] = answer.secret
        return answer

    async def remember(self, entry: Entry, secret: Secret) -> Answer:
        """Keep a secret in the system's store and read it back; only `ok` means remembered.

        Whatever the answer, it is held for this session.
        """
        self._held[entry] = secret
        if not self._allowed:
            return Answer(Trouble.RULE)
        answer = await self._aside(partial(vault.keep, entry=entry, secret=secret))
        if answer.ok:
            try:
                self._remembered.add(entry)
            except OSError as error:
                # Nobody would find it again, neither to use nor to forget it.
                await self._aside(partial(vault.forget, entry=entry))
                return Answer(Trouble.FAILED, detail=type(error).__name__)
        return answer

    async def forget(self, *entries: Entry) -> Answer:
        """Forget these, here and in the store; the first trouble when one could not be."""
        first = Answer()
        noted = self._remembered.entries()
        for entry in entries:
            self._held.pop(entry, None)
            if entry not in noted:
                continue
            answer = await self._aside(partial(vault.forget, entry=entry))
            if answer.ok:
                try:
                    self._remembered.remove(entry)
                except OSError as error:
                    answer = Answer(Trouble.FAILED, detail=type(error).__name__)
            first = first if not first.ok else answer
        return first

    async def forget_all(self) -> Answer:
        """Forget everything that was ever remembered on this computer, in one call."""
        self._held.clear()
        return await self.forget(*self._remembered.entries())

    def remembered(self) -> tuple[Entry, ...]:
        """Everything that is remembered on this computer, names only. Touches no store."""
        return self._remembered.entries()

    def remembered_for(self, address: str) -> tuple[Entry, ...]:
        """What is remembered for one address, whatever the server."""
        return tuple(e for e in self.remembered() if e.user.lower() == address.lower())

    async def _aside(self, work: Work) -> Answer:
        """Do it in a daemon thread; after the deadline the thread is left to its window."""
        given_up, begun = threading.Event(), threading.Event()

        def body() -> Answer:
            with _one_at_a_time:
                if given_up.is_set():
                    return Answer(Trouble.STILL_ASKING)
                begun.set()
                return _done(work, self._find, given_up)

        try:
            answer = await aside(body, self._seconds)
        except TimeoutError:
            answer = Answer(Trouble.NO_ANSWER if begun.is_set() else Trouble.STILL_ASKING)
        finally:
            given_up.set()
        if answer.trouble not in (None, Trouble.NOT_THERE):
            log.warning("password store: %s %s", answer.trouble, answer.detail)
        return answer


def _done(work: Work, find: Callable[[], Store], given_up: threading.Event) -> Answer:
    try:
        return work(find(), given_up)
    except Unusable as unusable:
        return Answer(unusable.trouble)
    except Exception as error:
        # Each store has exceptions of its own; their texts and frames may hold the secret.
        return Answer(trouble_of(error), detail=type(error).__name__)


def _is_there(_store: Store, _given_up: threading.Event) -> Answer:
    return Answer()
