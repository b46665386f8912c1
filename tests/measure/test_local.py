"""What this computer has: open mail connections, a queue; and the plan of a whole run."""

import asyncio
import threading
import time

import psutil
import pytest

from tests.measure.world import MailServer, account, context, listening
from wizard.errors import CouldNotDo
from wizard.facts.computer import QueuedMessage
from wizard.measure import mail_connections, mail_queue, plan
from wizard.measure.daemon import aside
from wizard.measure.test_message import compose, on_the_wire
from wizard.messages import ENGLISH, message


async def test_connections_of_other_programs_are_counted(monkeypatch) -> None:
    async with listening(MailServer(greeting=None)) as server:
        held = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(3)]
        assert mail_connections.measure([server.port]).connections == ()  # our own do not count
        monkeypatch.setattr(mail_connections.os, "getpid", lambda: -1)
        facts = mail_connections.measure([server.port])
        for _, writer in held:
            writer.close()
    [found] = facts.connections
    assert found.open == 3
    assert found.address == "127.0.0.1"
    assert found.program


async def test_without_rights_the_own_processes_are_counted(monkeypatch) -> None:
    def refuse(_: str):
        raise psutil.AccessDenied

    monkeypatch.setattr(mail_connections.psutil, "net_connections", refuse)
    monkeypatch.setattr(mail_connections.os, "getpid", lambda: -1)
    async with listening(MailServer(greeting=None)) as server:
        _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        facts = mail_connections.measure([server.port])
        writer.close()
    assert facts.complete is False
    assert facts.connections[0].open == 1


class Queue:
    name = "Postfix"

    def __init__(self, count: int = 0, trouble: CouldNotDo | None = None) -> None:
        self.count, self.trouble = count, trouble

    def messages(self) -> list[QueuedMessage]:
        if self.trouble:
            raise self.trouble
        return [
            QueuedMessage(
                id=str(n), queue="deferred", sender="a@b", recipients=("c@d",), size_bytes=1,
                arrived="2026-11-23T12:00:00+00:00", reason="later",
            )
            for n in range(self.count)
        ]  # fmt: skip


def test_a_long_queue_is_counted_but_not_copied() -> None:
    facts = mail_queue.measure(lambda: Queue(1000))  # type: ignore[arg-type,return-value]
    assert facts.total == 1000
    assert len(facts.messages) == mail_queue.MOST_MESSAGES


@pytest.mark.parametrize(
    ("why", "error"),
    [
        ("Queue report unavailable - mail system is down", "not_running"),
        ("permission denied", "no_rights"),
        ("something else", "something else"),
    ],
)
def test_a_queue_that_cannot_be_read(why: str, error: str) -> None:
    trouble = CouldNotDo(message("queue.refused", command="postqueue -j", why=why))
    facts = mail_queue.measure(lambda: Queue(trouble=trouble))  # type: ignore[arg-type,return-value]
    assert facts.server == "Postfix"
    assert facts.error == error


def test_no_mail_server_here() -> None:
    assert mail_queue.measure(lambda: None).server == ""


async def test_work_aside_is_left_behind_at_once() -> None:
    gate = threading.Event()
    try:
        began = time.monotonic()
        task = asyncio.create_task(aside(gate.wait, 60.0))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - began < 1
        with pytest.raises(TimeoutError):
            await aside(gate.wait, 0.01)
    finally:
        gate.set()


async def test_trouble_aside_comes_back() -> None:
    def broken() -> None:
        raise OSError("no")

    with pytest.raises(OSError, match="no"):
        await aside(broken, 5.0)
    assert await aside(lambda: 5, 5.0) == 5


def test_the_plan_fits_together() -> None:
    ids = [probe.id for probe in plan.PROBES]
    assert len(ids) == len(set(ids))
    for index, probe in enumerate(plan.PROBES):
        assert all(other in ids for other in (*probe.needs, *probe.after))
        assert all(ids.index(other) < index for other in probe.needs)
    asking = {probe.id for probe in plan.PROBES if probe.asks_server}
    assert asking == {"account_server", "other_family", "other_ports"}


def test_nothing_outside_is_needed_for_a_server_here() -> None:
    told = context(1)
    assert not any(probe.needed(told) for probe in plan.PROBES if probe.outside)


def test_every_contact_is_told_beforehand() -> None:
    elsewhere = account(587, host="mx.example.com")
    everything = plan.contacts(elsewhere, outside=True)
    assert everything[0].place == "mx.example.com"
    assert everything[0].own
    places = {contact.place for contact in everything}
    assert {"1.1.1.1", "zen.spamhaus.org", "203.0.113.99", "smtp.gmail.com"} <= places
    assert "b.barracudacentral.org" not in places
    for contact in everything:
        assert ENGLISH.render(contact.purpose)
    assert [c.place for c in plan.contacts(elsewhere, outside=False)] == ["mx.example.com"]
    assert len(plan.contacts(account(587), outside=True)) == 1


def test_the_test_message_ends_where_it_should() -> None:
    from datetime import UTC, datetime

    mail = compose("anna@example.com", datetime(2026, 11, 23, tzinfo=UTC))
    wire = on_the_wire(mail)
    assert wire.endswith(b"\r\n.\r\n")
    assert mail.id in mail.data.decode()
    assert b"\n" not in wire.replace(b"\r\n", b"")
    dotted = type(mail)("<1@x>", b"a\r\n.\r\n..b")
    assert on_the_wire(dotted) == b"a\r\n..\r\n...b\r\n.\r\n"
    compose("ännä@exämple.com", datetime(2026, 11, 23, tzinfo=UTC))
