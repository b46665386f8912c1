"""How rules write findings: texts follow from the id (`find.<id>.title`, `.meaning`, `.next`)."""

import math
from collections.abc import Mapping

from wizard.diagnosis import Finding
from wizard.judge.evidence import Evidence, Found
from wizard.messages import Message, Value, message
from wizard.vocabulary import Step, Verdict, Who

# A server's words in evidence are kept whole up to here; a report is no place for a megabyte.
_LONGEST_VALUE = 2_000


def found(
    id_: str,
    step: Step,
    verdict: Verdict,
    who: Who | None = None,
    *votes: Evidence,
    evidence: Mapping[str, str] | None = None,
    leads: bool = False,
    **values: Value,
) -> Found:
    """A finding that was made. Whatever is not in order has exactly one next action."""
    has_next = verdict in (Verdict.ATTENTION, Verdict.PROBLEM)
    unread = verdict is Verdict.COULD_NOT_CHECK
    meaning = message(f"find.{id_}.meaning", **values)
    finding = Finding(
        id=id_,
        step=step,
        verdict=verdict,
        who=who,
        title=message(f"find.{id_}.title", **values),
        meaning=meaning,
        next=message(f"find.{id_}.next", **values) if has_next else None,
        evidence=kept(evidence or {}),
        could_not_check_reason=meaning if unread else None,
    )
    return Found(finding, votes, leads)


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


def kept(evidence: Mapping[str, str]) -> dict[str, str]:
    """Evidence without empty values, each of a length that a report can carry."""
    return {name: value[:_LONGEST_VALUE] for name, value in evidence.items() if value}


def whole(number: float) -> int:
    """A rounded number for a sentence; 0 when it is no number at all."""
    return round(number) if math.isfinite(number) else 0
