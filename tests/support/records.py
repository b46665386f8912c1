"""Finished runs for the tests: a healthy one, one refused with 421, one that holds everything."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec

from wizard.account import Account, Source
from wizard.diagnosis import Diagnosis, Finding, RankedCause, StepState
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
    LinkFacts,
    LinkKind,
)
from wizard.facts.server import (
    Certificate,
    Ending,
    OtherPortsFacts,
    ServerFacts,
    ServerReply,
    SignInResult,
    TlsFacts,
)
from wizard.judge.case import Case
from wizard.messages import message
from wizard.observation import Line, NotRun, Observation, Outcome, Speaker
from wizard.record import RunRecord
from wizard.reply import Reply
from wizard.vocabulary import Cause, Layer, Security, Stage, Step, Verdict, Who

STARTED = datetime(2026, 11, 23, 14, 10, tzinfo=timezone(timedelta(hours=1)))
REFUSAL = (
    "4.7.0 Too many connections from 203.0.113.77, goodbye anna.lindqvist@lindqvist-family.example"
)


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who is at the computer in a made-up run."""

    address: str = "anna.lindqvist@lindqvist-family.example"
    host: str = "mail.lindqvist-family.example"
    user: str = "alindqvist"
    full_name: str = "Anna Lindqvist"
    computer: str = "annas-tower"
    home: str = "/home/alindqvist"
    ipv4: str = "203.0.113.77"
    ipv6: str = "2001:db8:77:1::42"
    lan: str = "192.168.178.23"


ANNA = Identity()


def observation(
    probe: str, facts: object, *lines: tuple[Speaker, str], **more: object
) -> Observation:
    """One probe's measurement."""
    transcript = tuple(Line(who, text, 0.1 * n) for n, (who, text) in enumerate(lines))
    return Observation(
        probe=probe,
        started=STARTED,
        took_seconds=0.4,
        outcome=Outcome.MEASURED,
        facts=facts,  # type: ignore[arg-type]
        transcript=transcript,
        **more,  # type: ignore[arg-type]
    )


def account(who: Identity = ANNA) -> Account:
    """The account under test."""
    return Account(
        address=who.address,
        host=who.host,
        port=587,
        security=Security.STARTTLS,
        username=who.address,
        sources={"host": Source.TYPED, "port": Source.GUESS},
    )


def server_facts(who: Identity = ANNA, said: str = REFUSAL, code: int = 421) -> ServerFacts:
    """A conversation that the server ended with a reply at its greeting."""
    return ServerFacts(
        host=who.host,
        address=who.ipv4,
        port=587,
        security=Security.STARTTLS,
        connect=ConnectAttempt(
            address=who.ipv4, port=587, result=ConnectResult.CONNECTED, took_seconds=0.03
        ),
        stage=Stage.GREETING,
        ending=Ending.REPLY,
        replies=(ServerReply(code=code, lines=(said,), stage=Stage.GREETING, took_seconds=0.2),),
        greeting_seconds=0.2,
        echoed_address=who.ipv4,
    )


def healthy_server(who: Identity = ANNA) -> ServerFacts:
    """A conversation that went well."""
    return ServerFacts(
        host=who.host,
        address=who.ipv4,
        port=587,
        security=Security.STARTTLS,
        connect=ConnectAttempt(
            address=who.ipv4, port=587, result=ConnectResult.CONNECTED, took_seconds=0.03
        ),
        stage=Stage.QUIT,
        ending=Ending.COMPLETE,
        replies=(
            ServerReply(
                code=220, lines=(f"{who.host} ESMTP",), stage=Stage.GREETING, took_seconds=0.1
            ),
            ServerReply(code=221, lines=("2.0.0 Bye",), stage=Stage.QUIT, took_seconds=0.1),
        ),
        capabilities=("STARTTLS", "SIZE 52428800"),
        tls=TlsFacts(
            trusted=True,
            version="TLSv1.3",
            cipher="TLS_AES_256_GCM_SHA384",
            certificate=Certificate(
                names=(who.host,),
                issuer="CN=R11,O=Let's Encrypt,C=US",
                issuer_organisation="Let's Encrypt",
                not_before="2026-10-01T00:00:00Z",
                not_after="2026-12-30T00:00:00Z",
                chain_length=2,
                sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            ),
        ),
        sign_in=SignInResult.NO_PASSWORD,
    )


def steps(**verdicts: Verdict) -> tuple[StepState, ...]:
    """The eight steps, fine where nothing else is said."""
    return tuple(
        StepState(step=step, verdict=verdicts.get(step.name.lower(), Verdict.FINE), findings=())
        for step in Step
    )


def diagnosis(who: Identity = ANNA, cause: Cause = Cause.TOO_MANY_CONNECTIONS) -> Diagnosis:
    """A diagnosis made by hand, so that these tests do not hang on the judge."""
    found = Finding(
        id="server.refused",
        step=Step.SETTINGS,
        verdict=Verdict.PROBLEM,
        who=Who.USER,
        title=message(f"cause.{cause.value}"),
        meaning=message("step.settings.intro"),
        next=message("step.wait.intro"),
        evidence={"reply": f"421 {REFUSAL}", "address": who.ipv4, "server": who.host},
    )
    names = {
        Step.SETTINGS: Verdict.PROBLEM,
        Step.QUEUE: Verdict.SKIPPED,
        Step.RATE: Verdict.ATTENTION,
    }
    states = tuple(
        StepState(
            step=step,
            verdict=names.get(step, Verdict.FINE),
            findings=("server.refused",) if step is Step.SETTINGS else (),
        )
        for step in Step
    )
    return Diagnosis(
        verdict=Verdict.PROBLEM,
        cause=cause,
        causes=(
            RankedCause(
                cause=cause,
                confidence=0.9,
                who=Who.USER,
                because=("server.refused",),
                wait_seconds=(900, 1800),
            ),
        ),
        findings=(found,),
        steps=states,
        who=Who.USER,
        title=message(f"cause.{cause.value}"),
        meaning=message("step.connection.intro"),
        next=message("step.wait.intro"),
        fix_step=Step.WAIT,
    )


def refused_record(who: Identity = ANNA, said: str = REFUSAL) -> RunRecord:
    """A run whose server answered 421 to everything."""
    pasted = Reply(
        text=f"An error occurred while sending mail: 421 {said}",
        cause=Cause.TOO_MANY_CONNECTIONS,
        confidence=0.9,
        who=Who.USER,
        stage=Stage.GREETING,
        layer=Layer.MAIL_PROGRAM,
        code=421,
        enhanced="4.7.0",
        title=message("cause.too_many_connections"),
        meaning=message("step.rate.intro"),
        next=message("step.wait.intro"),
    )
    observations = (
        observation(
            "link",
            LinkFacts(
                interfaces=(
                    Interface("eth0", LinkKind.WIRED, (who.lan, "fe80::a00:27ff:fe4e:66a1"), 1500),
                ),
                gateway_ipv4="192.168.178.1",
                gateway_ipv6=None,
            ),
        ),
        observation(
            "resolver", ResolverFacts(nameservers=("192.168.178.1",), result=NameResult.FOUND)
        ),
        observation(
            "server_name",
            ServerNameFacts(
                host=who.host, result=NameResult.FOUND, ipv4=(who.ipv4,), ipv6=(who.ipv6,)
            ),
        ),
        observation(
            "account_server",
            server_facts(who, said),
            (Speaker.SERVER, f"421 {said}"),
            (Speaker.NOTE, f"closed by {who.host} [{who.ipv4}]"),
            connections=1,
        ),
        observation("other_ports", OtherPortsFacts(conversations=(server_facts(who, said),))),
        observation("computer", computer()),
        Observation(
            probe="blocklists",
            started=STARTED,
            took_seconds=0.0,
            outcome=Outcome.NOT_RUN,
            reason=NotRun.NOT_ALLOWED,
        ),
    )
    return record(who, observations, pasted)


def computer() -> ComputerFacts:
    """A supported system."""
    return ComputerFacts(
        system="Linux",
        name="Debian GNU/Linux 12 (bookworm)",
        version="12",
        support=Support.SUPPORTED,
        support_ends="2028-06-30",
        table_date="2026-11-01",
        tls_library="OpenSSL 3.0.17",
    )


def full_record(who: Identity = ANNA, said: str = REFUSAL) -> RunRecord:
    """A run in which every kind of facts was measured, each full of what is personal."""
    refused = refused_record(who, said)
    more = (
        observation(
            "internet",
            InternetFacts(
                attempts=(
                    ConnectAttempt(
                        address="1.1.1.1",
                        port=443,
                        result=ConnectResult.CONNECTED,
                        took_seconds=0.01,
                    ),
                )
            ),
        ),
        observation(
            "public_address",
            PublicAddressFacts(
                reports=(AddressReport(way="stun", operator="somebody", address=who.ipv4),),
                ipv4=who.ipv4,
                ipv6=who.ipv6,
            ),
        ),
        observation(
            "blocklists",
            BlocklistFacts(
                listings=(
                    Listing(
                        list_id="spamhaus-zen",
                        address=who.ipv4,
                        result=ListingResult.LISTED,
                        codes=("127.0.0.11",),
                        text=f"https://check.example/?ip={who.ipv4}",
                    ),
                )
            ),
        ),
        observation(
            "mail_programs",
            MailProgramsFacts(
                programs=(
                    MailProgram(
                        id="thunderbird", name="Thunderbird", version="140.5.0", found_by="dpkg"
                    ),
                ),
                accounts=(
                    SavedAccount(
                        program="thunderbird",
                        address=who.address,
                        host=who.host,
                        port=25,
                        security=Security.NONE,
                        username=who.address,
                    ),
                ),
                unreadable=(("outlook", f"{who.home}/.config/outlook could not be read"),),
            ),
        ),
        observation(
            "mail_connections",
            MailConnectionsFacts(
                connections=(
                    MailConnection(program="thunderbird", address=who.ipv4, port=587, open=6),
                ),
                complete=True,
            ),
        ),
        observation(
            "outbox",
            OutboxFacts(
                outboxes=(Outbox(program="thunderbird", messages=3, size_bytes=4096),),
                unreadable=(("evolution", f"{who.home}/.local/share/evolution"),),
            ),
        ),
        observation(
            "mail_queue",
            MailQueueFacts(
                server="postfix",
                total=1,
                messages=(
                    QueuedMessage(
                        id="4cXyZ12ABCz1",
                        queue="deferred",
                        sender=who.address,
                        recipients=("bertil.oberg@elsewhere-mail.example",),
                        size_bytes=1200,
                        arrived="2026-11-23T12:00:00Z",
                        reason=f"host {who.host}[{who.ipv4}] said: 421 {said}",
                    ),
                ),
            ),
        ),
    )
    return record(who, (*refused.case.observations.values(), *more), refused.case.pasted)


def record(
    who: Identity, observations: tuple[Observation, ...], pasted: Reply | None = None
) -> RunRecord:
    """A run with these observations."""
    return RunRecord(
        program_version="0.1.0",
        started=STARTED,
        seconds=3.25,
        connections=sum(o.connections for o in observations),
        case=Case(
            account=account(who),
            observations={o.probe: o for o in observations},
            pasted=pasted,
            judged_at=STARTED.astimezone(UTC),
        ),
        diagnosis=diagnosis(who),
    )
