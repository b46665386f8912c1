"""`check` against a real Postfix on loopback."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.live.conftest import Check
from tests.servers.authority import Credentials
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import SUBMISSION, SUBMISSIONS, Listener, Postfix
from tests.servers.process import Place, free_ports
from tests.servers.programs import reason_to_skip

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(
        bool(reason_to_skip("postfix", "dovecot")),
        reason=reason_to_skip("postfix", "dovecot") or "-",
    ),
]

HERE = "127.0.0.1"
LIMIT = 2


@pytest.fixture(scope="module")
def ports(
    place: Place, good: Credentials, expired: Credentials, passwords: Dovecot
) -> Iterator[dict[str, int]]:
    starttls, tls, limited, late = free_ports(4)
    limit = {"smtpd_client_connection_count_limit": str(LIMIT)}
    postfix = Postfix(
        place,
        "postfix",
        host="localhost",
        listeners=[
            Listener(address=HERE, port=starttls, options=SUBMISSION),
            Listener(address=HERE, port=tls, options=SUBMISSIONS),
            Listener(address=HERE, port=limited, options={**SUBMISSION, **limit}),
            Listener(address=HERE, port=late, options=SUBMISSION, credentials=expired),
        ],
        credentials=good,
        sign_in_socket=passwords.sign_in_socket,
    )
    with postfix.start():
        yield {"starttls": starttls, "tls": tls, "limited": limited, "expired": late}


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_can_be_sent_through_a_healthy_server(
    check: Check, ports: dict[str, int], security: str
) -> None:
    answer = check(ports[security], security)
    assert (answer.report["cause"], answer.status) == ("none", 0)
    assert not answer.finding_texts("problem")


def test_too_many_connections_from_here(check: Check, ports: dict[str, int]) -> None:
    with ExitStack() as held:
        for _ in range(LIMIT):
            other = held.enter_context(socket.create_connection((HERE, ports["limited"])))
            assert other.recv(4) == b"220 "
        answer = check(ports["limited"], "starttls")
    assert (answer.report["cause"], answer.status) == ("too_many_connections", 1)
    assert answer.report["connections"] == 1, "after 421 the server is left alone"
    assert "too many connections from 127.0.0.1" in answer.finding_texts("problem")


def test_the_same_server_is_fine_once_the_others_hung_up(
    check: Check, ports: dict[str, int]
) -> None:
    answer = check(ports["limited"], "starttls", error="421 4.7.0 Error: too many connections")
    assert (answer.report["cause"], answer.status) == ("none", 0)


def test_a_wrong_password(check: Check, ports: dict[str, int]) -> None:
    answer = check(ports["starttls"], "starttls", password="not the password")
    assert (answer.report["cause"], answer.status) == ("auth_failed", 1)
    assert "535" in answer.finding_texts("problem")


def test_an_expired_certificate(check: Check, ports: dict[str, int]) -> None:
    answer = check(ports["expired"], "starttls")
    assert (answer.report["cause"], answer.status) == ("tls_problem", 1)
