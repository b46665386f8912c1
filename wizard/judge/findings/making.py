"""How rules write findings: texts follow from the id (`find.<id>.title`, `.meaning`, `.next`)."""

from collections.abc import Mapping

from wizard.diagnosis import Finding
from wizard.judge.evidence import Evidence, Found
from wizard.messages import Message, Value, message
from wizard.vocabulary import Step, Verdict, Who


def found(
    id_: str,
    step: Step,
    verdict: Verdict,
    who: Who | None = None,
    *votes: Evidence,
    evidence: Mapping[str, str] | None = None,
    **values: Value,
) -> Found:
    """A finding that was made. Who is None only when nobody has to act."""
    has_next = verdict in (Verdict.ATTENTION, Verdict.PROBLEM)
    finding = Finding(
        id=id_,
        step=step,
        verdict=verdict,
        who=who,
        title=message(f"find.{id_}.title", **values),
        meaning=message(f"find.{id_}.meaning", **values),
        next=message(f"find.{id_}.next", **values) if has_next else None,
        evidence=dict(evidence or {}),
    )
    return Found(finding, votes)


def not_checked(
    id_: str, step: Step, reason: Message, *, depends_on: str = "", skipped: bool = False
) -> Found:
    """Something that could not be checked, or did not have to be."""
    finding = Finding(
        id=id_,
        step=step,
        verdict=Verdict.SKIPPED if skipped else Verdict.COULD_NOT_CHECK,
        title=message(f"find.{id_}.name"),
        meaning=reason,
        depends_on=depends_on,
        could_not_check_reason=reason,
    )
    return Found(finding)
