"""Cases made in one line: what the probes would have observed in a situation."""

from datetime import UTC, datetime

import msgspec

from wizard.account import Account
from wizard.facts import Facts
from wizard.facts.blocklists import (
    BlocklistFacts,
    Listing,
    ListingResult,
    PublicAddressFacts,
)
from wizard.facts.computer import ComputerFacts, MailConnection, MailConnectionsFacts, Support
from wizard.facts.names import NameResult, ResolverFacts, ServerNameFacts
from wizard.facts.network import (
    ConnectAttempt,
    ConnectResult,
    Interface,
    InternetFacts,
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

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOST, V4, V6 = "smtp.example.com", "203.0.113.25", "2001:db8::25"
ACCOUNT = Account(
    address="anna@example.com",
    host=HOST,
    port=587,
    security=Security.STARTTLS,
    username="anna@example.com",
)
GOOD_TLS = TlsFacts(trusted=True, version="TLSv1.3", cipher="TLS_AES_256_GCM_SHA384")
_ORDER = (Stage.GREETING, Stage.EHLO, Stage.STARTTLS, Stage.AUTH, Stage.MAIL, Stage.RCPT)
_USUAL = {
    Stage.GREETING: "220 smtp.example.com ESMTP",
    Stage.EHLO: "250 smtp.example.com",
    Stage.STARTTLS: "220 2.0.0 Ready to start TLS",
    Stage.AUTH: "235 2.7.0 Authentication successful",
    Stage.MAIL: "250 2.1.0 Ok",
    Stage.RCPT: "250 2.1.5 Ok",
}


def reply(text: str, stage: Stage) -> ServerReply:
    code, _, rest = text.partition(" ")
    return ServerReply(code=int(code), lines=(rest,), stage=stage, took_seconds=0.05)


def attempt(
    result: ConnectResult = ConnectResult.CONNECTED,
    address: str = V4,
    port: int = 587,
    icmp_sender: str = "",
) -> ConnectAttempt:
    return ConnectAttempt(
        address=address, port=port, result=result, took_seconds=0.02, icmp_sender=icmp_sender
    )


def server(**more: object) -> ServerFacts:
    """A conversation that went well to the end, unless said otherwise."""
    port = int(str(more.get("port", 587)))
    address = str(more.get("address", V4))
    base = ServerFacts(
        host=HOST,
        address=address,
        port=port,
        security=Security.STARTTLS,
        connect=attempt(port=port, address=address),
        stage=Stage.QUIT,
        ending=Ending.COMPLETE,
        replies=tuple(reply(_USUAL[stage], stage) for stage in _ORDER),
        greeting_seconds=0.05,
        capabilities=("STARTTLS", "AUTH PLAIN LOGIN"),
        sign_in_methods=("PLAIN", "LOGIN"),
        starttls_offered=True,
        tls=GOOD_TLS,
        sign_in=SignInResult.ACCEPTED,
    )
    return msgspec.structs.replace(base, **more)


def without_password() -> ServerFacts:
    """As far as one comes without a password."""
    replies = tuple(reply(_USUAL[stage], stage) for stage in _ORDER[:3])
    return server(replies=replies, stage=Stage.EHLO, sign_in=SignInResult.NO_PASSWORD)


def refusing(text: str, stage: Stage, **more: object) -> ServerFacts:
    """Everything before the stage was fine; there the server refused with these words."""
    before = _ORDER[: _ORDER.index(stage)]
    replies = (*(reply(_USUAL[one], one) for one in before), reply(text, stage))
    early = stage in (Stage.GREETING, Stage.EHLO, Stage.STARTTLS)
    return server(
        stage=stage,
        ending=Ending.REPLY,
        replies=replies,
        tls=None if early else GOOD_TLS,
        sign_in=SignInResult.REFUSED if stage is Stage.AUTH else SignInResult.NOT_REACHED,
        **more,
    )


def unreached(result: ConnectResult, **more: object) -> ServerFacts:
    """No TCP connection came about."""
    icmp_sender = str(more.pop("icmp_sender", ""))
    port = int(str(more.get("port", 587)))
    return server(
        stage=Stage.CONNECT,
        ending=Ending.NO_CONNECTION,
        connect=attempt(result, port=port, icmp_sender=icmp_sender),
        replies=(),
        tls=None,
        sign_in=SignInResult.NOT_REACHED,
        capabilities=(),
        greeting_seconds=None,
        **more,
    )


def stopped(ending: Ending, stage: Stage = Stage.GREETING, **more: object) -> ServerFacts:
    """The conversation ended at a stage without a refusal in words."""
    before = _ORDER[: _ORDER.index(stage)] if stage in _ORDER else ()
    replies = tuple(reply(_USUAL[one], one) for one in before)
    values = {"tls": None, "sign_in": SignInResult.NOT_REACHED, "greeting_seconds": None, **more}
    return server(stage=stage, ending=ending, replies=replies, **values)


def bad_certificate(problem: CertificateProblem, issuer: str = "Example CA", **more: object):
    certificate = Certificate(
        names=("mail.hoster.example",),
        issuer=issuer,
        issuer_organisation=issuer,
        not_before="2026-01-01T00:00:00+00:00",
        not_after="2026-11-20T00:00:00+00:00",
        chain_length=2,
        sha256="00",
    )
    facts = TlsFacts(trusted=False, problem=problem, certificate=certificate, **more)  # type: ignore[arg-type]
    return stopped(Ending.TLS_FAILED, Stage.STARTTLS, tls=facts)


def failed_tls(failure: TlsFailure, **more: object) -> ServerFacts:
    return stopped(
        Ending.TLS_FAILED,
        Stage.STARTTLS,
        tls=TlsFacts(trusted=False, failure=failure),
        **more,
    )


def link(**more: object) -> LinkFacts:
    base = LinkFacts(
        interfaces=(Interface("eth0", LinkKind.WIRED, ("192.168.1.20",), 1500),),
        gateway_ipv4="192.168.1.1",
        gateway_ipv6=None,
        default_route_over="eth0",
    )
    return msgspec.structs.replace(base, **more)


def name(result: NameResult = NameResult.FOUND, **more: object) -> ServerNameFacts:
    found = result is NameResult.FOUND
    values = {"ipv4": (V4,) if found else (), **more}
    return ServerNameFacts(host=HOST, result=result, **values)  # type: ignore[arg-type]


def internet(ipv4: bool = True, ipv6: bool | None = None, **more: object) -> InternetFacts:
    attempts = [attempt(_result(ipv4), "1.1.1.1", 443)]
    if ipv6 is not None:
        attempts.append(attempt(_result(ipv6), "2606:4700:4700::1111", 443))
    return InternetFacts(attempts=tuple(attempts), **more)  # type: ignore[arg-type]


def _result(reached: bool) -> ConnectResult:
    return ConnectResult.CONNECTED if reached else ConnectResult.TIMED_OUT


def portal(captive: bool = False, **more: object) -> PortalFacts:
    answers = tuple(
        PortalAnswer(
            url=f"http://check{n}.example/",
            expected=not captive,
            status=302 if captive else 200,
            location="http://login.hotel.example/" if captive else "",
        )
        for n in (1, 2)
    )
    return PortalFacts(answers=answers, **{"clock_ahead_seconds": 1.0, **more})  # type: ignore[arg-type]


def resolver(**more: object) -> ResolverFacts:
    values = {"nameservers": ("192.168.1.1",), "result": NameResult.FOUND, "invents_names": False}
    return ResolverFacts(**{**values, **more})  # type: ignore[arg-type]


def ports(*conversations: ServerFacts) -> OtherPortsFacts:
    return OtherPortsFacts(conversations=conversations)


def listed(list_id: str, *codes: str, result: ListingResult = ListingResult.LISTED):
    listing = Listing(list_id=list_id, address="198.51.100.10", result=result, codes=codes)
    return BlocklistFacts(listings=(listing,))


def connections(open_: int) -> MailConnectionsFacts:
    one = MailConnection(program="thunderbird", address=V4, port=587, open=open_)
    return MailConnectionsFacts(connections=(one,) if open_ else (), complete=True)


HEALTHY: dict[str, Facts] = {
    "link": link(),
    "resolver": resolver(),
    "internet": internet(),
    "portal": portal(),
    "server_name": name(),
    "account_server": server(),
    "public_address": PublicAddressFacts(reports=(), ipv4="198.51.100.10"),
    "computer": ComputerFacts(
        system="Linux", name="Debian 12", version="debian 12", support=Support.SUPPORTED
    ),
}


def case(
    facts: dict[str, Facts | NotRun | None] | None = None,
    *,
    error: str = "",
    account: Account = ACCOUNT,
) -> Case:
    """The healthy observations with some replaced (NotRun: not run; None: taken out)."""
    merged: dict[str, Facts | NotRun | None] = {**HEALTHY, **(facts or {})}
    observations = {
        probe: observation(probe, value) for probe, value in merged.items() if value is not None
    }
    return Case(
        account=account,
        observations=observations,
        pasted=explain(error) if error else None,
        judged_at=NOW,
    )


def observation(probe: str, value: Facts | NotRun) -> Observation:
    if isinstance(value, NotRun):
        because = "server_name" if value is NotRun.NEED_FAILED else ""
        return Observation(
            probe=probe,
            started=NOW,
            took_seconds=0,
            outcome=Outcome.NOT_RUN,
            reason=value,
            because=because,
        )
    return Observation(
        probe=probe, started=NOW, took_seconds=0.1, outcome=Outcome.MEASURED, facts=value
    )
