"""The state of each of the eight steps: that of its gravest finding."""

from collections.abc import Sequence

from wizard.diagnosis import Finding, StepState
from wizard.vocabulary import Step, Verdict

# 'Could not check' outranks 'fine': what is not known is not fine.
GRAVITY = (
    Verdict.SKIPPED,
    Verdict.FINE,
    Verdict.COULD_NOT_CHECK,
    Verdict.ATTENTION,
    Verdict.PROBLEM,
)


def states(findings: Sequence[Finding]) -> tuple[StepState, ...]:
    """All eight, in order. A step without findings was skipped."""
    return tuple(_state(step, [one for one in findings if one.step is step]) for step in Step)


def _state(step: Step, own: Sequence[Finding]) -> StepState:
    gravest = max((one.verdict for one in own), key=GRAVITY.index, default=Verdict.SKIPPED)
    return StepState(step=step, verdict=gravest, findings=tuple(one.id for one in own))
