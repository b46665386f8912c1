"""The one door to the account's mail server: counts, spaces out and ends the connections.

Rules (do no harm): one connection at a time, a pause between two, a budget per run, and none
after the server said 421. Only code that passed this door may open a socket to the mail server.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum

# Six a run is what a mail program with a few retries makes anyway; 0.3 s keeps us below the
# per-second connection limits seen in the wild.
DEFAULT_BUDGET = 6
PAUSE_SECONDS = 0.3


class Refused(StrEnum):
    """Why the door stays shut."""

    BUDGET = "budget"
    TOLD_TO_STOP = "told_to_stop"


class DoorShut(Exception):
    """No further connection in this run; `why` says the rule."""

    def __init__(self, why: Refused) -> None:
        super().__init__(why.value)
        self.why = why


class ServerGate:
    """Holds the budget of connections to one account's server for one run."""

    def __init__(self, budget: int = DEFAULT_BUDGET, pause_seconds: float = PAUSE_SECONDS) -> None:
        self.made = 0
        self.stopped = False
        self._budget = budget
        self._pause_seconds = pause_seconds
        self._one_at_a_time = asyncio.Lock()
        self._free_at = 0.0

    def stop(self) -> None:
        """The server asked to be left alone (421): no further connection in this run."""
        self.stopped = True

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[None]:
        """Wait for the turn; count it. Raises DoorShut when the rules allow no more."""
        async with self._one_at_a_time:
            if self.stopped:
                raise DoorShut(Refused.TOLD_TO_STOP)
            if self.made >= self._budget:
                raise DoorShut(Refused.BUDGET)
            loop = asyncio.get_running_loop()
            await asyncio.sleep(max(0.0, self._free_at - loop.time()))
            self.made += 1
            try:
                yield
            finally:
                self._free_at = loop.time() + self._pause_seconds
