"""What the judge returns: findings, ranked causes, one root cause, one next action."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from wizard.messages import Message
from wizard.vocabulary import Cause, Step, Verdict, Who


class Certainty(StrEnum):
    """How a confidence is said in words."""

    SURE = "sure"
    FAIRLY_SURE = "fairly_sure"
    UNSURE = "unsure"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found, or not found, in one step.

    `evidence` is what a supporter wants to see: names and values, in the server's own words.
    `depends_on` names the finding that has to be cured first ('not checked because ...').
    """

    id: str
    step: Step
    verdict: Verdict
    who: Who | None = None
    title: Message
    meaning: Message
    next: Message | None = None
    evidence: Mapping[str, str] = msgspec.field(default_factory=dict)
    depends_on: str = ""
    could_not_check_reason: Message | None = None


class RankedCause(msgspec.Struct, frozen=True, kw_only=True):
    """One possible cause. `because` and `against` are finding ids."""

    cause: Cause
    confidence: float
    who: Who
    because: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    wait_seconds: tuple[int, int] | None = None
    retry_prolongs: bool = False

    @property
    def certainty(self) -> Certainty:
        """The confidence in words; limits as in the calibration of the lab."""
        if self.confidence >= 0.85:
            return Certainty.SURE
        return Certainty.FAIRLY_SURE if self.confidence >= 0.6 else Certainty.UNSURE


class StepState(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one of the eight steps."""

    step: Step
    verdict: Verdict
    findings: tuple[str, ...] = ()


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer. `causes` is ranked, the root cause first; empty when mail can be sent."""

    verdict: Verdict
    cause: Cause
    causes: tuple[RankedCause, ...]
    findings: tuple[Finding, ...]
    steps: tuple[StepState, ...]
    who: Who | None
    title: Message
    meaning: Message
    next: Message
    fix_step: Step
    decide_by: Message | None = None  # the one test that would tell two remaining causes apart

    def finding(self, id_: str) -> Finding | None:
        """The finding with this id."""
        return next((found for found in self.findings if found.id == id_), None)
