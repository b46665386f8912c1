"""Blocklists: every way in which an answer is no listing, and the one in which it is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tests.measure.name_server import answering
from tests.measure.test_account_server import main_facts
from tests.measure.world import context
from wizard.facts.blocklist_table import Asking, Blocklist, ListingKind, blocklist, blocklists
from wizard.facts.blocklists import ListingResult, PublicAddressFacts
from wizard.facts.names import NameResult
from wizard.facts.server import Ending, ServerReply
from wizard.measure.blocklists.answers import question, shown_text
from wizard.measure.blocklists.sweep import addresses_to_ask, has_cause, measure
from wizard.measure.world import World
from wizard.messages.catalogue import TEXTS
from wizard.vocabulary import Stage

ME = "198.51.100.7"
ZONE = "bl.example.net"
ASKED = f"7.100.51.198.{ZONE}"
LISTED_TEST, CLEAN_TEST = f"2.0.0.127.{ZONE}", f"1.0.0.127.{ZONE}"
HEALTHY = {f"{LISTED_TEST} A": ["127.0.0.2", "127.0.0.4"], f"{LISTED_TEST} TXT": ["test"]}

LIST = msgspec.structs.replace(
    blocklist("spamhaus-zen"),
    id="example",
    zone=ZONE,
    zone_ipv6="",
    asking=Asking.ALWAYS,
    refuses_public_resolvers=False,
    page="https://check.example.net/{address}",
)


def told(**more):
    facts = {"public_address": PublicAddressFacts(reports=(), ipv4=ME, ipv6="")}
    return context(587, facts={**facts, **more.pop("facts", {})}, host="mx.example.com", **more)


async def sweep(zone, *, of: Blocklist = LIST, folder: Path | None = None, **more):
    async with answering(zone) as server:
        facts = await measure(told(**more), server.resolver(0.4), [of], folder)
    return facts, server


@pytest.mark.parametrize(
    ("zone", "result", "codes"),
    [
        (HEALTHY, ListingResult.NOT_LISTED, ()),
        ({**HEALTHY, f"{ASKED} A": ["127.0.0.4"]}, ListingResult.LISTED, ("127.0.0.4",)),
        (
            {**HEALTHY, f"{ASKED} A": ["127.0.0.10", "127.0.0.3"]},
            ListingResult.LISTED,
            ("127.0.0.10", "127.0.0.3"),
        ),
        ({**HEALTHY, f"{ASKED} A": ["127.0.0.99"]}, ListingResult.NO_ANSWER, ()),
        ({**HEALTHY, f"{ASKED} A": ["127.0.0.1"]}, ListingResult.NO_ANSWER, ()),
        ({**HEALTHY, f"{ASKED} A": ["127.255.255.254"]}, ListingResult.REFUSED, ()),
        ({"* A": ["127.255.255.254"]}, ListingResult.REFUSED, ()),
        ({"* A": "REFUSED"}, ListingResult.REFUSED, ()),
        ({"* A": "SERVFAIL"}, ListingResult.NO_ANSWER, ()),
        ({"* A": None}, ListingResult.NO_ANSWER, ()),
        ({"* A": ["203.0.113.80"]}, ListingResult.REWRITTEN, ()),
        ({"* A": ["127.0.0.2"]}, ListingResult.LISTS_EVERYTHING, ()),
        ({}, ListingResult.EMPTY, ()),
        ({**HEALTHY, f"{ASKED} TXT": ["x"]}, ListingResult.STRIPPED, ()),
        ({f"{LISTED_TEST} TXT": ["x"]}, ListingResult.STRIPPED, ()),
        (
            {f"{LISTED_TEST} TXT": ["x"], f"{ASKED} TXT": ["x"]},
            ListingResult.STRIPPED,
            (),
        ),
    ],
)
async def test_what_answers_mean(zone, result: ListingResult, codes: tuple[str, ...]) -> None:
    facts, _ = await sweep(zone)
    [listing] = facts.listings
    assert listing.result is result
    assert listing.codes == codes
    assert listing.address == ME


async def test_the_words_of_a_list_are_asked_for_and_cleaned() -> None:
    zone = {
        **HEALTHY,
        f"{ASKED} A": ["127.0.0.3"],
        f"{ASKED} TXT": ["see https://check.example.net/a and https://pay.example.org/b"],
    }
    facts, _ = await sweep(zone)
    assert facts.listings[0].text == "see https://check.example.net/a and […]"
    assert shown_text(("a\x1b[2J",), LIST) == "a\ufffd[2J"


async def test_ipv6_is_asked_in_nibbles_and_reported_as_its_network() -> None:
    address = "2001:db8:1:2:3:4:5:6"
    name = question(address, ZONE)
    assert name.startswith("6.0.0.0.5.0.0.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.bl")
    zone = {
        f"{question('::ffff:127.0.0.2', ZONE)} A": ["127.0.0.2"],
        f"{name} A": ["127.0.0.3"],
    }
    public = PublicAddressFacts(reports=(), ipv6=address)
    of = msgspec.structs.replace(LIST, zone_ipv6=ZONE)
    facts, server = await sweep(zone, of=of, facts={"public_address": public})
    [listing] = facts.listings
    assert listing.result is ListingResult.LISTED
    assert listing.address == "2001:db8:1:2::/64"
    assert f"{question('::ffff:7f00:1', ZONE)} A" in server.asked


async def test_a_list_without_ipv6_is_not_asked_about_it() -> None:
    public = PublicAddressFacts(reports=(), ipv6="2001:db8::1")
    facts, server = await sweep(HEALTHY, facts={"public_address": public})
    assert facts.listings == ()
    assert not server.asked


async def test_three_questions_then_none_for_an_hour(tmp_path: Path) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    for hours, questions in ((0, 3), (0.5, 0), (1.5, 1), (1.6, 0), (26, 3), (-5, 3)):
        world = World(now=lambda hours=hours: now + timedelta(hours=hours))
        facts, server = await sweep(HEALTHY, folder=tmp_path / "new", world=world)
        assert facts.listings[0].result is ListingResult.NOT_LISTED
        assert len(server.asked) == questions


async def test_who_was_just_removed_sees_it_at_once(tmp_path: Path) -> None:
    listed, _ = await sweep({**HEALTHY, f"{ASKED} A": ["127.0.0.3"]}, folder=tmp_path)
    clean, server = await sweep(HEALTHY, folder=tmp_path)
    assert listed.listings[0].result is ListingResult.LISTED
    assert clean.listings[0].result is ListingResult.NOT_LISTED
    assert len(server.asked) == 1


async def test_trouble_is_not_remembered(tmp_path: Path) -> None:
    for zone in ({"* A": None}, {"* A": ["127.255.255.254"]}, {f"{LISTED_TEST} TXT": ["x"]}):
        await sweep(zone, folder=tmp_path)
    facts, server = await sweep(HEALTHY, folder=tmp_path)
    assert facts.listings[0].result is ListingResult.NOT_LISTED
    assert len(server.asked) >= 2


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b"\xff"])
async def test_a_damaged_memory_is_no_memory(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "blocklists.json").write_bytes(content)
    facts, _ = await sweep(HEALTHY, folder=tmp_path)
    assert facts.listings[0].result is ListingResult.NOT_LISTED


async def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    facts, _ = await sweep(HEALTHY, folder=tmp_path / "file")
    assert facts.listings[0].result is ListingResult.NOT_LISTED


async def test_lists_that_want_cause_are_asked_only_with_cause() -> None:
    of = msgspec.structs.replace(LIST, asking=Asking.WITH_CAUSE)
    facts, server = await sweep(HEALTHY, of=of)
    assert facts.listings == ()
    assert not server.asked
    for more in (
        {"error_text": "554 5.7.1 Client host blocked using zen.spamhaus.org"},
        {"world": World(ask_reserved_lists=True)},
    ):
        facts, _ = await sweep(HEALTHY, of=of, **more)
        assert len(facts.listings) == 1


async def test_a_refusal_of_the_server_is_cause() -> None:
    said = ServerReply(
        code=554, lines=("5.7.1 poor reputation",), stage=Stage.GREETING, took_seconds=0.1
    )
    main = msgspec.structs.replace(main_facts(587, Ending.REPLY, Stage.GREETING), replies=(said,))
    assert has_cause(told(facts={"account_server": main}))
    assert not has_cause(told(error_text="421 4.7.0 try again later"))


async def test_a_known_public_resolver_is_not_sent_to_a_list_that_refuses_it() -> None:
    of = msgspec.structs.replace(LIST, refuses_public_resolvers=True)
    async with answering(HEALTHY) as server:
        resolver = server.resolver()
        resolver.nameservers = ["8.8.8.8"]
        facts = await measure(told(), resolver, [of], None)
    assert facts.resolver_operator == "Google"
    assert facts.listings[0].result is ListingResult.REFUSED
    assert not server.asked


def test_the_address_that_the_server_named_comes_first() -> None:
    main = msgspec.structs.replace(
        main_facts(587, Ending.COMPLETE, Stage.RCPT), echoed_address="203.0.113.5"
    )
    assert addresses_to_ask(told(facts={"account_server": main})) == ("203.0.113.5", ME)
    private = PublicAddressFacts(reports=(), ipv4="192.168.1.2")
    assert addresses_to_ask(told(facts={"public_address": private})) == ()


async def test_without_resolver_or_address_nothing_is_asked() -> None:
    facts = await measure(told(), None, [LIST], None)
    assert facts.listings == ()


def test_the_table_is_complete_and_fresh() -> None:
    zones = set()
    for one in blocklists():
        assert one.source
        assert one.terms
        assert one.removal
        assert one.page.startswith("https://")
        assert one.terms_url.startswith("https://")
        assert one.zone not in zones
        zones.add(one.zone)
        assert one.codes or one.asking is Asking.NEVER
        assert all(0 <= code.weight <= 1 for code in one.codes)
        assert all(code.address.startswith("127.0.") for code in one.codes)
        age = datetime.now(UTC) - datetime.fromisoformat(one.date).replace(tzinfo=UTC)
        assert age < timedelta(days=180), f"{one.id} has to be looked at again"
    asked = [one for one in blocklists() if one.asking is not Asking.NEVER]
    assert len(asked) == 8
    assert all(
        code.weight == 0
        for one in blocklists()
        for code in one.codes
        if code.kind in (ListingKind.POLICY, ListingKind.NEIGHBOURHOOD)
    )


def test_every_kind_of_listing_has_its_sentence() -> None:
    assert all(f"listing.{kind}" in TEXTS for kind in ListingKind)
    assert NameResult.FOUND
