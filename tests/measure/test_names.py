"""Names: the server's addresses, an honest resolver, and the many ways to be none."""

import socket

import dns.message
import dns.rcode
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measure.name_server import answering
from tests.measure.world import account, context
from wizard.accounts.slips import slips
from wizard.facts.names import NameResult
from wizard.measure import canary, names, resolver, server_name, spelling
from wizard.measure.endpoints import endpoints, resolver_operator

HOST = "smtp.example.com"


def known(*addresses: str):
    """A getaddrinfo that knows every name."""
    return lambda host: addresses


def failing(number: int):
    def lookup(host: str) -> tuple[str, ...]:
        raise socket.gaierror(number, "no")

    return lookup


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves this computer."""

    async def nobody(*_: object, **__: object) -> bool:
        return False

    async def no_opinion(*_: object) -> None:
        return None

    monkeypatch.setattr(canary, "dns_answered", nobody)
    monkeypatch.setattr(resolver, "_second_opinion", no_opinion)


async def named(lookup, zone=None, host: str = HOST):
    told = context(587, host=host)
    async with answering(zone or {}) as server:
        return await server_name.measure(told, lookup, server.resolver())


async def test_addresses_keep_the_order_of_the_system() -> None:
    facts = await named(known("2001:db8::5", "192.0.2.5", "192.0.2.6"))
    assert facts.result is NameResult.FOUND
    assert facts.order == ("2001:db8::5", "192.0.2.5", "192.0.2.6")
    assert facts.ipv4 == ("192.0.2.5", "192.0.2.6")
    assert facts.ipv6 == ("2001:db8::5",)
    assert not facts.parked


async def test_a_literal_address_needs_no_lookup() -> None:
    facts = await named(failing(-2), host="127.0.0.1")
    assert facts.ipv4 == ("127.0.0.1",)


async def test_the_real_lookup_knows_localhost() -> None:
    assert "127.0.0.1" in names.system_lookup("localhost") or "::1" in names.system_lookup(
        "localhost"
    )


@pytest.mark.parametrize(
    ("zone", "number", "result"),
    [
        ({}, socket.EAI_NONAME, NameResult.NO_SUCH_NAME),
        ({}, socket.EAI_AGAIN, NameResult.NO_SUCH_NAME),
        ({f"{HOST} A": "SERVFAIL"}, socket.EAI_AGAIN, NameResult.SERVER_FAILURE),
        ({f"{HOST} A": "REFUSED"}, socket.EAI_AGAIN, NameResult.REFUSED),
        ({f"{HOST} A": None}, socket.EAI_AGAIN, NameResult.NO_ANSWER),
        ({f"{HOST} MX": ["1 a."]}, socket.EAI_NONAME, NameResult.NO_ADDRESS),
        ({f"{HOST} A": ["192.0.2.1"]}, socket.EAI_NONAME, NameResult.NO_SUCH_NAME),
        ({f"{HOST} A": ["192.0.2.1"]}, socket.EAI_AGAIN, NameResult.NO_ANSWER),
    ],
)
async def test_failures_are_told_apart(zone, number: int, result: NameResult, monkeypatch) -> None:
    monkeypatch.setattr(server_name, "_SIBLING_SECONDS", 0.2)
    assert (await named(failing(number), zone)).result is result


async def test_a_hanging_lookup_is_left_behind(monkeypatch) -> None:
    import threading

    gate = threading.Event()
    try:
        found = await names.look_up(HOST, lambda _: gate.wait() and (), 0.1)
    finally:
        gate.set()
    assert found.result is NameResult.NO_ANSWER


async def test_a_parked_name() -> None:
    facts = await named(known("192.0.2.99"), {"* A": ["192.0.2.99"]})
    assert facts.parked


async def test_a_typing_slip_is_recognised() -> None:
    def lookup(host: str) -> tuple[str, ...]:
        if host in ("smtp.gmail.com", "smtp.example.com"):
            return ("192.0.2.1",)
        raise socket.gaierror(socket.EAI_NONAME, "no")

    for typed, right in (
        ("smpt.gmail.com", "smtp.gmail.com"),
        ("smtp.gmial.com", "smtp.gmail.com"),
        ("smtp.exmaple.com", "smtp.example.com"),
        ("nothing.like.it", "smtp.example.com"),
    ):
        tested = account(587, host=typed)
        assert await spelling.suggestion(tested, lookup, ["smtp.gmail.com"]) == right


async def test_nothing_is_suggested_that_does_not_exist() -> None:
    assert await spelling.suggestion(account(587, host="a.b"), failing(-2), []) == ""


async def test_the_provider_table_gives_suggestions() -> None:
    tested = account(587, host="smtp.gmial.com")
    assert await spelling.suggestion(tested, known("192.0.2.1")) == "smtp.gmail.com"


@given(st.text("abc.", max_size=6), st.text("abc.", max_size=6))
def test_slips_are_a_distance(one: str, other: str) -> None:
    assert slips(one, other) == slips(other, one)
    assert (slips(one, other) == 0) == (one == other)


async def asked(zone, **more):
    told = context(587, host=HOST)
    async with answering(zone, **more) as server:
        return await resolver.measure(told, server.resolver(0.6))


async def test_an_honest_resolver() -> None:
    facts = await asked({f"{HOST} A": ["192.0.2.1"]})
    assert facts.result is NameResult.FOUND
    assert facts.invents_names is False
    assert facts.took_seconds is not None
    assert facts.server_result is NameResult.FOUND


async def test_a_resolver_that_invents_names() -> None:
    facts = await asked({"* A": ["198.51.100.66"]})
    assert facts.invents_names is True
    assert facts.invented_address == "198.51.100.66"


async def test_a_resolver_that_is_dead() -> None:
    facts = await asked({"* A": None, "* TXT": None})
    assert facts.result is NameResult.NO_ANSWER
    assert facts.invents_names is None
    assert facts.took_tcp is False


async def test_only_udp_is_blocked() -> None:
    facts = await asked({f"{HOST} A": ["192.0.2.1"]}, udp=False)
    assert facts.result is NameResult.NO_ANSWER
    assert facts.took_tcp is True


@pytest.mark.parametrize("code", ["SERVFAIL", "REFUSED"])
async def test_a_resolver_that_fails(code: str) -> None:
    facts = await asked({"* A": code, "* TXT": code})
    assert facts.result.value == {"SERVFAIL": "server_failure", "REFUSED": "refused"}[code]


async def test_whose_resolver_it_is() -> None:
    name = endpoints().resolver_egress.name
    facts = await asked({f"{name} TXT": ["172.253.1.2"]})
    assert facts.egress_address == "172.253.1.2"
    assert facts.operator == "Google"
    assert resolver_operator(("8.8.8.8",)) == "Google"
    assert resolver_operator(("192.168.1.1", "")) == ""


async def test_no_resolver_at_all() -> None:
    assert (await resolver.measure(context(587), None)).result is NameResult.ERROR


def test_an_opinion_in_bytes() -> None:
    query = dns.message.make_query(HOST, "A")
    for code, result in (
        (dns.rcode.NXDOMAIN, NameResult.NO_SUCH_NAME),
        (dns.rcode.NOERROR, NameResult.NO_ADDRESS),
        (dns.rcode.SERVFAIL, NameResult.SERVER_FAILURE),
        (dns.rcode.REFUSED, NameResult.REFUSED),
    ):
        reply = dns.message.make_response(query)
        reply.set_rcode(code)
        assert resolver.opinion_in(reply.to_wire()) is result
    assert resolver.opinion_in(b"nonsense") is None


def test_made_up_labels_differ() -> None:
    assert names.made_up_label() != names.made_up_label()
    assert len(names.made_up_label()) == 12


async def test_a_diverted_question_is_noticed(monkeypatch) -> None:
    monkeypatch.undo()
    async with answering({"* A": ["192.0.2.1"]}) as server:
        assert await canary.dns_answered(HOST, 1.0, "127.0.0.1", server.port)
    assert not await canary.dns_answered(HOST, 0.2, "127.0.0.1", server.port)
