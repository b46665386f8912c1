"""Every kind of signing in, accepted and refused at a real server, by the unmodified program."""

import pytest

from tests.live.signing_in.conftest import (
    ADDRESS,
    BY_PASSWORD,
    BY_TOKEN,
    PASSWORD,
    WRONG,
    Computer,
    findings,
)
from tests.servers.oauth2 import SignInServer
from tests.servers.programs import reason_to_skip

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(
        bool(reason_to_skip("postfix", "dovecot")),
        reason=reason_to_skip("postfix", "dovecot") or "-",
    ),
]


@pytest.mark.parametrize("method", BY_PASSWORD)
def test_a_right_and_a_wrong_password(
    computer: Computer, ports: dict[str, int], method: str
) -> None:
    status, report = computer.check(ports[method], password=PASSWORD)
    accepted = findings(report)["sign_in.accepted"]
    assert (status, report["cause"]) == (0, "none")
    assert accepted["evidence"]["method"] == method.upper()
    status, report = computer.check(ports[method], password=WRONG)
    assert (status, report["cause"]) == (1, "auth_failed")
    assert "sign_in.accepted" not in findings(report)
    computer.assert_clean()


@pytest.mark.parametrize("method", BY_TOKEN)
def test_a_right_and_a_wrong_token(
    registered: Computer, provider: SignInServer, ports: dict[str, int], method: str
) -> None:
    status, report = registered.check(ports[method], "--oauth")
    accepted = findings(report)["sign_in.accepted_token"]
    assert (status, report["cause"]) == (0, "none")
    assert accepted["evidence"]["method"] == method.upper()
    provider.user = "somebody.else@lab.example"
    try:
        status, report = registered.check(ports[method], "--oauth", "--verbose")
    finally:
        provider.user = ADDRESS
    assert (status, report["cause"]) == (1, "auth_failed")
    refused = findings(report)["sign_in.token_refused"]
    assert "status=" in refused["evidence"]["server said"]
    registered.assert_clean()


def test_a_token_that_is_for_something_else(registered: Computer, ports: dict[str, int]) -> None:
    """Dovecot has one word for all: 401. That a right is missing it does not tell."""
    status, report = registered.check(ports["strict"], "--oauth")
    assert (status, report["cause"]) == (1, "auth_failed")
    assert "status=401" in findings(report)["sign_in.token_refused"]["evidence"]["server said"]
    registered.assert_clean()


def test_a_server_that_takes_passwords_only(registered: Computer, ports: dict[str, int]) -> None:
    _, report = registered.check(ports["plain"], "--oauth")
    assert "sign_in.passwords_only" in findings(report)
    assert report["cause"] == "none"
    registered.assert_clean()


def test_a_server_that_takes_tokens_only(computer: Computer, ports: dict[str, int]) -> None:
    _, report = computer.check(ports["xoauth2"], password=PASSWORD)
    assert "sign_in.tokens_only" in findings(report)
    computer.assert_clean()


def test_no_token_over_an_unproven_connection(
    registered: Computer, ports: dict[str, int], provider: SignInServer
) -> None:
    """A server whose certificate nobody vouches for gets neither password nor token."""
    known = provider.times_asked("/introspect")
    status, _ = registered.check(ports["all"], "--oauth", SSL_CERT_FILE="/dev/null")
    assert status == 1
    assert provider.times_asked("/introspect") == known
    registered.assert_clean()


def test_a_refused_password_is_not_remembered(computer: Computer, ports: dict[str, int]) -> None:
    computer.check(ports["all"], "--remember", password=WRONG)
    assert "not remembered" in computer.printed[-1]
    assert not list(computer.home.rglob("remembered.json"))
    computer.assert_clean()


def test_remembering_where_there_is_no_store_is_said_and_harmless(
    computer: Computer, ports: dict[str, int]
) -> None:
    status, report = computer.check(ports["all"], "--remember", password=PASSWORD)
    assert (status, report["cause"]) == (0, "none")
    assert "was not remembered" in computer.printed[-1]
    assert "text-only" in computer.printed[-1]
    assert "password store: no_bus" in computer.log(), "logged while the password was at hand"
    computer.assert_clean()
