"""Each practice server misbehaves as declared, as independent clients see it."""

import asyncio
import smtplib
import time

import msgspec
import pytest

from tests.practice.clients import Bytes, connected, conversation, signed_in
from wizard.errors import BadInput
from wizard.messages import ENGLISH
from wizard.practice import Staged, stage
from wizard.practice.behaviour import Behaviour, CertificateKind, Protection
from wizard.practice.scenarios import SCENARIOS, Scenario, scenario
from wizard.vocabulary import Cause, Security, Stage

# Whoever says only short words gets through here; it has a test of its own.
MET_BY_ALL = [one.name for one in SCENARIOS if one.behaviour.longest_packet is None]


def where_it_ends(one: Scenario) -> Stage:
    """The stage at which a mail program must meet this behaviour."""
    behaviour = one.behaviour
    if behaviour.answers:
        return next(iter(behaviour.answers))
    if behaviour.resets_at:
        return behaviour.resets_at
    if one.security.value != behaviour.protection.value:
        return Stage.STARTTLS if behaviour.protection is Protection.NONE else Stage.GREETING
    if behaviour.certificate is not CertificateKind.GOOD:
        return Stage.STARTTLS
    if not one.password_is_right or "XOAUTH2" in behaviour.sign_in_methods:
        return Stage.AUTH
    return Stage.QUIT


@pytest.mark.slow
@pytest.mark.parametrize("name", MET_BY_ALL)
async def test_a_mail_program_meets_what_is_declared(name: str):
    chosen = scenario(name)
    async with stage(chosen) as staged:
        ended_at, words = await asyncio.to_thread(conversation, staged)
    assert ended_at is where_it_ends(chosen), words
    if chosen.cause is Cause.NONE:
        assert ended_at is Stage.QUIT
    for said in chosen.behaviour.answers.values():
        assert said.lines[0] in words


async def test_a_line_that_drops_is_reset():
    def talk(staged: Staged) -> None:
        caller = Bytes(staged)
        caller.reply()
        with pytest.raises(ConnectionResetError):
            caller.ask("EHLO [127.0.0.1]")
        caller.close()

    async with stage(scenario("line-drops")) as staged:
        await asyncio.to_thread(talk, staged)


async def test_large_packets_vanish_and_small_ones_do_not():
    def talk(staged: Staged) -> None:
        smtp = signed_in(staged)
        assert smtp.noop()[0] == 250
        smtp.sock.settimeout(0.3)
        with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
            smtp.docmd("NOOP", "x" * 1400)
        smtp.close()

    async with stage(scenario("large-packets-vanish")) as staged:
        await asyncio.to_thread(talk, staged)


async def test_a_slow_greeting_begins_at_once():
    behaviour = Behaviour(teaser=("one moment",), delays={Stage.GREETING: 0.5})

    def talk(staged: Staged) -> float:
        caller = Bytes(staged)
        assert caller.sock.recv(100) == b"220-one moment\r\n"
        began = time.monotonic()
        assert caller.reply().startswith("220 ")
        caller.close()
        return time.monotonic() - began

    slow = msgspec.structs.replace(scenario("slow-greeting"), behaviour=behaviour)
    async with stage(slow) as staged:
        assert await asyncio.to_thread(talk, staged) > 0.3


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_a_message_can_be_sent(security: Security):
    protection = Protection(security.value)
    chosen = Scenario(
        name="healthy",
        cause=Cause.NONE,
        behaviour=Behaviour(protection=protection),
        security=security,
    )

    def talk(staged: Staged) -> None:
        with signed_in(staged) as smtp:
            for _ in range(2):
                smtp.sendmail(
                    staged.account.address, ["bob@practice.example"], "Subject: Hi\n\n.\n"
                )

    async with stage(chosen) as staged:
        await asyncio.to_thread(talk, staged)


async def test_a_client_that_speaks_tls_at_once_is_heard():
    """Its first bytes are there before the server looks: the loop is kept busy until then."""
    chosen = Scenario(
        name="healthy", cause=Cause.NONE, behaviour=Behaviour(protection=Protection.TLS)
    )
    async with stage(chosen) as staged:
        callers = [Bytes(staged) for _ in range(10)]
        waiting = [asyncio.to_thread(caller.start_tls, staged) for caller in callers]
        talking = asyncio.gather(*waiting)
        for _ in range(3):
            await asyncio.sleep(0)
            time.sleep(0.02)
        await talking
        for caller in callers:
            assert (await asyncio.to_thread(caller.reply)).startswith("220 ")
            caller.close()


@pytest.mark.parametrize(("host", "name"), [("127.0.0.1", "localhost"), ("::1", "::1")])
async def test_localhost_means_the_same_on_both_families(host: str, name: str):
    def talk(staged: Staged) -> None:
        try:
            caller = Bytes(staged, host)
        except OSError:
            pytest.skip(f"this computer has no {host}")
        caller.reply()
        caller.ask("EHLO [127.0.0.1]")
        caller.ask("STARTTLS")
        caller.start_tls(staged, name)
        assert caller.ask("EHLO [127.0.0.1]").startswith("250")
        caller.close()

    async with stage(scenario("healthy")) as staged:
        await asyncio.to_thread(talk, staged)


async def test_two_servers_can_run_side_by_side():
    async with stage(scenario("healthy")) as one, stage(scenario("bare-421")) as other:
        assert one.account.port != other.account.port
        assert (await asyncio.to_thread(conversation, one))[0] is Stage.QUIT
        assert (await asyncio.to_thread(conversation, other))[0] is Stage.GREETING
        with pytest.raises(OSError):
            await asyncio.to_thread(connected, other)


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(BadInput, match="too-many-connections"):
        scenario("to-many-conections")
    with pytest.raises(BadInput, match=r"no practice called “x{59}…”"):
        scenario("x" * 1000)
    with pytest.raises(BadInput, match=r"“a\?b”"):
        scenario("a\nb")


def test_every_scenario_has_its_texts_and_a_name_of_its_own():
    assert len({one.name for one in SCENARIOS}) == len(SCENARIOS) >= 20
    for one in SCENARIOS:
        assert one.name.replace("-", "").isalnum()
        assert one.name == one.name.lower()
        assert ENGLISH.render(one.title) != one.title.id
        assert ENGLISH.render(one.story) != one.story.id


def test_every_label_that_a_server_can_cause_can_be_practised():
    assert {one.cause for one in SCENARIOS} == set(Cause)
    assert sum(one.cause is Cause.NONE for one in SCENARIOS) >= 4
