"""What changed between two reports: before and after a change, or two computers."""

import msgspec

from wizard.messages import Language, Message, catalogue, message
from wizard.support.report import Json
from wizard.support.report_file import ReportFile, StepPart


class Difference(msgspec.Struct, frozen=True):
    """One thing that differs. `what` names it; '' stands for 'was not there'."""

    what: Message
    before: str
    after: str
    kind: str
    id: str


def compare(before: ReportFile, after: ReportFile) -> tuple[Difference, ...]:
    """Everything of weight that differs, the verdict first."""
    found = [
        _of("verdict", "compare.verdict", before.verdict, after.verdict),
        _of("cause", "compare.cause", before.cause, after.cause),
        _of("who", "compare.who", before.who or "", after.who or ""),
        *(_step(number, before, after) for number in range(1, 9)),
        *_findings(before, after),
        *(
            _of(
                f"account.{name}",
                f"compare.account.{name}",
                *(_account(r, name) for r in (before, after)),
            )
            for name in ("host", "port", "security", "sign_in", "provider")
        ),
        _of("system", "compare.system", before.system, after.system),
        _of("version", "compare.version", before.program_version, after.program_version),
    ]
    return tuple(difference for difference in found if difference is not None)


def compare_json(before: ReportFile, after: ReportFile, language: Language) -> Json:
    """The differences for programs."""
    return {
        "schema": "sendagain.compare/1",
        "before": {"code": before.code, "started": before.started, "verdict": before.verdict},
        "after": {"code": after.code, "started": after.started, "verdict": after.verdict},
        "differences": [
            {
                "kind": difference.kind,
                "id": difference.id,
                "title": language.render(difference.what),
                "before": difference.before or None,
                "after": difference.after or None,
            }
            for difference in compare(before, after)
        ],
    }


def _of(kind: str, title: str, before: str, after: str) -> Difference | None:
    if before == after:
        return None
    return Difference(Message(title), before, after, kind.partition(".")[0], kind)


def _step(number: int, before: ReportFile, after: ReportFile) -> Difference | None:
    old, new = _state(before, number), _state(after, number)
    if _verdict(old) == _verdict(new):
        return None
    name = (new or old).name if (new or old) else ""  # type: ignore[union-attr]
    what = message("compare.step", step=number, name=name)
    return Difference(what, _verdict(old), _verdict(new), "step", str(number))


def _state(report: ReportFile, number: int) -> StepPart | None:
    return next((state for state in report.steps if state.step == number), None)


def _verdict(state: StepPart | None) -> str:
    return state.verdict if state else ""


def _findings(before: ReportFile, after: ReportFile) -> list[Difference | None]:
    old = {finding.id: finding for finding in before.findings}
    new = {finding.id: finding for finding in after.findings}
    differences: list[Difference | None] = []
    for id_ in dict.fromkeys((*old, *new)):
        was, now = old.get(id_), new.get(id_)
        was_verdict, now_verdict = was.verdict if was else "", now.verdict if now else ""
        if was_verdict != now_verdict:
            shown = now or was
            assert shown is not None
            what = message("compare.finding", title=shown.title)
            differences.append(Difference(what, was_verdict, now_verdict, "finding", id_))
    return differences


def _account(report: ReportFile, name: str) -> str:
    return str(getattr(report.account, name))


def shown_value(kind: str, value: str, language: Language) -> str:
    """A value of a difference in words."""
    prefix = {"verdict": "verdict", "step": "verdict", "finding": "verdict", "cause": "cause"}
    id_ = f"{prefix.get(kind, kind)}.{value}"
    if not value:
        return language("compare.nothing")
    return language.render(Message(id_)) if id_ in catalogue.TEXTS else value
