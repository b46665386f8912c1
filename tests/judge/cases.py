"""Recorded worlds for the judge, each made in one line: a healthy one, and what differs from it.

    case(healthy(), greeting_421("4.3.2 No system resources"))

Everything is a `Part`: a probe and its facts. Later parts replace earlier ones of the same probe.
"""

import msgspec

from tests.judge.parts import (
    ACCOUNT as ACCOUNT,
)
from tests.judge.parts import (
    HOST as HOST,
)
from tests.judge.parts import (
    IPV4 as IPV4,
)
from tests.judge.parts import (
    IPV6 as IPV6,
)
from tests.judge.parts import (
    NOW as NOW,
)
from tests.judge.parts import (
    OWN as OWN,
)
from tests.judge.parts import (
    PUBLIC as PUBLIC,
)
from tests.judge.parts import (
    REPLIES as REPLIES,
)
from tests.judge.parts import (
    ROUTER as ROUTER,
)
from tests.judge.parts import (
    Part as Part,
)
from tests.judge.parts import (
    attempt as attempt,
)
from tests.judge.parts import (
    broke as broke,
)
from tests.judge.parts import (
    not_run as not_run,
)
from tests.judge.parts import (
    timed_out as timed_out,
)
from tests.judge.talks import (
    GOOD_CERTIFICATE as GOOD_CERTIFICATE,
)
from tests.judge.talks import (
    GOOD_TLS as GOOD_TLS,
)
from tests.judge.talks import (
    certificate as certificate,
)
from tests.judge.talks import (
    control as control,
)
from tests.judge.talks import (
    conversation as conversation,
)
from tests.judge.talks import (
    ended as ended,
)
from tests.judge.talks import (
    greeting_421 as greeting_421,
)
from tests.judge.talks import (
    handshake as handshake,
)
from tests.judge.talks import (
    left_alone as left_alone,
)
from tests.judge.talks import (
    name as name,
)
from tests.judge.talks import (
    no_connection as no_connection,
)
from tests.judge.talks import (
    no_name as no_name,
)
from tests.judge.talks import (
    other_family as other_family,
)
from tests.judge.talks import (
    port_dead as port_dead,
)
from tests.judge.talks import (
    port_open as port_open,
)
from tests.judge.talks import (
    port_works as port_works,
)
from tests.judge.talks import (
    ports as ports,
)
from tests.judge.talks import (
    refused as refused,
)
from tests.judge.talks import (
    said as said,
)
from tests.judge.talks import (
    talk as talk,
)
from tests.judge.talks import (
    unreached as unreached,
)
from tests.judge.talks import (
    without_password as without_password,
)
from wizard.account import Account
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
from wizard.facts.names import NameResult, ResolverFacts
from wizard.facts.network import (
    ConnectResult,
    Interface,
    InternetFacts,
    LineFacts,
    LinkFacts,
    LinkKind,
    PortalAnswer,
    PortalFacts,
)
from wizard.facts.server import OtherPortsFacts
from wizard.judge.case import Case
from wizard.judge.reply import explain
from wizard.observation import NotRun, Observation
from wizard.vocabulary import Security


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
