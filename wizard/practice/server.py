"""A mail server on loopback that lives as long as a block of code, and leaves nothing behind."""

import asyncio
import contextlib
import socket
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from wizard.practice.behaviour import Behaviour, Protection
from wizard.practice.conversation import Conversation, Keys
from wizard.practice.wire import Wire

_IPV4, _IPV6 = "127.0.0.1", "::1"
_TRIES = 20
# asyncio hands an accepted connection over in steps, one a turn of its loop: accepted, made a
# transport of, told to us, ended.
_TURNS_TO_HAND_OVER = 4


class _Door(socket.socket):
    """A listening socket that remembers whom it let in.

    asyncio (seen with 3.11) forgets a connection, and leaves it open, when its server is closed
    in the very turn in which it was accepted.
    """

    def __init__(self, listening: socket.socket) -> None:
        super().__init__(listening.family, listening.type, fileno=listening.detach())
        self._let_in: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    def accept(self) -> tuple[socket.socket, object]:
        caller, address = super().accept()
        self._let_in.add(caller)
        return caller, address

    def close_all(self) -> None:
        """Close the door, and the connections that came through it."""
        self.close()
        for caller in self._let_in:
            caller.close()


@asynccontextmanager
async def practice_server(behaviour: Behaviour, keys: Keys) -> AsyncIterator[int]:
    """Serve on a free port of loopback, IPv4 and, where there is any, IPv6; the port's number."""
    conversations: dict[asyncio.Task[None], Wire] = {}

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        wire = Wire(reader, writer)
        if behaviour.protection is Protection.TLS:
            wire.wait_with_reading()
        task = asyncio.create_task(Conversation(behaviour, keys, wire).hold())
        conversations[task] = wire
        task.add_done_callback(conversations.pop)

    doors = [_Door(listening) for listening in _listening_sockets()]
    port: int = doors[0].getsockname()[1]
    servers = [await asyncio.start_server(begin, sock=one, start_serving=False) for one in doors]
    try:
        for server in servers:
            await server.start_serving()
        yield port
    finally:
        for server in servers:
            server.close()
        try:
            await _all_ended(conversations)
        finally:
            for door in doors:
                door.close_all()


async def _all_ended(conversations: dict[asyncio.Task[None], Wire]) -> None:
    for _ in range(_TURNS_TO_HAND_OVER):
        for task, wire in conversations.items():
            task.cancel()
            wire.abort()
        await asyncio.sleep(0)
    await asyncio.gather(*conversations, return_exceptions=True)


def _listening_sockets() -> list[socket.socket]:
    """One socket for each family, on the same port, so that `localhost` means the same on both."""
    for _ in range(_TRIES):
        first = socket.create_server((_IPV4, 0))
        if not _has_ipv6():
            return [first]
        try:
            second = socket.create_server((_IPV6, first.getsockname()[1]), family=socket.AF_INET6)
        except OSError:  # somebody else has this port on the other family
            first.close()
        else:
            return [first, second]
    return [socket.create_server((_IPV4, 0))]


def _has_ipv6() -> bool:
    if not socket.has_ipv6:
        return False
    with contextlib.suppress(OSError), socket.create_server((_IPV6, 0), family=socket.AF_INET6):
        return True
    return False
