"""The main conversation and the ones around it: mismatch of port and protection, other ports."""

import asyncio
import itertools
import socket
from contextlib import AsyncExitStack

import pytest

from tests.measure.world import CANARY, TRUSTED, MailServer, context, listening
from wizard.account import STANDARD_SECURITY
from wizard.facts.names import NameResult, ServerNameFacts
from wizard.facts.network import ConnectAttempt, ConnectResult
from wizard.facts.server import Ending, OtherPortsFacts, ServerFacts, SignInResult
from wizard.measure import account_server, other_family, other_ports
from wizard.measure.server_gate import DoorShut, Refused, ServerGate
from wizard.measure.world import World
from wizard.vocabulary import Security, Stage


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_server, "_LATER_SECONDS", 0.3)


async def test_plain_words_to_a_tls_port() -> None:
    async with listening(MailServer(tls=TRUSTED, implicit=True)) as server:
        told = context(server.port, Security.STARTTLS, password=CANARY)
        facts = await account_server.run(told)
    assert facts.ending is Ending.SILENCE
    assert facts.stage is Stage.GREETING
    assert facts.speaks is Security.TLS
    assert facts.security is Security.STARTTLS
    assert told.server.made <= 2
    assert facts.sign_in is SignInResult.NOT_REACHED


async def test_tls_to_a_starttls_port() -> None:
    async with listening(MailServer(tls=TRUSTED)) as server:
        facts = await account_server.run(context(server.port, Security.TLS, password=CANARY))
    assert facts.ending is Ending.TLS_FAILED
    assert facts.speaks is Security.STARTTLS
    assert not any(command.startswith("AUTH") for command in server.heard)


async def test_tls_to_a_port_that_knows_none() -> None:
    async with listening(MailServer(lines=("SIZE",))) as server:
        facts = await account_server.run(context(server.port, Security.TLS))
    assert facts.speaks is Security.NONE


async def test_a_slow_greeting_on_an_odd_port_is_waited_for() -> None:
    class Slow(MailServer):
        async def serve(self, reader, writer) -> None:
            try:
                async with asyncio.timeout(0.8):
                    early = await reader.read(10)
                    assert not early or early.startswith(b"\x16")
            except TimeoutError:
                await super().serve(reader, writer)
            finally:
                writer.close()

    async with listening(Slow(tls=TRUSTED)) as server:
        told = context(server.port, password=CANARY)
        facts = await account_server.run(told)
    assert facts.ending is Ending.COMPLETE
    assert facts.sign_in is SignInResult.ACCEPTED
    assert facts.speaks is None


async def test_a_silent_server_stays_silent() -> None:
    async with listening(MailServer(greeting=None)) as server:
        told = context(server.port, world=World(patience_seconds=0.5))
        account_server._TRYING_TLS_SECONDS = 0.3
        facts = await account_server.run(told)
    assert facts.ending is Ending.SILENCE
    assert facts.speaks is None
    assert facts.waited_seconds is not None
    assert facts.waited_seconds >= 0.5


async def test_after_421_the_other_ports_are_left_alone() -> None:
    busy = MailServer(greeting=b"421 4.7.0 too many connections\r\n")
    async with listening(busy) as server:
        told = context(server.port)
        main = await account_server.run(told)
        told = context(server.port, facts={"account_server": main})
        told.server.stop()
        others = await other_ports.run(told)
    assert server.connections == 1
    assert {c.ending for c in others.conversations} == {Ending.TOLD_TO_STOP}
    assert {c.connect.result for c in others.conversations} == {ConnectResult.NOT_TRIED}


def main_facts(port: int, ending: Ending, stage: Stage) -> ServerFacts:
    attempt = ConnectAttempt(
        address="127.0.0.1", port=port, result=ConnectResult.CONNECTED, took_seconds=0.0
    )
    return ServerFacts(
        host="127.0.0.1",
        address="127.0.0.1",
        port=port,
        security=Security.STARTTLS,
        connect=attempt,
        stage=stage,
        ending=ending,
    )


async def three_ports(stack: AsyncExitStack, monkeypatch) -> list[MailServer]:
    """Three servers, and their ports as the mail ports."""
    kinds = (MailServer(tls=TRUSTED), MailServer(tls=TRUSTED, implicit=True), MailServer())
    servers = [await stack.enter_async_context(listening(kind)) for kind in kinds]
    ports = tuple(server.port for server in servers)
    monkeypatch.setattr(other_ports, "_WHEN_WORKING", ports)
    monkeypatch.setattr(other_ports, "_WHEN_FAILED", ports)
    security = dict(zip(ports, (Security.STARTTLS, Security.TLS, Security.STARTTLS), strict=True))
    monkeypatch.setattr(other_ports, "STANDARD_SECURITY", security)
    return servers


async def test_when_all_is_well_other_ports_are_only_knocked_at(monkeypatch) -> None:
    async with AsyncExitStack() as stack:
        servers = await three_ports(stack, monkeypatch)
        main = main_facts(servers[0].port, Ending.COMPLETE, Stage.RCPT)
        told = context(servers[0].port, facts={"account_server": main})
        others: OtherPortsFacts = await other_ports.run(told)
    assert [c.port for c in others.conversations] == [s.port for s in servers[1:]]
    assert {c.stage for c in others.conversations} == {Stage.CONNECT}
    assert {c.connect.result for c in others.conversations} == {ConnectResult.CONNECTED}
    assert not servers[1].heard
    assert not servers[2].heard


async def test_when_the_port_failed_others_are_tried_for_real(monkeypatch) -> None:
    async with AsyncExitStack() as stack:
        servers = await three_ports(stack, monkeypatch)
        main = main_facts(1, Ending.NO_CONNECTION, Stage.CONNECT)
        told = context(1, facts={"account_server": main}, password=CANARY)
        others = await other_ports.run(told)
    starttls, tls, plain = others.conversations
    assert starttls.ending is tls.ending is Ending.COMPLETE
    assert starttls.tls is not None
    assert starttls.tls.trusted
    assert starttls.stage is Stage.EHLO
    assert plain.ending is Ending.TLS_FAILED or plain.starttls_offered
    assert not any(c.startswith(("AUTH", "MAIL")) for s in servers for c in s.heard)
    assert all(server.most_open <= 1 for server in servers)


@pytest.mark.parametrize(
    ("ending", "stage", "failed"),
    [
        (Ending.COMPLETE, Stage.RCPT, False),
        (Ending.REPLY, Stage.AUTH, False),
        (Ending.REPLY, Stage.RCPT, False),
        (Ending.BUDGET, Stage.CONNECT, False),
        (Ending.SILENCE, Stage.GREETING, True),
        (Ending.TLS_FAILED, Stage.TLS, True),
        (Ending.NO_STARTTLS, Stage.STARTTLS, True),
        (Ending.NO_CONNECTION, Stage.CONNECT, True),
    ],
)
def test_what_another_port_could_cure(ending: Ending, stage: Stage, failed: bool) -> None:
    assert other_ports.port_failed(main_facts(1, ending, stage)) is failed


def two_families(**more: object) -> ServerNameFacts:
    return ServerNameFacts(
        host="localhost",
        result=NameResult.FOUND,
        ipv4=("127.0.0.1",),
        ipv6=("::1",),
        order=("::1", "127.0.0.1"),
    )


async def test_ipv6_and_ipv4_are_told_apart() -> None:
    refusing = MailServer(greeting=b"550 5.7.1 no IPv6 here\r\n")
    async with listening(refusing, "::1") as six:
        four = MailServer(tls=TRUSTED, port=six.port)
        async with listening(four):
            name = {"server_name": two_families()}
            told = context(six.port, facts=name, host="localhost")
            main = await account_server.run(told)
            told = context(six.port, facts={**name, "account_server": main}, host="localhost")
            assert other_family.needed(told)
            other = await other_family.run(told)
    assert main.address == "::1"
    assert main.ending is Ending.REPLY
    assert other.address == "127.0.0.1"
    assert other.ending is Ending.COMPLETE
    assert other.stage is Stage.EHLO
    assert four.heard[-1] == "QUIT"


async def test_the_other_family_is_used_when_one_is_refused() -> None:
    async with listening(MailServer(tls=TRUSTED)) as server:
        told = context(
            server.port, facts={"server_name": two_families()}, host="localhost", password=CANARY
        )
        main = await account_server.run(told)
        assert main.ending is Ending.COMPLETE
        assert main.address == "127.0.0.1"
        assert [a.result for a in main.attempts] == [
            ConnectResult.REFUSED,
            ConnectResult.CONNECTED,
        ]
        assert server.connections == 1


async def test_a_family_that_failed_already_is_not_tried_again() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        name = {"server_name": two_families()}
        told = context(port, facts=name, host="localhost")
        main = await account_server.run(told)
        assert main.ending is Ending.NO_CONNECTION
        assert len(main.attempts) == 2
        again = context(port, facts={**name, "account_server": main}, host="localhost")
        other = await other_family.run(again)
    assert again.server.made == 0
    assert other.ending is Ending.NO_CONNECTION
    assert (":" in other.address) is not (":" in main.address)


async def test_a_host_with_one_family_has_no_other() -> None:
    assert not other_family.needed(context(1))


async def test_the_door_counts_and_shuts() -> None:
    gate = ServerGate(budget=2, pause_seconds=0.0)
    for _ in range(2):
        async with gate.connection():
            pass
    with pytest.raises(DoorShut) as shut:
        async with gate.connection():
            pass
    assert shut.value.why is Refused.BUDGET
    assert gate.made == 2


async def test_the_budget_ends_politely() -> None:
    async with listening(MailServer(tls=TRUSTED)) as server:
        told = context(server.port, budget=0)
        facts = await account_server.run(told)
    assert facts.ending is Ending.BUDGET
    assert server.connections == 0


async def test_one_connection_at_a_time_with_a_pause() -> None:
    gate = ServerGate(budget=5, pause_seconds=0.05)
    loop = asyncio.get_running_loop()
    times: list[tuple[float, float]] = []

    async def use() -> None:
        async with gate.connection():
            began = loop.time()
            await asyncio.sleep(0.01)
            times.append((began, loop.time()))

    await asyncio.gather(*(use() for _ in range(4)))
    times.sort()
    # 1 ms for the clock's grain
    assert all(later[0] - earlier[1] >= 0.049 for earlier, later in itertools.pairwise(times))


async def test_421_while_others_wait_at_the_door() -> None:
    gate = ServerGate(budget=5, pause_seconds=0.0)
    results: list[str] = []

    async def use(*, told: bool) -> None:
        try:
            async with gate.connection():
                await asyncio.sleep(0.01)
                if told:
                    gate.stop()
                results.append("in")
        except DoorShut as shut:
            results.append(shut.why.value)

    await asyncio.gather(use(told=True), use(told=False), use(told=False))
    assert results == ["in", "told_to_stop", "told_to_stop"]


def test_standard_ports() -> None:
    assert STANDARD_SECURITY[465] is Security.TLS
