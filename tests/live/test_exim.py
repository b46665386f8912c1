"""`check` against a real Exim on loopback."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.live.conftest import ADDRESS, PASSWORD, Check
from tests.servers.authority import Credentials
from tests.servers.exim import Exim, EximWorld
from tests.servers.process import Place, free_ports
from tests.servers.programs import reason_to_skip

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(bool(reason_to_skip("exim")), reason=reason_to_skip("exim") or "-"),
]

HERE = "127.0.0.1"
LIMIT = 2


def _exim(
    place: Place, name: str, credentials: Credentials, **settings: str
) -> tuple[Exim, dict[str, int]]:
    starttls, tls = free_ports(2)
    world = EximWorld(
        host="localhost",
        ports=[(HERE, starttls), (HERE, tls)],
        tls_ports=[tls],
        user=ADDRESS,
        password=PASSWORD,
        settings=settings,
    )
    exim = Exim(place, name, world=world, credentials=credentials)
    return exim, {"starttls": starttls, "tls": tls}


@pytest.fixture(scope="module")
def ports(place: Place, good: Credentials) -> Iterator[dict[str, int]]:
    exim, ports = _exim(place, "exim", good)
    with exim.start():
        yield ports


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_can_be_sent_through_a_healthy_server(
    check: Check, ports: dict[str, int], security: str
) -> None:
    answer = check(ports[security], security)
    assert (answer.report["cause"], answer.status) == ("none", 0)
    assert not answer.finding_texts("problem")


def test_too_many_connections_from_here(check: Check, place: Place, good: Credentials) -> None:
    exim, ports = _exim(
        place, "exim-limited", good, smtp_accept_max="20", smtp_accept_max_per_host=str(LIMIT)
    )
    with exim.start(), ExitStack() as held:
        for _ in range(LIMIT):
            other = held.enter_context(socket.create_connection((HERE, ports["starttls"])))
            assert other.recv(4) == b"220 "
        answer = check(ports["starttls"], "starttls")
    assert (answer.report["cause"], answer.status) == ("too_many_connections", 1)
    assert answer.report["connections"] == 1, "after 421 the server is left alone"
    assert "Too many concurrent SMTP connections" in answer.finding_texts("problem")


def test_a_server_that_is_full_for_everybody(check: Check, place: Place, good: Credentials) -> None:
    exim, ports = _exim(place, "exim-full", good, smtp_accept_max=str(LIMIT))
    with exim.start(), ExitStack() as held:
        for _ in range(LIMIT):
            other = held.enter_context(socket.create_connection((HERE, ports["starttls"])))
            assert other.recv(4) == b"220 "
        answer = check(ports["starttls"], "starttls")
    assert (answer.report["cause"], answer.status) == ("too_many_connections", 1)
    assert answer.report["causes"][0]["who"] == "wait", "nobody here has used up the server"


def test_a_wrong_password(check: Check, ports: dict[str, int]) -> None:
    answer = check(ports["starttls"], "starttls", password="not the password")
    assert (answer.report["cause"], answer.status) == ("auth_failed", 1)
    assert "535" in answer.finding_texts("problem")


def test_an_expired_certificate(check: Check, place: Place, expired: Credentials) -> None:
    exim, ports = _exim(place, "exim-expired", expired)
    with exim.start():
        answer = check(ports["tls"], "tls")
    assert (answer.report["cause"], answer.status) == ("tls_problem", 1)
