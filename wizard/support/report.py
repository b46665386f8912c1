"""The report of one run: as JSON for programs, as one page for people, as plain text.

Everything that leaves goes through the redactor first; `redact=False` hides secrets only. The
JSON holds the whole case, so that a newer program can judge it again.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import msgspec

from wizard.diagnosis import Diagnosis, Finding, RankedCause
from wizard.errors import BadInput
from wizard.facts.computer import ComputerFacts
from wizard.facts.server import OtherPortsFacts, ServerFacts
from wizard.judge.case import Case
from wizard.measure.contacts import contacts
from wizard.messages import ENGLISH, Language, Message, message
from wizard.observation import Observation
from wizard.record import RunRecord
from wizard.reply import Reply
from wizard.screens import screen_of_step
from wizard.steps import step_info
from wizard.support.code import SpokenCode, encode
from wizard.support.page import html_page
from wizard.support.plain import WIDTH, plain_text
from wizard.support.redaction import Level, Masker, masked_record, masker_for
from wizard.support.report_document import report_document
from wizard.support.report_file import (
    AccountPart,
    CausePart,
    ContactPart,
    FindingPart,
    MaskingPart,
    NotesPart,
    PastedPart,
    ReplyPart,
    ReportFile,
    StepPart,
)

Json: TypeAlias = dict[str, object]


def report_json(record: RunRecord, *, redact: bool = True, language: Language = ENGLISH) -> Json:
    """The contract's Report JSON, with the case to be judged again."""
    return builtins_of(report_file(record, _level(redact=redact), language))


def report_text(
    record: RunRecord, language: Language, *, width: int = WIDTH, redact: bool = True
) -> str:
    """The report as plain text, wrapped to `width` columns."""
    return text_of(report_file(record, _level(redact=redact), language), language, width)


def report_html(record: RunRecord, language: Language, *, redact: bool = True) -> str:
    """The report as one self-contained page."""
    return html_of(report_file(record, _level(redact=redact), language), language)


def report_file(
    record: RunRecord, level: Level = Level.NORMAL, language: Language = ENGLISH
) -> ReportFile:
    """The report as it may leave the computer."""
    masker = masker_for(record, level)
    return report_of_masked(masked_record(record, masker), encode(record), masker, language)


def report_of_masked(
    masked: RunRecord,
    code: SpokenCode,
    masker: Masker,
    language: Language,
    notes: NotesPart | None = None,
) -> ReportFile:
    """The report of a record that went through the masker, with the code of the real one."""
    case, diagnosis, say = masked.case, masked.diagnosis, language.render
    computer = case.facts("computer", ComputerFacts)
    notes = notes or NotesPart()
    notes = NotesPart(ticket=masker.text(notes.ticket), text=masker.text(notes.text))
    return ReportFile(
        program_version=masked.program_version,
        language=language.code,
        started=masked.started.isoformat(timespec="seconds"),
        seconds=round(masked.seconds, 3),
        connections=masked.connections,
        practice=masked.practice,
        verdict=diagnosis.verdict.value,
        cause=diagnosis.cause.value,
        certainty=diagnosis.causes[0].certainty.value if diagnosis.causes else None,
        who=diagnosis.who.value if diagnosis.who else None,
        title=say(diagnosis.title),
        meaning=say(diagnosis.meaning),
        next=say(diagnosis.next),
        decide_by=say(diagnosis.decide_by) if diagnosis.decide_by else None,
        fix_step=int(diagnosis.fix_step),
        code=code.text,
        causes=tuple(_cause(cause) for cause in diagnosis.causes),
        steps=tuple(_steps(diagnosis, language)),
        findings=tuple(_finding(finding, language) for finding in diagnosis.findings),
        account=_account(case, redacted=masker.level is not Level.OWN_HELPDESK),
        system=computer.name if computer else "",
        pasted=_pasted(case.pasted, language),
        replies=tuple(_replies(case)),
        contacts=tuple(_contacts(case, language)),
        notes=notes,
        masking=MaskingPart(level=masker.level.value, hidden=dict(masker.counts)),
        case=builtins_of(case),
    )


def text_of(report: ReportFile, language: Language, width: int = WIDTH) -> str:
    """A report that may leave, as plain text."""
    return plain_text(report_document(report, language), width)


def html_of(report: ReportFile, language: Language) -> str:
    """A report that may leave, as one page."""
    return html_page(report_document(report, language))


def case_from_report(report: Mapping[str, object]) -> Case:
    """The case in a report, to be judged again. BadInput when there is none that can be read.

    An observation that this version cannot read is left out, as if it had not been made.
    """
    stored = report.get("case")
    if not isinstance(stored, Mapping):
        raise BadInput(message("report.no_case"))
    observations = stored.get("observations")
    readable: dict[str, Observation] = {}
    for probe, observation in (observations if isinstance(observations, dict) else {}).items():
        try:
            readable[str(probe)] = msgspec.convert(observation, Observation, strict=False)
        except (msgspec.ValidationError, TypeError, ValueError):
            continue
    try:
        case = msgspec.convert({**stored, "observations": {}}, Case, strict=False)
    except (msgspec.ValidationError, TypeError, ValueError):
        raise BadInput(message("report.no_case")) from None
    return msgspec.structs.replace(case, observations=readable)


def builtins_of(value: object) -> Json:
    """A Struct as dicts, lists and texts, just as JSON would give it back."""
    built: Json = msgspec.json.decode(msgspec.json.encode(value))
    return built


def _level(*, redact: bool) -> Level:
    return Level.NORMAL if redact else Level.OWN_HELPDESK


def _cause(cause: RankedCause) -> CausePart:
    return CausePart(
        cause=cause.cause.value,
        confidence=round(cause.confidence, 3),
        certainty=cause.certainty.value,
        who=cause.who.value,
        because=cause.because,
        against=cause.against,
        wait_seconds=cause.wait_seconds,
        retry_prolongs=cause.retry_prolongs,
    )


def _steps(diagnosis: Diagnosis, language: Language) -> Iterator[StepPart]:
    for state in diagnosis.steps:
        yield StepPart(
            step=int(state.step),
            name=language.render(step_info(state.step).name),
            screen=screen_of_step(state.step),
            verdict=state.verdict.value,
            findings=state.findings,
        )


def _finding(finding: Finding, language: Language) -> FindingPart:
    def said(shown: Message | None) -> str | None:
        return language.render(shown) if shown else None

    return FindingPart(
        id=finding.id,
        step=int(finding.step),
        screen=screen_of_step(finding.step),
        verdict=finding.verdict.value,
        who=finding.who.value if finding.who else None,
        title=language.render(finding.title),
        meaning=language.render(finding.meaning),
        next=said(finding.next),
        evidence=dict(finding.evidence),
        depends_on=finding.depends_on or None,
        could_not_check_reason=said(finding.could_not_check_reason),
    )


def _account(case: Case, *, redacted: bool) -> AccountPart:
    account = case.account
    return AccountPart(
        address=account.address,
        host=account.host,
        port=account.port,
        security=account.security.value,
        username=account.username,
        sign_in=account.sign_in.value,
        provider=account.provider,
        sources={name: source.value for name, source in account.sources.items()},
        redacted=redacted,
    )


def _pasted(pasted: Reply | None, language: Language) -> PastedPart | None:
    if pasted is None:
        return None
    return PastedPart(
        text=pasted.text,
        cause=pasted.cause.value,
        confidence=round(pasted.confidence, 3),
        meaning=language.render(pasted.meaning),
        code=pasted.code,
        enhanced=pasted.enhanced,
        layer=pasted.layer.value,
    )


def _replies(case: Case) -> Iterator[ReplyPart]:
    for observation in case.observations.values():
        facts = observation.facts
        several = facts.conversations if isinstance(facts, OtherPortsFacts) else (facts,)
        for server in several:
            for reply in server.replies if isinstance(server, ServerFacts) else ():
                assert isinstance(server, ServerFacts)
                yield ReplyPart(
                    server=f"{server.host}:{server.port}",
                    stage=reply.stage.value,
                    text=reply.text,
                    after_seconds=round(reply.took_seconds, 3),
                )


def _contacts(case: Case, language: Language) -> Iterator[ContactPart]:
    """Everywhere that the run may have gone; the account's own server stands masked in the case."""
    for contact in contacts(case.account, case.outside_allowed):
        yield ContactPart(contact.place, language.render(contact.purpose))
