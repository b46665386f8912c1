"""The judge: from a case to the diagnosis. Pure: the same case always gives the same answer."""

from collections.abc import Sequence

from wizard.diagnosis import Diagnosis, Finding, RankedCause, StepState
from wizard.judge.case import Case
from wizard.judge.evidence import Weighed, weigh
from wizard.judge.findings import all_findings
from wizard.judge.findings.advice import advice
from wizard.judge.findings.reached import conversation_complete, server_reached
from wizard.messages import Message, message
from wizard.vocabulary import Cause, Step, Verdict, Who

# Below this a cause is possible, not found: nobody is sent to act on a coin toss.
_FOUND = 0.5
# Two causes this close are both shown, with the test that tells them apart.
_CLOSE = 0.15
_MOST_CAUSES = 3
# The worst of a step's findings is the step's state.
_GRAVITY = (
    Verdict.SKIPPED,
    Verdict.FINE,
    Verdict.COULD_NOT_CHECK,
    Verdict.ATTENTION,
    Verdict.PROBLEM,
)


def diagnose(case: Case) -> Diagnosis:
    """Findings, ranked causes, one root cause, one next action. Never raises."""
    found = all_findings(case)
    weighed = weigh(found)
    is_cause = bool(weighed) and _is_cause(case, weighed[0])
    root = _ranked(weighed[0]) if is_cause else None
    findings = tuple(one.finding for one in (*found, *advice(case, root)))
    if is_cause:
        return _of_cause(case, findings, weighed)
    if conversation_complete(case):
        return _mail_can_be_sent(findings)
    return _nothing_known(findings, weighed)


def _is_cause(case: Case, best: Weighed) -> bool:
    return best.confidence >= _FOUND or not conversation_complete(case)


def _of_cause(case: Case, findings: tuple[Finding, ...], weighed: Sequence[Weighed]) -> Diagnosis:
    causes = tuple(_ranked(one) for one in weighed[:_MOST_CAUSES])
    root = causes[0]
    leading = weighed[0].for_it[0][0]
    return Diagnosis(
        verdict=_verdict(case, leading, root),
        cause=root.cause,
        causes=causes,
        findings=findings,
        steps=_steps(findings),
        who=root.who,
        title=leading.title,
        meaning=leading.meaning,
        next=leading.next or _next_of(root.cause),
        fix_step=leading.step,
        decide_by=_deciding_test(causes),
    )


def _ranked(weighed: Weighed) -> RankedCause:
    votes = [vote for _, vote in weighed.for_it]
    wait = next((vote.wait_seconds for vote in votes if vote.wait_seconds), None)
    return RankedCause(
        cause=weighed.cause,
        confidence=weighed.confidence,
        who=next((vote.who for vote in votes if vote.who), Who.PROVIDER),
        because=tuple(dict.fromkeys(finding.id for finding, _ in weighed.for_it)),
        against=tuple(dict.fromkeys(finding.id for finding in weighed.against)),
        wait_seconds=wait,
        retry_prolongs=any(vote.retry_prolongs for vote in votes),
    )


def _verdict(case: Case, leading: Finding, root: RankedCause) -> Verdict:
    """'Could not check' when the server gave no usable word and nothing else is certain."""
    if leading.verdict is Verdict.COULD_NOT_CHECK:
        return Verdict.COULD_NOT_CHECK
    if server_reached(case) or case.pasted is not None:
        return Verdict.PROBLEM
    certain = root.cause is Cause.CLIENT_SETTINGS or root.confidence >= 0.8
    no_network = leading.id in ("connection.no_link", "connection.no_route")
    return Verdict.PROBLEM if certain and not no_network else Verdict.COULD_NOT_CHECK


def _mail_can_be_sent(findings: tuple[Finding, ...]) -> Diagnosis:
    ids = {finding.id for finding in findings}
    attention = next((f for f in findings if f.verdict is Verdict.ATTENTION), None)
    if "error.has_passed" in ids:
        what = "works_again"
    elif "server.accepts_mail" in ids:
        what = "works"
    else:
        what = "works_as_far_as_tested"
    return Diagnosis(
        verdict=Verdict.ATTENTION if attention else Verdict.FINE,
        cause=Cause.NONE,
        causes=(),
        findings=findings,
        steps=_steps(findings),
        who=Who.USER if attention else None,
        title=message(f"result.{what}.title"),
        meaning=message(f"result.{what}.meaning"),
        next=message(f"result.{what}.next"),
        fix_step=Step.SETTINGS if what == "works_as_far_as_tested" else Step.WAIT,
    )


def _nothing_known(findings: tuple[Finding, ...], weighed: Sequence[Weighed]) -> Diagnosis:
    """No conversation, and nothing that explains it."""
    return Diagnosis(
        verdict=Verdict.COULD_NOT_CHECK,
        cause=Cause.UNKNOWN_GENERIC,
        causes=tuple(_ranked(one) for one in weighed[:_MOST_CAUSES]),
        findings=findings,
        steps=_steps(findings),
        who=Who.USER,
        title=message("result.could_not_check.title"),
        meaning=message("result.could_not_check.meaning"),
        next=message("result.could_not_check.next"),
        fix_step=Step.CONNECTION,
    )


def _steps(findings: Sequence[Finding]) -> tuple[StepState, ...]:
    states = []
    for step in Step:
        own = [finding for finding in findings if finding.step is step]
        worst = max((f.verdict for f in own), key=_GRAVITY.index, default=Verdict.SKIPPED)
        states.append(StepState(step=step, verdict=worst, findings=tuple(f.id for f in own)))
    return tuple(states)


def _next_of(cause: Cause) -> Message:
    return message(f"reply.{cause.value}.next")


def _deciding_test(causes: Sequence[RankedCause]) -> Message | None:
    """What would tell the two likeliest causes apart, when they are close."""
    if len(causes) < 2 or causes[0].confidence - causes[1].confidence >= _CLOSE:
        return None
    pair = {causes[0].cause, causes[1].cause}
    if Cause.NETWORK in pair or Cause.IP_BLOCKED in pair:
        return message("decide.other_network")
    if Cause.TOO_MANY_CONNECTIONS in pair:
        return message("decide.close_programs")
    if pair & {Cause.SERVER_OVERLOAD, Cause.MAINTENANCE_SHUTDOWN, Cause.RATE_LIMIT}:
        return message("decide.wait")
    return message("decide.webmail")
