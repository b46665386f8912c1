"""The judge: from a case to the diagnosis. Pure: the same case always gives the same answer.

Findings first, each with its evidence; then what stands in the shadow of an earlier fault is
taken out; then the causes are ranked; then one answer is worded.
"""

from collections.abc import Sequence

from wizard.diagnosis import Diagnosis, Finding, RankedCause
from wizard.judge import steps, verdict
from wizard.judge.case import Case
from wizard.judge.causes import Weighed, deciding_test, ranked, weigh
from wizard.judge.dependence import rooted
from wizard.judge.findings import advice, all_findings
from wizard.judge.findings.reached import conversation_complete
from wizard.judge.thresholds import FOUND
from wizard.messages import message
from wizard.vocabulary import Cause, Step, Verdict, Who


def diagnose(case: Case) -> Diagnosis:
    """Findings, ranked causes, one root cause, one next action. Total: any case has an answer."""
    found = rooted(all_findings(case))
    findings = tuple(one.finding for one in found)
    weighed = weigh(found)
    complete = conversation_complete(case)
    if weighed and (weighed[0].confidence >= FOUND or not complete):
        return _of_cause(case, findings, weighed)
    if complete:
        return _mail_can_be_sent(case, findings)
    return _nothing_known(findings)


def _of_cause(case: Case, findings: tuple[Finding, ...], weighed: Sequence[Weighed]) -> Diagnosis:
    causes = ranked(weighed)
    root, leading = causes[0], weighed[0].leading
    words = verdict.words(leading, root)
    findings = (*findings, *_advised(case, root))
    return Diagnosis(
        verdict=verdict.verdict_of(leading),
        cause=root.cause,
        causes=causes,
        findings=findings,
        steps=steps.states(findings),
        who=root.who,
        title=words.title,
        meaning=words.meaning,
        next=words.next,
        fix_step=verdict.fix_step(leading, root),
        decide_by=deciding_test(causes),
    )


def _mail_can_be_sent(case: Case, findings: tuple[Finding, ...]) -> Diagnosis:
    findings = (*map(verdict.softened, findings), *_advised(case, None, sends=True))
    what = verdict.works(findings)
    state = verdict.mail_can_be_sent(findings)
    return Diagnosis(
        verdict=state,
        cause=Cause.NONE,
        causes=(),
        findings=findings,
        steps=steps.states(findings),
        who=Who.USER if state is Verdict.ATTENTION else None,
        title=message(f"result.{what}.title"),
        meaning=message(f"result.{what}.meaning"),
        next=message(f"result.{what}.next"),
        fix_step=Step.SETTINGS if what == "works_as_far_as_tested" else Step.WAIT,
    )


def _nothing_known(findings: tuple[Finding, ...]) -> Diagnosis:
    """No conversation, and nothing that explains it."""
    return Diagnosis(
        verdict=Verdict.COULD_NOT_CHECK,
        cause=Cause.UNKNOWN_GENERIC,
        causes=(),
        findings=findings,
        steps=steps.states(findings),
        who=Who.USER,
        title=message("result.could_not_check.title"),
        meaning=message("result.could_not_check.meaning"),
        next=message("result.could_not_check.next"),
        fix_step=Step.CONNECTION,
    )


def _advised(case: Case, root: RankedCause | None, *, sends: bool = False) -> tuple[Finding, ...]:
    return tuple(one.finding for one in advice.findings(case, root, sends=sends))
