"""A caller's run put together again from what the helpdesk has, so that our own pages can show it.

From a report: what the caller's program said, word for word, with what it measured. From a code:
its verdicts and its cause; everything else stays empty. Texts of a report come from anybody, so
they are bounded here and shown as plain text only.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from wizard.account import Account
from wizard.accounts.providers import provider_by_id
from wizard.diagnosis import Diagnosis, Finding, RankedCause, StepState
from wizard.errors import BadInput
from wizard.flow import Answers, State
from wizard.judge.case import Case
from wizard.judge.wording import headline, stem_words
from wizard.messages import Message
from wizard.record import RunRecord
from wizard.support.helpdesk import View
from wizard.support.report import builtins_of, case_from_report
from wizard.support.report_file import CausePart, FindingPart, ReportFile, StepPart
from wizard.vocabulary import Cause, Security, Step, Verdict, Who

E = TypeVar("E", bound=StrEnum)

_LONGEST, _MOST = 2000, 100
_UNKNOWN = "…"
# Who usually acts for a cause; a code has no room for it.
_USUAL_WHO = {
    Cause.SERVER_OVERLOAD: Who.WAIT,
    Cause.RATE_LIMIT: Who.WAIT,
    Cause.GREYLISTING: Who.WAIT,
    Cause.MAINTENANCE_SHUTDOWN: Who.WAIT,
    Cause.SENDER_AUTH_DNS: Who.ADMIN,
    Cause.UNKNOWN_GENERIC: Who.WAIT,
}


def state_of(view: View) -> State:
    """The walk of the caller, at its result."""
    record = _from_report(view, view.report) if view.report else _from_code(view)
    account = record.case.account
    pasted = record.case.pasted
    answers = Answers(
        address=account.address,
        error_text=pasted.text[:_LONGEST] if pasted else "",
        outside=record.case.outside_allowed,
    )
    return State(answers=answers, account=account, record=record)


def _from_report(view: View, report: ReportFile) -> RunRecord:
    try:
        case = case_from_report(builtins_of(report))
    except BadInput:
        case = _case(_account_of(report))
    diagnosis = Diagnosis(
        verdict=view.verdict,
        cause=view.cause,
        causes=tuple(_cause(part) for part in report.causes[:_MOST]),
        findings=tuple(
            _finding(part) for part in report.findings[:_MOST] if part.step in list(Step)
        ),
        steps=_steps(view, report.steps),
        who=_member(Who, report.who),
        title=_words(report.title),
        meaning=_words(report.meaning),
        next=_words(report.next),
        fix_step=view.fix_step,
        decide_by=_words(report.decide_by) if report.decide_by else None,
    )
    return RunRecord(
        program_version=report.program_version[:40],
        started=_moment(report.started),
        seconds=report.seconds,
        connections=report.connections,
        case=case,
        diagnosis=diagnosis,
        practice=report.practice[:60],
    )


def _from_code(view: View) -> RunRecord:
    provider = provider_by_id(view.provider_id) if view.provider_id else None
    host = provider.servers[0].host if provider and provider.servers else _UNKNOWN
    account = Account(
        address=_UNKNOWN,
        host=host,
        port=587,
        security=Security.STARTTLS,
        username=_UNKNOWN,
        provider=view.provider_id,
    )
    healthy = view.cause is Cause.NONE
    who = None if healthy else _USUAL_WHO.get(view.cause, Who.USER)
    words = headline(view.cause, who) if who else None
    words = words or stem_words(
        "result.works_as_far_as_tested" if healthy else "headline.unknown_generic"
    )
    diagnosis = Diagnosis(
        verdict=view.verdict,
        cause=view.cause,
        causes=(),
        findings=(),
        steps=_steps(view, ()),
        who=who,
        title=words.title,
        meaning=words.meaning,
        next=words.next,
        fix_step=view.fix_step,
    )
    return RunRecord(
        program_version="",
        started=datetime.now(UTC),
        seconds=0.0,
        connections=0,
        case=_case(account),
        diagnosis=diagnosis,
    )


def _case(account: Account) -> Case:
    return Case(account=account, observations={}, judged_at=datetime.now(UTC))


def _account_of(report: ReportFile) -> Account:
    given = report.account
    return Account(
        address=given.address[:_LONGEST],
        host=given.host[:_LONGEST],
        port=given.port,
        security=_member(Security, given.security) or Security.STARTTLS,
        username=given.username[:_LONGEST],
        provider=given.provider,
    )


def _steps(view: View, parts: tuple[StepPart, ...]) -> tuple[StepState, ...]:
    of_step = {part.step: part.findings[:_MOST] for part in parts}
    return tuple(
        StepState(step=step, verdict=verdict, findings=of_step.get(step, ()))
        for step, verdict in zip(Step, view.verdicts, strict=True)
    )


def _cause(part: CausePart) -> RankedCause:
    return RankedCause(
        cause=_member(Cause, part.cause) or Cause.UNKNOWN_GENERIC,
        confidence=part.confidence,
        who=_member(Who, part.who) or Who.WAIT,
        because=part.because,
        against=part.against,
        wait_seconds=part.wait_seconds,
        retry_prolongs=part.retry_prolongs,
    )


def _finding(part: FindingPart) -> Finding:
    reason = part.could_not_check_reason
    return Finding(
        id=part.id[:_LONGEST],
        step=Step(part.step),
        verdict=_member(Verdict, part.verdict) or Verdict.SKIPPED,
        who=_member(Who, part.who),
        title=_words(part.title),
        meaning=_words(part.meaning),
        next=_words(part.next) if part.next else None,
        evidence={
            name[:100]: value[:_LONGEST] for name, value in list(part.evidence.items())[:_MOST]
        },
        could_not_check_reason=_words(reason) if reason else None,
    )


def _words(text: str) -> Message:
    """Words that are there already: what is no id in the catalogue is shown as it stands."""
    return Message(text[:_LONGEST])


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return datetime.now(UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _member(kind: type[E], value: str | None) -> E | None:
    return kind(value) if value in list(kind) else None
