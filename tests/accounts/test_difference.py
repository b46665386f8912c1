"""What a mail program has against what is right, in words and for the phone."""

import re

import pytest

from wizard.account import SignIn, Source
from wizard.accounts.difference import differences, spelled
from wizard.accounts.discovery import Candidate, Doubt, find_settings
from wizard.accounts.programs import READERS
from wizard.accounts.programs.installed import known_programs
from wizard.accounts.programs.menus import (
    menu_of,
    menus,
    where_they_wait,
    where_to_change,
    where_to_look,
)
from wizard.facts.computer import SavedAccount
from wizard.messages import ENGLISH
from wizard.vocabulary import Security


def saved(host="smtp.comcast.net", port=587, security=Security.STARTTLS, **more):
    values = {
        "program": "Thunderbird",
        "address": "a@comcast.net",
        "username": "a@comcast.net",
        "sign_in": "password",
        **more,
    }
    return SavedAccount(host=host, port=port, security=security, **values)


async def _said(account, provider="Comcast", address=""):
    found = await find_settings(address or account.address, outside=False)
    changes = differences(account, found.candidates, provider)
    return [ENGLISH.render(change.said) for change in changes]


async def test_port_25_without_protection():
    assert await _said(saved(port=25, security=Security.NONE, program="Your program")) == [
        "Your program uses port 25 without protection. Comcast wants port 587 with STARTTLS."
    ]


@pytest.mark.parametrize(("port", "security"), [(587, Security.STARTTLS), (465, Security.TLS)])
async def test_any_of_the_providers_own_ways_is_right(port, security):
    assert await _said(saved(port=port, security=security)) == []
    assert await _said(saved(host="SMTP.Comcast.net.", port=port, security=security)) == []


@pytest.mark.parametrize(
    ("account", "sentence"),
    [
        (
            saved(host="mail.comcast.net"),
            "Thunderbird sends through mail.comcast.net. Comcast wants smtp.comcast.net.",
        ),
        (saved(port=2525), "Thunderbird uses port 2525. Comcast wants 587."),
        (
            saved(security=Security.NONE),
            "Thunderbird uses port 587 without protection. Comcast wants STARTTLS there.",
        ),
        (
            saved(port=465),
            "Thunderbird uses STARTTLS. Comcast wants SSL/TLS.",
        ),
        (
            saved(port=25, security=Security.TLS),
            "Thunderbird uses port 25. Comcast wants 465.",
        ),
        (
            saved(port=26, security=Security.STARTTLS),
            "Thunderbird uses port 26. Comcast wants 587.",
        ),
        (
            saved(sign_in="none"),
            "Thunderbird does not sign in for sending. Comcast wants it to.",
        ),
        (
            saved(username="a"),
            "Thunderbird signs in as a. Comcast wants a@comcast.net.",
        ),
    ],
)
async def test_each_field_in_one_sentence(account, sentence):
    assert await _said(account) == [sentence]


async def test_a_password_where_the_provider_takes_none():
    account = saved(host="smtp-mail.outlook.com", address="a@outlook.com", username="a@outlook.com")
    assert await _said(account, "Outlook.com") == [
        "Thunderbird signs in with a password. Outlook.com lets programs in only through its own"
        " sign-in page."
    ]


async def test_unknown_sign_in_and_unknown_user_name_are_no_reproach():
    assert await _said(saved(sign_in="", username="")) == []


def _candidate(**more):
    values = {
        "host": "smtp.firm.test",
        "port": 465,
        "security": Security.TLS,
        "username": "a@firm.test",
        "source": Source.AUTOCONFIG,
        **more,
    }
    return Candidate(**values)


@pytest.mark.parametrize("doubt", [Doubt.PLAIN_HTTP, Doubt.UNSIGNED_DNS, Doubt.REDIRECTED])
def test_what_is_not_proven_corrects_nobody(doubt):
    assert differences(saved(host="x.test"), [_candidate(doubt=doubt)], "Firm") == ()


def test_a_guess_corrects_nobody():
    guess = _candidate(source=Source.GUESS, tested=True)
    assert differences(saved(host="x.test"), [guess], "Firm") == ()


def test_an_srv_record_says_nothing_about_user_names():
    right = _candidate(source=Source.SRV)
    account = saved(host="smtp.firm.test", port=465, security=Security.TLS, username="a")
    assert differences(account, [right], "Firm") == ()


def test_nothing_is_compared_with_nothing():
    assert differences(saved(), [], "Firm") == ()


def test_a_server_that_wants_no_sign_in():
    right = _candidate(sign_in=SignIn.NONE)
    account = saved(host="smtp.firm.test", port=465, security=Security.TLS, sign_in="none")
    assert differences(account, [right], "Firm") == ()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("smtp.comcast.net", ["smtp", "dot", "comcast", "dot", "net"]),
        ("587", ["5", "8", "7"]),
        ("smtp-mail.o2.pl", ["smtp", "hyphen", "mail", "dot", "o", "2", "dot", "pl"]),
        ("a_b@x.de", ["a", "underscore", "b", "at sign", "x", "dot", "de"]),
        ("a+b", ["a", "plus", "b"]),
        ("::1", ["colon", "colon", "1"]),
        ("", []),
    ],
)
def test_values_are_said_on_the_phone(value, words):
    parts = spelled(value)
    assert [p if isinstance(p, str) else ENGLISH.render(p) for p in parts] == words


# Where to click.


def test_every_program_that_is_read_or_known_has_its_way_through_the_menus():
    for reader in READERS:
        assert menu_of(reader.program), reader.program
    for record in known_programs():
        if record.settings_closed:
            assert menu_of(record.name), record.name


def test_programs_that_cannot_be_read_say_where_the_person_looks():
    for program in ("Apple Mail", "Outlook (new)", "iPhone", "Android"):
        text = ENGLISH.render(where_to_look(program))
        assert text.startswith(f"In {program}")
        assert "›" in text


def test_ways_are_sentences_with_source_and_date():
    for menu in menus():
        assert menu.settings
        assert menu.outbox
        assert menu.source
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", menu.date)
        for name in menu.names:
            for shown in (where_to_change(name), where_they_wait(name)):
                text = ENGLISH.render(shown)
                assert text.endswith(".")
                assert "{" not in text


def test_an_unknown_program_has_no_way():
    assert where_to_change("Something else") is None
    assert where_to_look("Something else") is None
    assert where_they_wait("Something else") is None
