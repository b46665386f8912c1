"""The account to test: what was typed wins, what was found completes it, each with its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.account import SignIn, Source
from wizard.accounts.chosen import account_for
from wizard.accounts.discovery import Candidate, SettingsFound, find_settings
from wizard.errors import BadInput
from wizard.vocabulary import Security

ANNA = "anna@firm.test"


def _found(*candidates, address=ANNA, provider=""):
    return SettingsFound(
        address=address,
        domain=address.rpartition("@")[2],
        candidates=candidates,
        provider=provider,
    )


def _candidate(host="smtp.firm.test", port=465, security=Security.TLS, **more):
    given = {"username": "anna", "source": Source.AUTOCONFIG, **more}
    return Candidate(host=host, port=port, security=security, **given)


TWO = _found(_candidate(), _candidate(port=587, security=Security.STARTTLS))


def test_nothing_typed_takes_the_best():
    account = account_for(ANNA, found=TWO)
    assert (account.host, account.port, account.security) == ("smtp.firm.test", 465, Security.TLS)
    assert (account.username, account.sign_in) == ("anna", SignIn.PASSWORD)
    assert set(account.sources) == {"host", "port", "security", "username", "sign_in"}
    assert set(account.sources.values()) == {Source.AUTOCONFIG}


@pytest.mark.parametrize(
    ("port", "security"),
    [
        (465, Security.TLS),
        (587, Security.STARTTLS),
        (2525, Security.STARTTLS),
        (25, Security.STARTTLS),
        (4711, Security.STARTTLS),
    ],
)
def test_a_typed_port_brings_its_protection(port, security):
    account = account_for(ANNA, host="other.test", port=port)
    assert (account.port, account.security) == (port, security)
    assert account.sources["port"] is Source.TYPED


def test_a_typed_port_that_was_found_takes_its_protection_from_there():
    account = account_for(ANNA, port="587", found=TWO)
    assert account.security is Security.STARTTLS
    assert account.sources["security"] is Source.AUTOCONFIG


def test_a_found_server_on_an_odd_port_keeps_its_protection():
    found = _found(_candidate(port=587, security=Security.TLS))
    account = account_for(ANNA, host="SMTP.firm.test", port=587, found=found)
    assert account.security is Security.TLS
    assert account.host == "smtp.firm.test"


@pytest.mark.parametrize(
    ("security", "port"), [("tls", 465), ("starttls", 587), (Security.NONE, 25)]
)
def test_a_typed_protection_brings_its_port(security, port):
    account = account_for(ANNA, host="other.test", security=security)
    assert account.port == port
    assert account.sources["security"] is Source.TYPED


def test_typed_values_win_and_say_so():
    account = account_for(
        ANNA, host="relay.test", port=26, security="none", username=" boss ", found=TWO
    )
    assert (account.host, account.port, account.security) == ("relay.test", 26, Security.NONE)
    assert account.username == "boss"
    typed = {name for name, source in account.sources.items() if source is Source.TYPED}
    assert typed == {"host", "port", "security", "username"}


def test_another_server_than_the_found_one_takes_nothing_from_it():
    account = account_for(ANNA, host="relay.test", found=TWO)
    assert account.username == ANNA
    assert account.sources["username"] is Source.GUESS
    assert account.provider == ""


def test_a_server_of_a_known_provider_brings_what_the_table_knows():
    account = account_for(ANNA, host="smtp.gmail.com")
    assert (account.provider, account.sign_in) == ("gmail", SignIn.APP_PASSWORD)
    assert (account.port, account.security) == (465, Security.TLS)
    assert account.sources["port"] is Source.PROVIDER_TABLE


def test_nothing_known_at_all_is_an_honest_guess():
    account = account_for(ANNA)
    assert account.host == "smtp.firm.test"
    assert set(account.sources.values()) == {Source.GUESS}


async def test_gmail_on_587_when_only_the_port_is_typed():
    found = await find_settings("a@gmail.com", outside=False)
    account = account_for("a@gmail.com", port=587, found=found)
    assert (account.host, account.security) == ("smtp.gmail.com", Security.STARTTLS)


@pytest.mark.parametrize(
    "typed",
    [
        {"port": 0},
        {"port": "x"},
        {"port": 65536},
        {"host": "two words"},
        {"host": "http://smtp.test"},
        {"username": "a\nb"},
        {"username": "a\x00b"},
        {"username": "x" * 400},
    ],
)
def test_unusable_values_say_what_to_change(typed):
    with pytest.raises(BadInput):
        account_for(ANNA, **typed)


@given(
    host=st.none() | st.sampled_from(["smtp.firm.test", "relay.test"]),
    port=st.none() | st.integers(1, 65535),
    security=st.none() | st.sampled_from(list(Security)),
    found=st.none() | st.just(TWO),
)
def test_what_was_typed_is_never_changed(host, port, security, found):
    account = account_for(ANNA, host=host, port=port, security=security, found=found)
    assert host in (None, account.host)
    assert port in (None, account.port)
    assert security in (None, account.security)
    for name, typed in (("host", host), ("port", port), ("security", security)):
        assert (account.sources[name] is Source.TYPED) == (typed is not None)
