"""Newest versions from their makers: believed with care, and silent when forbidden."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from tests.judge.cases import Part, case, healthy
from wizard.account import Account
from wizard.accounts.programs.installed import compared, known_programs
from wizard.facts.computer import MailProgram, MailProgramsFacts, Support
from wizard.judge.diagnose import diagnose
from wizard.measure import mail_programs, newest_versions
from wizard.measure.contacts import contacts
from wizard.measure.newest_versions import Place, places, read_versions, refreshed
from wizard.measure.probe import Context
from wizard.measure.server_gate import ServerGate
from wizard.measure.world import World
from wizard.messages import ENGLISH
from wizard.vocabulary import Security, Verdict

(RECORD,) = (one for one in known_programs() if one.id == "thunderbird")
TABLE = date.fromisoformat(RECORD.date)
TODAY = TABLE + timedelta(days=400)
MADE = {"LATEST_THUNDERBIRD_VERSION": "160.0.1", "THUNDERBIRD_ESR": "153.9.0esr"}


def thunderbird(version: str) -> MailProgram:
    return compared(RECORD, version, "dpkg", TODAY)


@contextmanager
def maker(body: bytes, status: int = 200) -> Iterator[tuple[Place, list[str]]]:
    """A website on loopback, and what it was asked."""
    asked: list[str] = []

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.path} {self.headers['User-Agent']} {self.headers.get('Cookie')}")
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/versions.json"
        yield at(url), asked
        server.shutdown()


def at(url: str) -> Place:
    return Place(
        program="thunderbird",
        url=url,
        operator="test",
        newest="LATEST_THUNDERBIRD_VERSION",
        oldest_supported="THUNDERBIRD_ESR",
        source="test",
        date="2026-11-23",
        confirmed=True,
    )


def test_a_table_too_old_to_trust_says_so():
    one = thunderbird("153.7.0")
    assert one.table_too_old
    assert one.support is Support.UNKNOWN
    facts = MailProgramsFacts(programs=(one,))
    diagnosis = diagnose(case(healthy(), Part("mail_programs", facts)))
    finding = diagnosis.finding("updates.programs_unknown")
    assert finding is not None
    assert finding.verdict is Verdict.COULD_NOT_CHECK
    assert "too old" in ENGLISH.render(finding.meaning)
    assert diagnosis.finding("updates.programs") is None


@pytest.mark.parametrize(
    ("version", "support"),
    [("1:160.0.1-1", Support.SUPPORTED), ("153.2.0", Support.SUPPORTED), ("140.8", Support.ENDED)],
)
async def test_the_makers_word_is_newer_than_the_table(version: str, support: Support):
    with maker(json.dumps(MADE).encode()) as (place, asked):
        (one,) = await refreshed(World(), [thunderbird(version)], TODAY, [place])
    assert (one.support, one.newest, one.newest_as_of) == (support, "160.0.1", TODAY.isoformat())
    assert not one.table_too_old
    assert len(asked) == 1
    assert asked[0].startswith("/versions.json SendAgain/")
    assert asked[0].endswith("None")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<html>please sign in</html>", 200),
        (b"", 200),
        (b"\xff\xfe", 200),
        (b"[1, 2]", 200),
        (json.dumps(MADE).encode(), 503),
        (json.dumps({**MADE, "LATEST_THUNDERBIRD_VERSION": 7}).encode(), 200),
        (json.dumps({**MADE, "LATEST_THUNDERBIRD_VERSION": "9" * 400}).encode(), 200),
        (json.dumps({**MADE, "LATEST_THUNDERBIRD_VERSION": "2.0"}).encode(), 200),
        (json.dumps({"LATEST_THUNDERBIRD_VERSION": "90.0"}).encode(), 200),
        (b"{" * 100_000, 200),
    ],
)
async def test_an_answer_that_makes_no_sense_changes_nothing(body: bytes, status: int):
    before = thunderbird("153.7.0")
    with maker(body, status) as (place, _):
        assert await refreshed(World(), [before], TODAY, [place]) == (before,)


async def test_a_maker_that_cannot_be_reached_changes_nothing():
    before = thunderbird("153.7.0")
    gone = at("http://127.0.0.1:1/versions.json")
    assert await refreshed(World(), [before], TODAY, [gone]) == (before,)


async def test_only_makers_of_programs_found_here_are_asked():
    with maker(json.dumps(MADE).encode()) as (place, asked):
        assert await refreshed(World(), [], TODAY, [place]) == ()
    assert asked == []


def account(host: str) -> Account:
    return Account(
        address="anna@example.com",
        host=host,
        port=587,
        security=Security.STARTTLS,
        username="anna",
    )


@pytest.mark.parametrize(
    ("world", "host", "expected"),
    [
        (World(outside=True), "mx.example.com", 1),
        (World(outside=False), "mx.example.com", 0),
        (World(outside=True, practice="busy"), "mx.example.com", 0),
        (World(outside=True), "127.0.0.1", 0),
    ],
)
async def test_it_is_off_when_lookups_are(
    world: World, host: str, expected: int, monkeypatch: pytest.MonkeyPatch
):
    found = MailProgramsFacts(programs=(thunderbird("153.7.0"),))
    monkeypatch.setattr("wizard.accounts.programs.read_mail_programs", lambda: found)
    with maker(json.dumps(MADE).encode()) as (place, asked):
        monkeypatch.setattr(newest_versions, "places", lambda: (place,))
        context = Context(
            account=account(host),
            password=None,
            world=world,
            server=ServerGate(),
            known={},
            began=0.0,
        )
        facts = await mail_programs.run(context)
    assert len(asked) == expected
    assert (facts.programs[0].newest == "160.0.1") is bool(expected)


def test_every_place_is_named_among_the_contacts_with_its_source():
    hosts = {c.place for c in contacts(account("mx.example.com"), outside=True)}
    for place in places():
        assert place.url.startswith("https://")
        assert place.url.split("/")[2] in hosts
        assert place.source
        date.fromisoformat(place.date)
        assert any(one.id == place.program for one in known_programs())
    inside = {c.place for c in contacts(account("mx.example.com"), outside=False)}
    assert inside == {"mx.example.com"}


async def test_without_the_oldest_line_the_table_is_asked_for_it():
    said = read_versions(at(""), b'{"LATEST_THUNDERBIRD_VERSION": "160.0"}')
    assert said is not None
    assert said.oldest_supported == ""
    with maker(b'{"LATEST_THUNDERBIRD_VERSION": "160.0"}') as (place, _):
        (one,) = await refreshed(World(), [thunderbird("150.0")], TODAY, [place])
    assert one.support is Support.SUPPORTED


def test_every_row_of_the_tables_has_source_and_date():
    for record in known_programs():
        assert record.source, record.id
        date.fromisoformat(record.date)
