"""What the server said when it refused: its own words outrank every other test."""

from collections.abc import Iterator

from wizard.diagnosis import Finding
from wizard.facts.computer import MailConnectionsFacts
from wizard.facts.names import ServerNameFacts
from wizard.facts.network import LinkFacts
from wizard.facts.server import Ending, ServerFacts, ServerReply
from wizard.judge.case import Case
from wizard.judge.evidence import CERTAIN, FAIR, GOOD, WEAK, Evidence, Found, odds_of
from wizard.judge.findings.making import found
from wizard.judge.reply import meaning_of
from wizard.reply import Reply
from wizard.vocabulary import Cause, Stage, Step, Verdict, Who

# A mail program that holds this many connections to one server is likely to be what the server
# complains about (network practice; Thunderbird holds one for sending, up to five for reading).
MANY_CONNECTIONS = 4

STEP_OF_CAUSE = {
    Cause.SERVER_OVERLOAD: Step.WAIT,
    Cause.TOO_MANY_CONNECTIONS: Step.RATE,
    Cause.RATE_LIMIT: Step.RATE,
    Cause.IP_BLOCKED: Step.BLOCKLISTS,
    Cause.CLIENT_SETTINGS: Step.SETTINGS,
    Cause.AUTH_FAILED: Step.SETTINGS,
    Cause.TLS_PROBLEM: Step.SETTINGS,
    Cause.NETWORK: Step.CONNECTION,
    Cause.OUTDATED_CLIENT: Step.UPDATES,
    Cause.SENDER_AUTH_DNS: Step.PROVIDER,
    Cause.GREYLISTING: Step.WAIT,
    Cause.MAILBOX_OR_CONTENT: Step.PROVIDER,
    Cause.SESSION_TIMEOUT: Step.WAIT,
    Cause.MAINTENANCE_SHUTDOWN: Step.WAIT,
    Cause.UNKNOWN_GENERIC: Step.PROVIDER,
    Cause.NONE: Step.WAIT,
}

# A reply that names nothing leaves the causes that its words allow; they share the rest.
_SECONDARY_SHARE = 0.5


def findings(case: Case) -> Iterator[Found]:
    """What the account's server refused with, here and over the other IP family."""
    main = case.facts("account_server", ServerFacts)
    other = case.facts("other_family", ServerFacts)
    if main is not None and main.refusal is not None:
        yield from _refused(case, main, main.refusal)
    elif main and main.ending is Ending.COMPLETE and other and other.refusal:
        yield _one_family_refused(main, other, other.refusal)


def understood(refusal: ServerReply) -> Reply:
    """What the refusal means, known where and by whom it was said."""
    return meaning_of(refusal.code, refusal.lines, refusal.stage)


def _refused(case: Case, main: ServerFacts, refusal: ServerReply) -> Iterator[Found]:
    reply = understood(refusal)
    cause = reply.cause
    votes = [_vote(cause, odds_of(reply.confidence), reply)]
    for second in reply.secondary:
        share = odds_of(reply.confidence * _SECONDARY_SHARE)
        votes.append(_vote(second, max(share, 0.05), reply))
    finding = Finding(
        id="server.refused",
        step=STEP_OF_CAUSE[cause],
        verdict=Verdict.PROBLEM,
        who=reply.who,
        title=reply.title,
        meaning=reply.meaning,
        next=reply.next,
        evidence={
            "reply": refusal.text,
            "stage": refusal.stage.value,
            "server": f"{main.host}:{main.port}",
            "address": main.address,
        },
    )
    yield Found(finding, tuple(votes))
    if cause is Cause.TOO_MANY_CONNECTIONS:
        yield from _connections(case, main)
    if cause is Cause.IP_BLOCKED:
        yield from _vpn(case)
    if refusal.stage is Stage.GREETING and main.port == 25 and cause is Cause.IP_BLOCKED:
        yield found(
            "server.port_25_refused",
            Step.SETTINGS,
            Verdict.ATTENTION,
            Who.USER,
            Evidence(Cause.CLIENT_SETTINGS, GOOD, Who.USER),
            evidence={"port": "25", "reply": refusal.text},
        )


def _vote(cause: Cause, weight: float, reply: Reply) -> Evidence:
    return Evidence(cause, weight, reply.who, reply.wait_seconds, reply.retry_prolongs)


def _connections(case: Case, main: ServerFacts) -> Iterator[Found]:
    """Whether this computer's own connections explain the complaint (D19, D20)."""
    facts = case.facts("mail_connections", MailConnectionsFacts)
    if facts is None:
        return
    names = case.facts("server_name", ServerNameFacts)
    addresses = {main.address, *(names.ipv4 if names else ()), *(names.ipv6 if names else ())}
    here = [one for one in facts.connections if one.address in addresses]
    total = sum(one.open for one in here)
    programs = ", ".join(sorted({one.program for one in here if one.program}))
    if total >= MANY_CONNECTIONS:
        yield found(
            "rate.connections_here",
            Step.RATE,
            Verdict.PROBLEM,
            Who.USER,
            Evidence(Cause.TOO_MANY_CONNECTIONS, FAIR, Who.USER),
            evidence={"programs": programs},
            count=total,
        )
    elif facts.complete:
        yield found(
            "rate.connections_elsewhere",
            Step.RATE,
            Verdict.ATTENTION,
            Who.USER,
            Evidence(Cause.TOO_MANY_CONNECTIONS, WEAK, Who.USER),
            evidence={"open here": str(total)},
        )


def _vpn(case: Case) -> Iterator[Found]:
    link = case.facts("link", LinkFacts)
    if link is not None and link.default_route_over and link.default_route_over in link.vpn:
        yield found(
            "blocklists.vpn_address",
            Step.BLOCKLISTS,
            Verdict.PROBLEM,
            Who.USER,
            Evidence(Cause.IP_BLOCKED, FAIR, Who.USER),
            evidence={"interface": link.default_route_over},
        )


def _one_family_refused(main: ServerFacts, other: ServerFacts, refusal: ServerReply) -> Found:
    """The server takes one kind of address and refuses the other (D17): programs may use either."""
    reply = understood(refusal)
    family = "IPv6" if ":" in other.address else "IPv4"
    weight = CERTAIN if reply.cause is not Cause.UNKNOWN_GENERIC else GOOD
    return found(
        "server.one_family_refused",
        STEP_OF_CAUSE[reply.cause],
        Verdict.PROBLEM,
        Who.PROVIDER,
        _vote(reply.cause, weight, reply),
        evidence={"reply": refusal.text, "address": other.address, "fine": main.address},
        family=family,
    )
