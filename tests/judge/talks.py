"""Step 3 for the judge's tests: names and conversations with the server, each in one line."""

import msgspec

from tests.judge.parts import HOST, IPV4, IPV6, REPLIES, Part, attempt, not_run
from wizard.facts.names import NameResult, ServerNameFacts
from wizard.facts.network import ConnectResult
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
from wizard.observation import NotRun
from wizard.vocabulary import Security, Stage


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
