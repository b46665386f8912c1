"""What one probe measured, and the addresses and words that the judge's tests share."""

from datetime import UTC, datetime
from typing import NamedTuple

from wizard.account import Account, Source
from wizard.facts.network import ConnectAttempt, ConnectResult
from wizard.observation import NotRun, Outcome
from wizard.vocabulary import Security, Stage

NOW = datetime(2026, 11, 23, 14, 10, tzinfo=UTC)
HOST = "mail.example.test"
IPV4, IPV6 = "203.0.113.25", "2001:db8:113::25"
OWN, PUBLIC = "192.168.1.23", "198.51.100.10"
ROUTER = "192.168.1.1"
REPLIES = {
    Stage.GREETING: (220, f"{HOST} ESMTP Postfix"),
    Stage.EHLO: (250, f"{HOST}\nPIPELINING\nSIZE 10240000\nSTARTTLS"),
    Stage.STARTTLS: (220, "2.0.0 Ready to start TLS"),
    Stage.AUTH: (235, "2.7.0 Authentication successful"),
    Stage.MAIL: (250, "2.1.0 Ok"),
    Stage.RCPT: (250, "2.1.5 Ok"),
}


class Part(NamedTuple):
    """What one probe measured, or why it did not."""

    probe: str
    facts: object = None
    outcome: Outcome = Outcome.MEASURED
    reason: NotRun | None = None
    because: str = ""


ACCOUNT = Account(
    address="anna@example.test",
    host=HOST,
    port=587,
    security=Security.STARTTLS,
    username="anna@example.test",
    sources={"host": Source.TYPED},
)


def not_run(probe: str, reason: NotRun, because: str = "") -> Part:
    return Part(probe, None, Outcome.NOT_RUN, reason, because)


def timed_out(probe: str) -> Part:
    return Part(probe, None, Outcome.TIMED_OUT)


def broke(probe: str) -> Part:
    return Part(probe, None, Outcome.BROKE)


def attempt(
    address: str, port: int = 443, result: ConnectResult = ConnectResult.CONNECTED, sender: str = ""
) -> ConnectAttempt:
    return ConnectAttempt(
        address=address, port=port, result=result, took_seconds=0.02, icmp_sender=sender
    )
