"""The error text, weighed against what was measured: it may be an hour old.

Whether one good conversation refutes a cause is a property of the cause (`judge.refuting`).
"""

from collections.abc import Iterator

from wizard.diagnosis import Finding
from wizard.facts.network import LineFacts
from wizard.judge.case import Case
from wizard.judge.evidence import Evidence, Found, supports
from wizard.judge.findings.crowding import holds_many
from wizard.judge.findings.making import found, kept
from wizard.judge.findings.reached import (
    conversation_complete,
    main_conversation,
    server_reached,
    way_is_broken,
    went_through,
)
from wizard.judge.findings.refusal import STEP_OF_CAUSE, live_reply, votes_of, who_of
from wizard.judge.refuting import OF_A_BAD_LINE, needed_stage
from wizard.judge.thresholds import DOUBT_WHEN_FINE, DOUBT_WITHOUT_NETWORK, LOSS_FELT
from wizard.judge.wording import words_for
from wizard.reply import Reply
from wizard.vocabulary import Cause, Layer, Stage, Step, Verdict


def findings(case: Case) -> Iterator[Found]:
    """What the error text says, and whether it still holds."""
    pasted = case.pasted
    if pasted is None or pasted.cause is Cause.NONE:
        return
    live = live_reply(case)
    if live is not None:
        yield _beside_a_live_refusal(pasted, live)
    elif pasted.layer is Layer.RECIPIENT_SERVER:
        yield _from_the_recipient(case, pasted)
    elif conversation_complete(case):
        yield _over(pasted) if has_passed(case, pasted) else _kept(pasted, DOUBT_WHEN_FINE)
    elif way_is_broken(case):
        yield _kept(pasted, DOUBT_WITHOUT_NETWORK)
    else:
        yield _kept(pasted, 1.0)


def has_passed(case: Case, pasted: Reply) -> bool:
    """Whether what was measured refutes the error text."""
    if pasted.layer is Layer.RECIPIENT_SERVER:
        return False
    needed = needed_stage(pasted)
    if needed is None or not went_through(case, needed):
        return False
    if pasted.cause is Cause.TOO_MANY_CONNECTIONS and holds_many(case):
        return False
    line = case.facts("line", LineFacts)
    lossy = line is not None and (line.loss or 0.0) >= LOSS_FELT
    if lossy and pasted.cause in OF_A_BAD_LINE:
        return False  # a short conversation gets through where a long one breaks off
    main = main_conversation(case)
    intercepted = main is not None and main.tls is not None and main.tls.intercepted_by
    # Another program may not trust what we trust: software that reads along stays suspect.
    return not (pasted.cause is Cause.TLS_PROBLEM and intercepted)


def _over(pasted: Reply) -> Found:
    return found(
        "error.idle_only" if pasted.cause is Cause.SESSION_TIMEOUT else "error.has_passed",
        Step.WAIT,
        Verdict.FINE,
        evidence=_evidence(pasted),
    )


def _evidence(pasted: Reply) -> dict[str, str]:
    return {
        "text": pasted.text,
        "said by": pasted.layer.value,
        "stage": pasted.stage.value if pasted.stage else "",
        "understood by": pasted.rule,
    }


def _kept(pasted: Reply, belief: float) -> Found:
    """The text stands, believed as far as what was measured allows."""
    return _said(pasted, Verdict.PROBLEM, votes_of(pasted, pasted.confidence * belief))


def _from_the_recipient(case: Case, pasted: Reply) -> Found:
    """A bounce: the mail left from here, and another server refused it (D59)."""
    belief = 1.0 if conversation_complete(case) or not server_reached(case) else 0.7
    if main_conversation(case) is not None and not conversation_complete(case):
        # What fails here now is another trouble than the recipient's.
        belief = DOUBT_WITHOUT_NETWORK if way_is_broken(case) else belief * 0.6
    return _said(
        pasted, Verdict.PROBLEM, votes_of(pasted, pasted.confidence * belief), id_="error.bounced"
    )


def _beside_a_live_refusal(pasted: Reply, live: Reply) -> Found:
    """The server refuses right now: its live words lead, the older ones at most agree."""
    votes: tuple[Evidence, ...] = ()
    if pasted.cause is live.cause:
        votes = (supports(pasted.cause, 1.5, who_of(pasted)),)
    elif pasted.cause is Cause.AUTH_FAILED and live.stage is Stage.AUTH:
        # First wrong passwords, now a pause before further ones: the password is the cause (D25).
        votes = (supports(Cause.AUTH_FAILED, 30.0, who_of(pasted)),)
    if pasted.title.id == live.title.id:
        # Said once: the live words stand there already.
        step = STEP_OF_CAUSE[pasted.cause]
        return found("error.same", step, Verdict.SKIPPED, None, *votes, evidence=_evidence(pasted))
    return _said(pasted, Verdict.ATTENTION, votes)


def _said(
    pasted: Reply, verdict: Verdict, votes: tuple[Evidence, ...], id_: str = "error.says"
) -> Found:
    words = words_for(pasted, who_of(pasted))
    finding = Finding(
        id=id_,
        step=STEP_OF_CAUSE[pasted.cause],
        verdict=verdict,
        who=who_of(pasted),
        title=words.title,
        meaning=words.meaning,
        next=words.next,
        evidence=kept(_evidence(pasted)),
    )
    return Found(finding, votes)
