"""What the account's server said when it refused: its own words outrank every other test."""

import math
import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from wizard.accounts.providers import provider_for_server
from wizard.diagnosis import Finding
from wizard.facts.names import ServerNameFacts
from wizard.facts.server import Ending, ServerFacts, ServerReply, SignInResult
from wizard.judge.case import Case
from wizard.judge.evidence import Evidence, Found, Share, likely, supports, weakens
from wizard.judge.findings.making import found, kept
from wizard.judge.findings.reached import main_conversation, refused_conversation, through_vpn
from wizard.judge.findings.reaching import where
from wizard.judge.reply import explain, meaning_of
from wizard.judge.waiting import wait_by_cause
from wizard.judge.wording import Words, stem_words, words_for
from wizard.messages import message
from wizard.reply import Reply
from wizard.vocabulary import Cause, Layer, Stage, Step, Verdict, Who

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
    Cause.UNKNOWN_GENERIC: Step.WAIT,
    Cause.NONE: Step.WAIT,
}

# Of what a reply leaves open, its second thoughts get this much, the rest is 'something else'.
_SECOND_THOUGHTS = 0.6
_OWN_MAILBOX = {
    "reply.recipient_full.title": "headline.own_mailbox_full",
    "reply.recipient_unknown.title": "headline.own_address_unknown",
}
# A reading this unsure rests on the stage alone.
_A_GUESS = 0.6
_WHO_OF_A_GUESS = {
    Cause.UNKNOWN_GENERIC: Who.WAIT,
    Cause.IP_BLOCKED: Who.PROVIDER,
    Cause.AUTH_FAILED: Who.USER,
    Cause.SERVER_OVERLOAD: Who.PROVIDER,
}
_WHILE_WE_TALK = (Stage.GREETING, Stage.EHLO, Stage.STARTTLS, Stage.AUTH, Stage.MAIL, Stage.RCPT)
# Before a sender, a recipient or a message was named, none of them can be the reason.
_BEFORE_THE_MESSAGE = (
    Stage.CONNECT, Stage.TLS, Stage.GREETING, Stage.EHLO, Stage.STARTTLS, Stage.AUTH,
)  # fmt: skip
_ABOUT_THE_MESSAGE = (Cause.MAILBOX_OR_CONTENT, Cause.SENDER_AUTH_DNS)
# Names of the computer that connects: they are known before any message is.
_ABOUT_THE_COMPUTER = ("reply.reverse_dns.title", "reply.helo_name.title")
# Refusals that pass by themselves, so that over one family only they may be chance.
_OF_THE_MOMENT = (
    Cause.SERVER_OVERLOAD, Cause.MAINTENANCE_SHUTDOWN, Cause.GREYLISTING, Cause.SESSION_TIMEOUT,
    Cause.TOO_MANY_CONNECTIONS, Cause.RATE_LIMIT,
)  # fmt: skip


def findings(case: Case) -> Iterator[Found]:
    """What the account's server refused with, here and over the other IP family."""
    refused = refused_conversation(case)
    if refused is not None:
        yield from _refused(case, *refused)
    main = main_conversation(case)
    other = case.facts("other_family", ServerFacts)
    if main is not None and main.ending is Ending.COMPLETE and other and other.refusal:
        yield _one_family_refused(main, other, other.refusal)


def live_reply(case: Case) -> Reply | None:
    """What the server's live refusal means; None when it did not refuse in words."""
    refused = refused_conversation(case)
    return understood(refused[1], refused[0].host) if refused else None


@lru_cache(maxsize=64)
def understood(refusal: ServerReply, host: str = "") -> Reply:
    """What a refusal means, known where and by whom it was said."""
    lines = _without_own_name(refusal.lines, host)
    reply = meaning_of(refusal.code, lines, refusal.stage)
    about_message = reply.cause in _ABOUT_THE_MESSAGE and reply.title.id not in _ABOUT_THE_COMPUTER
    if about_message and refusal.stage in _BEFORE_THE_MESSAGE:
        instead = _instead(refusal, reply)
        return _renamed(reply, instead, min(reply.confidence, _A_GUESS), reply.secondary)
    if reply.cause is Cause.NETWORK and refusal.stage in _WHILE_WE_TALK:
        # Words that reach us came over a line that works: it is the server's own trouble.
        second = (*reply.secondary, Cause.NETWORK)
        return _renamed(reply, Cause.SERVER_OVERLOAD, min(reply.confidence, 0.8), second)
    if reply.cause is Cause.NONE:
        return _renamed(reply, Cause.UNKNOWN_GENERIC, 0.5, reply.secondary)
    if reply.confidence <= _A_GUESS and reply.cause is not Cause.UNKNOWN_GENERIC:
        words = explain(f"{refusal.code} {' '.join(lines)}")
        if words.cause is Cause.UNKNOWN_GENERIC:
            # The words name nothing; the stage alone only suggests.
            second = (reply.cause, *words.secondary)
            return _renamed(reply, words.cause, max(words.confidence, 0.5), second)
    return reply


def _without_own_name(lines: tuple[str, ...], host: str) -> tuple[str, ...]:
    """What a server called rate-limit.example says about itself is no word about a rate.

    The names of well-known providers stay: whose reply it is says much about its meaning.
    """
    if "." not in host or provider_for_server(host) is not None:
        return lines
    name = re.compile(rf"(?<![\w.-]){re.escape(host)}(?![\w-])", re.IGNORECASE)
    return tuple(name.sub("mx", line) for line in lines)


def _renamed(reply: Reply, cause: Cause, confidence: float, second: tuple[Cause, ...]) -> Reply:
    generic = (message(f"reply.{cause.value}.{part}") for part in ("title", "meaning", "next"))
    title, meaning, following = generic
    return msgspec.structs.replace(
        reply,
        cause=cause,
        who=_WHO_OF_A_GUESS.get(cause, reply.who),
        confidence=confidence,
        secondary=tuple(c for c in dict.fromkeys(second) if c is not cause),
        rule="",
        wait_seconds=wait_by_cause(cause),
        title=title,
        meaning=meaning,
        next=following,
    )


def _instead(refusal: ServerReply, reply: Reply) -> Cause:
    possible = [c for c in reply.secondary if c not in _ABOUT_THE_MESSAGE]
    if refusal.stage is Stage.AUTH:
        return Cause.AUTH_FAILED
    if refusal.code >= 500:
        return Cause.IP_BLOCKED
    return possible[0] if possible else Cause.UNKNOWN_GENERIC


def votes_of(reply: Reply, confidence: float) -> tuple[Evidence, ...]:
    """A reply's cause and its second thoughts, as evidence."""
    sure = confidence if math.isfinite(confidence) else 0.5
    main = Share(
        reply.cause, min(0.97, max(0.05, sure)), who_of(reply), reply.wait_seconds,
        reply.retry_prolongs,
    )  # fmt: skip
    seconds = [c for c in dict.fromkeys(reply.secondary) if c not in (reply.cause, Cause.NONE)]
    each = (1.0 - main.share) * _SECOND_THOUGHTS / max(1, len(seconds))
    return likely(main, *(Share(c, each, who_of(reply), reply.wait_seconds) for c in seconds))


def who_of(reply: Reply) -> Who:
    """Who acts. What a recipient's server has to mend is the recipient's side, not ours."""
    if reply.layer is Layer.RECIPIENT_SERVER and reply.who is Who.PROVIDER:
        return Who.RECIPIENT
    return reply.who


def _refused(case: Case, at: ServerFacts, refusal: ServerReply) -> Iterator[Found]:
    reply = understood(refusal, at.host)
    own = _about_oneself(refusal, reply)
    if own is not None:
        reply = msgspec.structs.replace(reply, who=Who.USER)
    words = own or words_for(reply, who_of(reply))
    finding = Finding(
        id="server.refused",
        step=STEP_OF_CAUSE[reply.cause],
        verdict=Verdict.PROBLEM,
        who=who_of(reply),
        title=words.title,
        meaning=words.meaning,
        next=words.next,
        evidence=kept(
            {
                "reply": refusal.text,
                "stage": refusal.stage.value,
                **where(at),
                "understood by": reply.rule,
            }
        ),
    )
    yield Found(finding, votes_of(reply, reply.confidence))
    yield from _wrong_port(at, refusal, reply)
    yield from _sign_in_needed(at, refusal, reply)
    if reply.cause is Cause.IP_BLOCKED and through_vpn(case):
        yield found(
            "blocklists.vpn_address",
            Step.BLOCKLISTS,
            Verdict.PROBLEM,
            Who.USER,
            supports(Cause.IP_BLOCKED, 3.0, Who.USER),
            evidence={"interface": through_vpn(case)},
            leads=True,
        )


def _about_oneself(refusal: ServerReply, reply: Reply) -> Words | None:
    """The check writes to the person's own address, so the 'recipient' is the person."""
    own = _OWN_MAILBOX.get(reply.title.id) if refusal.stage is Stage.RCPT else None
    return stem_words(own) if own else None


def _wrong_port(at: ServerFacts, refusal: ServerReply, reply: Reply) -> Iterator[Found]:
    """Port 25 is for servers: from a home it is refused for being a home (D13)."""
    homes = "residential" in reply.title.id or "dynamic" in refusal.text.lower()
    if at.port != 25 or reply.cause is not Cause.IP_BLOCKED:
        return
    yield found(
        "server.port_25_refused",
        Step.SETTINGS,
        Verdict.PROBLEM if homes else Verdict.ATTENTION,
        Who.USER,
        *(
            (supports(Cause.CLIENT_SETTINGS, 60.0, Who.USER), weakens(Cause.IP_BLOCKED, 6.0))
            if homes
            else (supports(Cause.CLIENT_SETTINGS, 3.0, Who.USER),)
        ),
        evidence={"port": "25", "reply": refusal.text},
        leads=homes,
    )


def _sign_in_needed(at: ServerFacts, refusal: ServerReply, reply: Reply) -> Iterator[Found]:
    """Refused as a stranger, where nobody could sign in: the wrong port or server (D43)."""
    stranger = at.sign_in is SignInResult.NOT_OFFERED and refusal.code >= 500
    if not stranger or refusal.stage not in (Stage.MAIL, Stage.RCPT):
        return
    if reply.cause not in (Cause.MAILBOX_OR_CONTENT, Cause.CLIENT_SETTINGS, Cause.UNKNOWN_GENERIC):
        return
    yield found(
        "sign_in.needed_first",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER,
        supports(Cause.CLIENT_SETTINGS, 12.0, Who.USER),
        evidence={"reply": refusal.text, "offered": ", ".join(at.capabilities)},
        leads=True,
        port=at.port,
    )


def addresses_of_server(case: Case, at: ServerFacts) -> frozenset[str]:
    """Every address under which the account's server is known."""
    names = case.facts("server_name", ServerNameFacts)
    known = (*names.ipv4, *names.ipv6, *names.order) if names else ()
    return frozenset({at.address, *known})


def _one_family_refused(main: ServerFacts, other: ServerFacts, refusal: ServerReply) -> Found:
    """The server takes one kind of address and refuses the other (D17): programs may use either."""
    reply = understood(refusal, other.host)
    # Over the other family the same computer is welcome, so it is about the address.
    about_address = reply.title.id in _ABOUT_THE_COMPUTER
    if about_address or Cause.IP_BLOCKED in (reply.cause, *reply.secondary):
        cause, votes = Cause.IP_BLOCKED, likely(Share(Cause.IP_BLOCKED, 0.9, Who.PROVIDER))
    elif reply.cause is Cause.SENDER_AUTH_DNS:
        cause, votes = reply.cause, likely(Share(reply.cause, 0.9, Who.PROVIDER))
    elif reply.cause in _OF_THE_MOMENT:
        cause, votes = reply.cause, votes_of(reply, min(reply.confidence, 0.8))
    else:
        cause = Cause.IP_BLOCKED
        votes = likely(Share(cause, 0.68, Who.PROVIDER), Share(reply.cause, 0.2, Who.PROVIDER))
    return found(
        "server.one_family_refused",
        STEP_OF_CAUSE[cause],
        Verdict.PROBLEM,
        Who.PROVIDER,
        *votes,
        evidence={"reply": refusal.text, "refused": other.address, "works": main.address},
        family="IPv6" if ":" in other.address else "IPv4",
    )
