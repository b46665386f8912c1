"""The pasted error, weighed against what was measured: it may be an hour old.

Whether one good conversation refutes a cause is a property of the cause: a busy server that now
answers is no longer busy, but one probe says nothing about ten connections or a daily limit.
"""

from collections.abc import Iterator

import msgspec

from wizard.diagnosis import Finding
from wizard.facts.server import ServerFacts
from wizard.judge.case import Case
from wizard.judge.evidence import Evidence, Found, odds_of
from wizard.judge.findings.making import found
from wizard.judge.findings.reached import conversation_complete, server_reached
from wizard.judge.findings.refusal import STEP_OF_CAUSE
from wizard.reply import Reply
from wizard.vocabulary import Cause, Layer, Stage, Step, Verdict

# Refuted by a conversation that went through the stage at which the error arises, and why.
_REFUTED_AT = {
    Cause.SERVER_OVERLOAD: Stage.GREETING,  # the server has time for us now
    Cause.MAINTENANCE_SHUTDOWN: Stage.GREETING,  # it is back
    Cause.SESSION_TIMEOUT: Stage.GREETING,  # an idle or slow session is over; a new one works
    Cause.NETWORK: Stage.GREETING,  # the way is open now
    Cause.GREYLISTING: Stage.RCPT,  # the second try was accepted
    Cause.UNKNOWN_GENERIC: Stage.GREETING,  # 'try again later', and later it works
    Cause.TLS_PROBLEM: Stage.EHLO,  # the handshake succeeded
    Cause.AUTH_FAILED: Stage.AUTH,  # the password was accepted
}
# Never refuted by one conversation: too_many_connections (ours is one), rate_limit (counts over
# time), ip_blocked and sender_auth_dns and mailbox_or_content (mostly the recipient's side),
# client_settings and outdated_client (ours are right, the program's may not be).

# How far a cause that cannot be refuted is still believed after everything measured was fine.
_DOUBT_WHEN_FINE = 0.85
_RECIPIENTS_SIDE = (Layer.RECIPIENT_SERVER,)
_ORDER = (
    Stage.CONNECT, Stage.TLS, Stage.GREETING, Stage.EHLO, Stage.STARTTLS, Stage.AUTH, Stage.MAIL,
    Stage.RCPT,
)  # fmt: skip


def findings(case: Case) -> Iterator[Found]:
    """What the pasted text says, and whether it still holds."""
    pasted = case.pasted
    if pasted is None:
        return
    main = case.facts("account_server", ServerFacts)
    if main is not None and main.refusal is not None:
        yield _beside_a_live_refusal(pasted)
    elif pasted.layer in _RECIPIENTS_SIDE:
        yield _plain(pasted, odds_of(pasted.confidence))
    elif conversation_complete(case) and _has_passed(case, pasted):
        yield _over(pasted)
    elif conversation_complete(case):
        yield _plain(pasted, odds_of(pasted.confidence * _DOUBT_WHEN_FINE))
    else:
        share = 1.0 if server_reached(case) or main is None else 0.8
        yield _plain(pasted, odds_of(pasted.confidence * share))


def _has_passed(case: Case, pasted: Reply) -> bool:
    needed = _REFUTED_AT.get(pasted.cause)
    if pasted.stage in _ORDER and needed in _ORDER and pasted.stage is not None:
        needed = max(needed, pasted.stage, key=_ORDER.index)
    return needed is not None and _went_through(case, needed)


def _went_through(case: Case, stage: Stage) -> bool:
    main = case.facts("account_server", ServerFacts)
    if main is None:
        return False
    if stage in (Stage.GREETING, Stage.CONNECT, Stage.TLS):
        return bool(main.replies) or bool(main.tls and main.tls.trusted)
    passed = {reply.stage for reply in main.replies if reply.code < 400}
    return any(_ORDER.index(one) >= _ORDER.index(stage) for one in passed if one in _ORDER)


def _over(pasted: Reply) -> Found:
    return found(
        "error.has_passed",
        Step.WAIT,
        Verdict.FINE,
        None,
        evidence={"text": pasted.text[:1000]},
    )


def _plain(pasted: Reply, weight: float) -> Found:
    votes = [Evidence(pasted.cause, weight, pasted.who, pasted.wait_seconds, pasted.retry_prolongs)]
    votes += [Evidence(second, 0.05, None, None) for second in pasted.secondary]
    made = found(
        "error.says",
        STEP_OF_CAUSE[pasted.cause],
        Verdict.PROBLEM,
        pasted.who,
        *votes,
        evidence={"text": pasted.text[:1000]},
    )
    return Found(_with_texts(made, pasted), made.evidence)


def _beside_a_live_refusal(pasted: Reply) -> Found:
    """The server refuses right now: its live words lead, the pasted ones support."""
    supports = Evidence(pasted.cause, 0.4, pasted.who, pasted.wait_seconds, pasted.retry_prolongs)
    made = found(
        "error.says",
        STEP_OF_CAUSE[pasted.cause],
        Verdict.ATTENTION,
        pasted.who,
        supports,
        evidence={"text": pasted.text[:1000]},
    )
    return Found(_with_texts(made, pasted), made.evidence)


def _with_texts(made: Found, pasted: Reply) -> Finding:
    return msgspec.structs.replace(
        made.finding, title=pasted.title, meaning=pasted.meaning, next=pasted.next
    )
