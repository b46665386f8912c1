"""Runs as they come out of the engine, built from facts and judged by the real judge."""

from collections.abc import Mapping
from datetime import UTC, datetime

from wizard.account import Account, Source
from wizard.facts import Facts
from wizard.facts.blocklists import (
    AddressReport,
    BlocklistFacts,
    Listing,
    ListingResult,
    PublicAddressFacts,
)
from wizard.facts.computer import (
    ComputerFacts,
    MailConnection,
    MailConnectionsFacts,
    MailProgram,
    MailProgramsFacts,
    MailQueueFacts,
    Outbox,
    OutboxFacts,
    QueuedMessage,
    SavedAccount,
    Support,
)
from wizard.facts.names import NameResult, ResolverFacts, ServerNameFacts
from wizard.facts.network import (
    ConnectAttempt,
    ConnectResult,
    Interface,
    InternetFacts,
    LineFacts,
    LinkFacts,
    LinkKind,
    PortalAnswer,
    PortalFacts,
)
from wizard.facts.server import (
    Ending,
    OtherPortsFacts,
    ServerFacts,
    ServerReply,
    SignInResult,
    TlsFacts,
)
from wizard.flow import Answers, State
from wizard.flow import MailProgram as Program
from wizard.judge.case import Case
from wizard.judge.diagnose import diagnose
from wizard.judge.reply import explain
from wizard.observation import NotRun, Observation, Outcome
from wizard.record import RunRecord
from wizard.vocabulary import Security, Stage

HOST, ADDRESS, SERVER = "smtp.comcast.net", "anna.example@comcast.net", "203.0.113.25"
REFUSAL = "421 4.7.0 resomta-c2p Error: too many connections from 198.51.100.77"
WHEN = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)

ACCOUNT = Account(
    address=ADDRESS,
    host=HOST,
    port=587,
    security=Security.STARTTLS,
    username=ADDRESS,
    provider="comcast",
    sources=dict.fromkeys(("host", "port", "security", "username"), Source.PROVIDER_TABLE),
)
_CAPABILITIES = ("SIZE 36700160", "STARTTLS", "AUTH PLAIN LOGIN", "8BITMIME")


def state(record: RunRecord, program: Program = Program.THUNDERBIRD) -> State:
    """A walk that has come to its result."""
    answers = Answers(address=record.case.account.address, program=program, error_text=REFUSAL)
    return State(answers=answers, account=record.case.account, record=record)


def refused_run() -> RunRecord:
    """The server says 421 at its greeting; everything else could be measured."""
    return run({**_around(), "account_server": _refusing()}, pasted=REFUSAL)


def fine_run() -> RunRecord:
    """Mail can be sent."""
    return run({**_around(), "account_server": _conversation(587, Security.STARTTLS)})


def offline_run() -> RunRecord:
    """No network at all: nearly everything is 'not checked because'."""
    link = LinkFacts(interfaces=(), gateway_ipv4=None, gateway_ipv6=None)
    internet = InternetFacts(
        attempts=(_attempt("203.0.113.1", 443, ConnectResult.NO_ROUTE),),
    )
    name = ServerNameFacts(host=HOST, result=NameResult.NO_ANSWER)
    resolver = ResolverFacts(nameservers=("192.0.2.53",), result=NameResult.NO_ANSWER)
    here = {key: _around()[key] for key in ("computer", "mail_programs", "outbox")}
    facts = {"link": link, "internet": internet, "resolver": resolver, "server_name": name, **here}
    return run(facts)


def run(facts: Mapping[str, Facts], pasted: str = "", account: Account = ACCOUNT) -> RunRecord:
    """A run that measured these facts, and nothing else."""
    observations = {probe: _measured(probe, value) for probe, value in facts.items()}
    for probe in _ALL:
        observations.setdefault(probe, _not_run(probe))
    case = Case(
        account=account,
        observations=observations,
        pasted=explain(pasted) if pasted else None,
        judged_at=WHEN,
    )
    return RunRecord(
        program_version="0.1.0",
        started=WHEN,
        seconds=3.4,
        connections=sum(o.connections for o in observations.values()),
        case=case,
        diagnosis=diagnose(case),
    )


_ALL = (
    "link", "internet", "portal", "resolver", "line", "server_name", "account_server",
    "other_family", "other_ports", "control", "public_address", "blocklists",
    "mail_connections", "outbox", "computer", "mail_programs", "mail_queue",
)  # fmt: skip


def _around() -> dict[str, Facts]:
    """Everything but the conversation with the account's server."""
    return {
        "link": LinkFacts(
            interfaces=(
                Interface("wlp3s0", LinkKind.WIRELESS, ("192.168.178.41",), 1500),
                Interface("tun0", LinkKind.VPN, ("10.8.0.2",), 1400),
            ),
            gateway_ipv4="192.168.178.1",
            gateway_ipv6=None,
            default_route_over="wlp3s0",
            vpn=("tun0",),
        ),
        "internet": InternetFacts(
            attempts=(
                _attempt("203.0.113.1", 443, ConnectResult.CONNECTED),
                _attempt("2001:db8::1", 443, ConnectResult.NO_ROUTE),
            )
        ),
        "portal": PortalFacts(
            answers=(PortalAnswer(url="http://portal.example/", expected=True, status=204),),
            clock_ahead_seconds=0.4,
        ),
        "resolver": ResolverFacts(
            nameservers=("192.168.178.1",), result=NameResult.FOUND, took_seconds=0.021
        ),
        "line": LineFacts(way="stun", sent=10, lost=0, round_trip_seconds=0.028),
        "server_name": ServerNameFacts(
            host=HOST, result=NameResult.FOUND, ipv4=(SERVER,), order=(SERVER,)
        ),
        "other_ports": OtherPortsFacts(conversations=(_conversation(465, Security.TLS),)),
        "public_address": PublicAddressFacts(
            reports=(AddressReport(way="stun", operator="example", address="198.51.100.77"),),
            ipv4="198.51.100.77",
        ),
        "blocklists": _lists(),
        **_computer(),
    }


def _computer() -> dict[str, Facts]:
    return {
        "computer": ComputerFacts(
            system="Linux",
            name="Debian GNU/Linux 12 (bookworm)",
            version="12.12",
            support=Support.SUPPORTED,
            support_ends="2028-06-30",
            table_date="2026-11-23",
        ),
        "mail_programs": MailProgramsFacts(
            programs=(
                MailProgram(
                    id="thunderbird",
                    name="Thunderbird",
                    version="115.15.0",
                    found_by="dpkg",
                    support=Support.ENDED,
                    newest="153.7.0",
                    newest_as_of="2026-11-23",
                ),
                MailProgram(
                    id="evolution",
                    name="Evolution",
                    version="3.46.4",
                    found_by="dpkg",
                    support=Support.SUPPORTED,
                ),
            ),
            accounts=(
                SavedAccount(
                    program="Thunderbird",
                    address=ADDRESS,
                    host=HOST,
                    port=25,
                    security=Security.NONE,
                    username=ADDRESS,
                ),
            ),
            unreadable=(("Claws Mail", "no rights"),),
        ),
        "mail_connections": MailConnectionsFacts(
            connections=(MailConnection(program="thunderbird", address=SERVER, port=587, open=7),),
            complete=False,
        ),
        "outbox": OutboxFacts(
            outboxes=(
                Outbox(
                    program="Thunderbird",
                    messages=214,
                    size_bytes=48_300_000,
                    oldest="2026-11-21T08:12:00+00:00",
                ),
            ),
            unreadable=(("Evolution", "locked"),),
        ),
        "mail_queue": MailQueueFacts(
            server="Postfix",
            messages=tuple(
                QueuedMessage(
                    id=f"4F1A{n:02X}",
                    queue="deferred",
                    sender="shop@example.org",
                    recipients=(f"customer{n}@example.net",),
                    size_bytes=4200 + n,
                    arrived=f"2026-11-23T0{n % 9}:00:00+00:00",
                    reason=REFUSAL if n % 3 else "connect to mx.example.net: timed out",
                )
                for n in range(12)
            ),
            total=12,
        ),
    }


def _lists() -> BlocklistFacts:
    def one(list_id: str, result: ListingResult, *codes: str) -> Listing:
        return Listing(list_id=list_id, address="198.51.100.77", result=result, codes=codes)

    return BlocklistFacts(
        listings=(
            one("spamhaus-zen", ListingResult.LISTED, "127.0.0.11"),
            one("spamcop", ListingResult.LISTED, "127.0.0.2"),
            one("barracuda", ListingResult.NOT_LISTED),
            one("psbl", ListingResult.REFUSED),
            one("uceprotect-1", ListingResult.NO_ANSWER),
        )
    )


def _refusing() -> ServerFacts:
    reply = ServerReply(
        code=421,
        lines=(REFUSAL.removeprefix("421 "),),
        stage=Stage.GREETING,
        took_seconds=0.2,
    )
    return ServerFacts(
        host=HOST,
        address=SERVER,
        port=587,
        security=Security.STARTTLS,
        connect=_attempt(SERVER, 587, ConnectResult.CONNECTED),
        stage=Stage.GREETING,
        ending=Ending.REPLY,
        replies=(reply,),
        greeting_seconds=0.2,
    )


def _conversation(port: int, security: Security) -> ServerFacts:
    def said(code: int, text: str, stage: Stage) -> ServerReply:
        return ServerReply(code=code, lines=(text,), stage=stage, took_seconds=0.03)

    return ServerFacts(
        host=HOST,
        address=SERVER,
        port=port,
        security=security,
        connect=_attempt(SERVER, port, ConnectResult.CONNECTED),
        stage=Stage.QUIT,
        ending=Ending.COMPLETE,
        replies=(
            said(220, f"{HOST} ESMTP", Stage.GREETING),
            said(250, "OK", Stage.EHLO),
            said(221, "bye", Stage.QUIT),
        ),
        greeting_seconds=0.1,
        capabilities=_CAPABILITIES,
        sign_in_methods=("PLAIN", "LOGIN"),
        starttls_offered=security is Security.STARTTLS,
        size_limit=36_700_160,
        tls=TlsFacts(trusted=True, version="TLSv1.3", cipher="TLS_AES_256_GCM_SHA384"),
        sign_in=SignInResult.NO_PASSWORD,
    )


def _attempt(address: str, port: int, result: ConnectResult) -> ConnectAttempt:
    return ConnectAttempt(address=address, port=port, result=result, took_seconds=0.028)


def _measured(probe: str, facts: Facts) -> Observation:
    return Observation(
        probe=probe,
        started=WHEN,
        took_seconds=0.5,
        outcome=Outcome.MEASURED,
        facts=facts,
        connections=1 if probe == "account_server" else 0,
    )


def _not_run(probe: str) -> Observation:
    failed = probe in ("account_server", "other_family", "other_ports")
    return Observation(
        probe=probe,
        started=WHEN,
        took_seconds=0.0,
        outcome=Outcome.NOT_RUN,
        reason=NotRun.NEED_FAILED if failed else NotRun.NOT_NEEDED,
        because="server_name" if failed else "",
    )
