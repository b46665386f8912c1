"""However practice ends, and whatever its callers were doing: no task and no socket is left."""

import asyncio
import contextlib
import socket
from collections.abc import Callable

import psutil
import pytest

from tests.practice.clients import Bytes, connected, signed_in
from wizard.practice import Staged, stage
from wizard.practice.scenarios import scenario


def silent(staged: Staged) -> Bytes:
    return Bytes(staged)


def in_the_middle_of_a_line(staged: Staged) -> Bytes:
    caller = Bytes(staged)
    caller.sock.sendall(b"EHL")
    return caller


def in_the_middle_of_a_handshake(staged: Staged) -> Bytes:
    caller = Bytes(staged)
    caller.reply()
    caller.ask("EHLO [127.0.0.1]")
    caller.ask("STARTTLS")
    caller.sock.sendall(b"\x16\x03\x01\x00\xff")
    return caller


def protected(staged: Staged) -> object:
    return connected(staged)


def sending_a_message(staged: Staged) -> object:
    smtp = signed_in(staged)
    smtp.docmd("MAIL FROM:<a@b>")
    smtp.docmd("RCPT TO:<a@b>")
    smtp.docmd("DATA")
    smtp.send(b"half a mess")
    return smtp


def gone_without_a_word(staged: Staged) -> object:
    connected(staged).close()
    return None


CALLERS = [
    ("healthy", silent),
    ("healthy", in_the_middle_of_a_line),
    ("healthy", in_the_middle_of_a_handshake),
    ("healthy", protected),
    ("healthy", sending_a_message),
    ("healthy", gone_without_a_word),
    ("slow-greeting", silent),
    ("starttls-on-a-tls-port", silent),
    ("line-drops", silent),
]


def on_port(port: int) -> list[str]:
    """The states of this process's sockets whose own end is the server's port."""
    found = psutil.Process().net_connections("tcp")
    return [one.status for one in found if one.laddr and one.laddr.port == port]


@pytest.mark.parametrize(("name", "call"), CALLERS)
@pytest.mark.parametrize("ending", ["left", "cancelled"])
async def test_nothing_stays_open(name: str, call: Callable[[Staged], object], ending: str):
    ports: list[int] = []
    callers: list[object] = []

    async def practise() -> None:
        async with stage(scenario(name)) as staged:
            ports.append(staged.account.port)
            callers.append(await asyncio.to_thread(call, staged))
            if ending == "cancelled":
                await asyncio.Event().wait()

    practising = asyncio.create_task(practise())
    if ending == "cancelled":
        while not callers:
            await asyncio.sleep(0.01)
        practising.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await practising

    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert on_port(ports[0]) == []
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", ports[0]), timeout=1)
    for caller in callers:
        if caller is not None:
            caller.close()  # type: ignore[attr-defined]


async def test_somebody_who_calls_at_the_last_moment_is_not_forgotten():
    callers = []
    async with stage(scenario("healthy")) as staged:
        address = (staged.account.host, staged.account.port)
        callers += [socket.create_connection(address) for _ in range(5)]
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert on_port(address[1]) == []
    for caller in callers:
        caller.close()


async def test_cancelling_while_it_starts_leaves_nothing():
    def listening() -> set[int]:
        found = psutil.Process().net_connections("tcp")
        return {one.laddr.port for one in found if one.status == psutil.CONN_LISTEN}

    async def practise() -> None:
        async with stage(scenario("healthy")):
            await asyncio.Event().wait()

    before = listening()
    for turns in range(6):
        practising = asyncio.create_task(practise())
        for _ in range(turns):
            await asyncio.sleep(0)
        practising.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await practising
        assert listening() == before
        assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_it_can_be_ended_by_another_task_than_began_it():
    """The window begins practice in one job and ends it in another."""
    context = stage(scenario("healthy"))
    staged = await asyncio.create_task(context.__aenter__())
    caller = await asyncio.to_thread(silent, staged)
    await asyncio.create_task(context.__aexit__(None, None, None))
    assert on_port(staged.account.port) == []
    caller.close()
