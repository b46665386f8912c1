"""Runs blocking calls of the system aside, so that neither a run nor the program waits for them.

The event loop's own thread pool is joined when the program ends: one hanging getaddrinfo would
hold the window's exit for half a minute. A daemon thread is simply left behind.
"""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def aside(work: Callable[[], T], deadline_seconds: float) -> T:
    """Run `work` in a daemon thread; TimeoutError after the deadline. Cancelling is immediate."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(set_it: Callable[[], None]) -> None:
        if not done.done():
            set_it()

    def tell(set_it: Callable[[], None]) -> None:
        try:
            loop.call_soon_threadsafe(settle, set_it)
        except RuntimeError:  # the loop is closed: nobody wants the answer any more
            return

    def body() -> None:
        try:
            answer = work()
        except BaseException as error:  # handed to whoever waits
            trouble = error
            tell(lambda: done.set_exception(trouble))
        else:
            tell(lambda: done.set_result(answer))

    threading.Thread(target=body, name="aside", daemon=True).start()
    async with asyncio.timeout(deadline_seconds):
        return await done
