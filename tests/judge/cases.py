"""Recorded worlds for the judge, each made in one line: a healthy one, and what differs from it.

    case(healthy(), greeting_421("4.3.2 No system resources"))

Everything is a `Part`: a probe and its facts. Later parts replace earlier ones of the same probe.
"""

from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from wizard.account import Account, Source
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
    Certificate,
    CertificateProblem,
    Ending,
    OtherPortsFacts,
    ServerFacts,
    ServerReply,
    SignInResult,
    TlsFacts,
    TlsFailure,
)
from wizard.judge.case import Case
from wizard.judge.reply import explain
from wizard.observation import NotRun, Observation, Outcome
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


def case(*parts: Part | list[Part], pasted: str = "", account: Account = ACCOUNT) -> Case:
    """A case of these parts."""
    flat = [one for part in parts for one in (part if isinstance(part, list) else [part])]
    observations = {
        part.probe: Observation(
            probe=part.probe,
            started=NOW,
            took_seconds=0.1,
            outcome=part.outcome,
            facts=part.facts,  # type: ignore[arg-type]
            reason=part.reason,
            because=part.because,
        )
        for part in flat
    }
    return Case(
        account=account,
        observations=observations,
        pasted=explain(pasted) if pasted else None,
        judged_at=NOW,
    )


def at(provider_address: str, host: str, port: int = 587, **more: object) -> Account:
    """An account at a provider of the table."""
    return msgspec.structs.replace(
        ACCOUNT, address=provider_address, host=host, port=port, username=provider_address, **more
    )


# The healthy world


def healthy(**more: object) -> list[Part]:
    """A home where everything works; `more` changes the conversation with the server."""
    return [
        link(),
        internet(),
        portal(),
        resolver(),
        line(),
        name(),
        Part("account_server", conversation(**more)),
        Part("other_ports", OtherPortsFacts(conversations=(port_open(465), port_dead(25)))),
        public_address(),
        lists(),
        computer(),
        programs(),
        connections(),
        outbox(),
        Part("mail_queue", MailQueueFacts(server="")),
        not_run("other_family", NotRun.NOT_NEEDED),
        not_run("control", NotRun.NOT_NEEDED),
    ]


def not_run(probe: str, reason: NotRun, because: str = "") -> Part:
    return Part(probe, None, Outcome.NOT_RUN, reason, because)


def timed_out(probe: str) -> Part:
    return Part(probe, None, Outcome.TIMED_OUT)


def broke(probe: str) -> Part:
    return Part(probe, None, Outcome.BROKE)


# Step 2


def link(
    *,
    addresses: tuple[str, ...] = (OWN,),
    gateway: str | None = ROUTER,
    gateway_ipv6: str | None = None,
    **more: object,
) -> Part:
    card = Interface("eth0", LinkKind.WIRED, addresses, 1500)
    facts = LinkFacts(
        interfaces=(Interface("lo", LinkKind.LOOPBACK, ("127.0.0.1",), 65536), card),
        gateway_ipv4=gateway,
        gateway_ipv6=gateway_ipv6,
        default_route_over="eth0",
    )
    return Part("link", msgspec.structs.replace(facts, **more))


def vpn() -> Part:
    return link(default_route_over="wg0", vpn=("wg0",))


def attempt(
    address: str, port: int = 443, result: ConnectResult = ConnectResult.CONNECTED, sender: str = ""
) -> ConnectAttempt:
    return ConnectAttempt(
        address=address, port=port, result=result, took_seconds=0.02, icmp_sender=sender
    )


def internet(*, ipv4: bool = True, ipv6: bool | None = None, canary: bool | None = False) -> Part:
    results = {True: ConnectResult.CONNECTED, False: ConnectResult.TIMED_OUT}
    attempts = [attempt("1.1.1.1", result=results[ipv4])]
    if ipv6 is not None:
        attempts.append(attempt("2606:4700:4700::1111", result=results[ipv6]))
    return Part("internet", InternetFacts(attempts=tuple(attempts), canary_answered=canary))


def portal(
    *, expected: tuple[bool | None, ...] = (True, True), clock_ahead: float | None = 0.4
) -> Part:
    answers = tuple(
        PortalAnswer(
            url=f"http://page{number}.test/",
            expected=one,
            status={True: 200, False: 302, None: None}[one],
            location="http://login.hotel.test/" if one is False else "",
        )
        for number, one in enumerate(expected)
    )
    return Part("portal", PortalFacts(answers=answers, clock_ahead_seconds=clock_ahead))


def resolver(result: NameResult = NameResult.FOUND, **more: object) -> Part:
    facts = ResolverFacts(
        nameservers=(ROUTER,), result=result, took_seconds=0.02, invents_names=False, diverted=False
    )
    return Part("resolver", msgspec.structs.replace(facts, **more))


def line(lost: int = 0, jitter: float = 0.004) -> Part:
    return Part(
        "line",
        LineFacts(way="stun", sent=20, lost=lost, round_trip_seconds=0.02, jitter_seconds=jitter),
    )


# Step 3


def name(result: NameResult = NameResult.FOUND, *, ipv6: bool = False, **more: object) -> Part:
    found = result is NameResult.FOUND
    facts = ServerNameFacts(
        host=HOST,
        result=result,
        ipv4=(IPV4,) if found else (),
        ipv6=(IPV6,) if found and ipv6 else (),
        order=((IPV6, IPV4) if ipv6 else (IPV4,)) if found else (),
    )
    return Part("server_name", msgspec.structs.replace(facts, **more))


def no_name(result: NameResult = NameResult.NO_SUCH_NAME, **more: object) -> list[Part]:
    """The server's name is not found, so nothing of the server is measured."""
    needing = ("account_server", "other_family", "other_ports")
    stopped = [not_run(probe, NotRun.NEED_FAILED, "server_name") for probe in needing]
    return [name(result, **more), *stopped]


GOOD_CERTIFICATE = Certificate(
    names=(HOST,),
    issuer="CN=R11",
    issuer_organisation="Let's Encrypt",
    not_before="2026-10-01T00:00:00+00:00",
    not_after="2026-12-30T00:00:00+00:00",
    chain_length=2,
    sha256="9f86",
)
GOOD_TLS = TlsFacts(
    trusted=True, version="TLSv1.3", cipher="TLS_AES_256_GCM_SHA384", certificate=GOOD_CERTIFICATE
)


def said(stage: Stage, text: str, took: float = 0.1) -> ServerReply:
    """A reply: '421 4.3.2 busy'."""
    lines = text[4:].split("\n")
    return ServerReply(code=int(text[:3]), lines=tuple(lines), stage=stage, took_seconds=took)


def conversation(
    *,
    until: Stage = Stage.RCPT,
    refusal: str = "",
    signed_in: bool = True,
    security: Security = Security.STARTTLS,
    port: int = 587,
    took: float = 0.1,
    **more: object,
) -> ServerFacts:
    """A conversation that went well up to `until`, or was refused there by `refusal`."""
    stages = [s for s in REPLIES if s is not Stage.STARTTLS or security is Security.STARTTLS]
    stages = [s for s in stages if s is not Stage.AUTH or signed_in]
    passed = stages[: stages.index(until) + (not refusal)] if until in stages else []
    replies = [said(stage, f"{REPLIES[stage][0]} {REPLIES[stage][1]}") for stage in passed]
    if refusal:
        replies.append(said(until, refusal, took))
    protected = Stage.STARTTLS in passed or security is Security.TLS
    facts = ServerFacts(
        host=HOST,
        address=IPV4,
        port=port,
        security=security,
        connect=attempt(IPV4, port),
        stage=until,
        ending=Ending.REPLY if refusal else Ending.COMPLETE,
        replies=tuple(replies),
        greeting_seconds=0.1,
        capabilities=("PIPELINING", "SIZE 10240000", "AUTH PLAIN LOGIN"),
        sign_in_methods=("PLAIN", "LOGIN"),
        starttls_offered=True,
        tls=GOOD_TLS if protected else None,
        sign_in=SignInResult.ACCEPTED
        if Stage.AUTH in passed and until is not Stage.AUTH
        else SignInResult.NOT_REACHED,
        attempts=(attempt(IPV4, port),),
    )
    return msgspec.structs.replace(facts, **more)


def talk(**more: object) -> Part:
    """The account's conversation, complete except for what `more` says."""
    return Part("account_server", conversation(**more))


def refused(stage: Stage, text: str, **more: object) -> list[Part]:
    """The server refuses in words; after a 421 nothing else asks it."""
    more = {"sign_in": SignInResult.REFUSED, **more} if stage is Stage.AUTH else more
    main = conversation(until=stage, refusal=text, **more)
    parts = [Part("account_server", main)]
    if text.startswith("421"):
        parts.append(Part("other_ports", OtherPortsFacts(conversations=(left_alone(465),))))
    return parts


def greeting_421(text: str, **more: object) -> list[Part]:
    """421 instead of a greeting."""
    return refused(Stage.GREETING, f"421 {text}", **more)


def without_password(**more: object) -> Part:
    """A conversation up to the offer to sign in."""
    more = {"sign_in": SignInResult.NO_PASSWORD, **more}
    return Part("account_server", conversation(until=Stage.STARTTLS, signed_in=False, **more))


def ended(ending: Ending, at: Stage, **more: object) -> Part:
    """A conversation that ended without words of refusal, before this stage was answered."""
    order = list(REPLIES)
    before = order[: order.index(at)] if at in order else []
    replies = tuple(said(s, f"{REPLIES[s][0]} {REPLIES[s][1]}") for s in before)
    facts = conversation(until=Stage.GREETING)
    return Part(
        "account_server",
        msgspec.structs.replace(
            facts,
            **{
                "stage": at,
                "ending": ending,
                "replies": replies,
                "tls": None,
                "sign_in": SignInResult.NOT_REACHED,
                "waited_seconds": 300.0 if ending is Ending.SILENCE else None,
                **more,
            },
        ),
    )


def no_connection(
    result: ConnectResult = ConnectResult.TIMED_OUT,
    port: int = 587,
    sender: str = "",
    **more: object,
) -> ServerFacts:
    failed = attempt(IPV4, port, result, sender)
    facts = ServerFacts(
        host=HOST,
        address=IPV4,
        port=port,
        security=Security.TLS if port == 465 else Security.STARTTLS,
        connect=failed,
        stage=Stage.CONNECT,
        ending=Ending.NO_CONNECTION,
        attempts=(failed,),
    )
    return msgspec.structs.replace(facts, **more)


def unreached(result: ConnectResult = ConnectResult.TIMED_OUT, **more: object) -> list[Part]:
    """The account's port and all others fail in the same way."""
    main = no_connection(result, **more)
    others = tuple(no_connection(result, port) for port in (465, 2525, 25))
    return [
        Part("account_server", main),
        Part("other_ports", OtherPortsFacts(conversations=others)),
    ]


def ports(*conversations: ServerFacts) -> Part:
    return Part("other_ports", OtherPortsFacts(conversations=conversations))


def port_open(port: int) -> ServerFacts:
    """Only a connection, as it is tried when the account's own port works."""
    return msgspec.structs.replace(
        no_connection(ConnectResult.CONNECTED, port), ending=Ending.COMPLETE
    )


def port_dead(port: int) -> ServerFacts:
    return no_connection(ConnectResult.TIMED_OUT, port)


def port_works(port: int) -> ServerFacts:
    security = Security.TLS if port == 465 else Security.STARTTLS
    until = Stage.EHLO if security is Security.TLS else Stage.STARTTLS
    return conversation(until=until, port=port, security=security, signed_in=False)


def left_alone(port: int) -> ServerFacts:
    return no_connection(ConnectResult.NOT_TRIED, port, ending=Ending.TOLD_TO_STOP)


def control(*, answers: bool = True, result: ConnectResult = ConnectResult.TIMED_OUT) -> Part:
    """A big provider's server: reached, or failing as our own."""
    one = conversation(until=Stage.GREETING) if answers else no_connection(result)
    renamed = msgspec.structs.replace(one, host="smtp.big.test", address="203.0.113.99")
    return Part("control", OtherPortsFacts(conversations=(renamed,)))


def other_family(**more: object) -> Part:
    return Part("other_family", conversation(**{"address": IPV6, "until": Stage.EHLO, **more}))


def certificate(problem: CertificateProblem, **more: object) -> Part:
    """The handshake came about; the certificate was not accepted."""
    tls = TlsFacts(
        trusted=False, problem=problem, detail="verify failed", certificate=GOOD_CERTIFICATE
    )
    return ended(
        Ending.TLS_FAILED, Stage.AUTH, stage=Stage.TLS,
        tls=msgspec.structs.replace(tls, **more),
    )  # fmt: skip


def handshake(failure: TlsFailure, **more: object) -> Part:
    return ended(
        Ending.TLS_FAILED,
        Stage.AUTH,
        **{"stage": Stage.TLS, "tls": TlsFacts(trusted=False, failure=failure), **more},
    )


# Steps 4 to 8


def connections(open_here: int = 0, *, port: int = 587, complete: bool = True) -> Part:
    made = (MailConnection(program="thunderbird", address=IPV4, port=port, open=open_here),)
    return Part(
        "mail_connections",
        MailConnectionsFacts(connections=made if open_here else (), complete=complete),
    )


def public_address(*, known: bool = True) -> Part:
    reports = (
        AddressReport(way="stun", operator="A", address=PUBLIC if known else "", error=""),
        AddressReport(way="dns", operator="B", address=PUBLIC if known else "", error=""),
    )
    return Part("public_address", PublicAddressFacts(reports=reports, ipv4=PUBLIC if known else ""))


def listed(list_id: str, *codes: str) -> Listing:
    return Listing(list_id=list_id, address=PUBLIC, result=ListingResult.LISTED, codes=codes)


def unlisted(list_id: str, result: ListingResult = ListingResult.NOT_LISTED) -> Listing:
    return Listing(list_id=list_id, address=PUBLIC, result=result)


CLEAN = (unlisted("spamcop"), unlisted("psbl"), unlisted("mailspike"), unlisted("dronebl"))


def lists(*listings: Listing, operator: str = "") -> Part:
    """These listings; every list clean when none is given."""
    asked = {one.list_id for one in listings}
    rest = tuple(one for one in CLEAN if one.list_id not in asked)
    return Part(
        "blocklists", BlocklistFacts(listings=(*listings, *rest), resolver_operator=operator)
    )


def unreadable_lists(result: ListingResult) -> Part:
    listings = tuple(unlisted(one.list_id, result) for one in CLEAN)
    return Part("blocklists", BlocklistFacts(listings=listings, resolver_operator="Google"))


def computer(support: Support = Support.SUPPORTED) -> Part:
    return Part(
        "computer",
        ComputerFacts(system="Linux", name="Debian GNU/Linux 12", version="12", support=support),
    )


def programs(*accounts: SavedAccount, support: Support = Support.SUPPORTED) -> Part:
    program = MailProgram(
        id="thunderbird", name="Thunderbird", version="140", found_by="dpkg", support=support
    )
    return Part("mail_programs", MailProgramsFacts(programs=(program,), accounts=accounts))


def saved(
    port: int = 587, security: Security = Security.STARTTLS, host: str = HOST
) -> SavedAccount:
    return SavedAccount(
        program="Thunderbird",
        address=ACCOUNT.address,
        host=host,
        port=port,
        security=security,
        username=ACCOUNT.username,
    )


def outbox(messages: int = 0) -> Part:
    boxes = (Outbox(program="Thunderbird", messages=messages, size_bytes=messages * 4000),)
    return Part("outbox", OutboxFacts(outboxes=boxes))
