"""The eight steps of the article, in order: number, name on screen, permanent screen number.

The screen numbers are read from `resources/screens.json`; they are never changed or reused.
"""

from dataclasses import dataclass

from wizard.messages import Message, message
from wizard.vocabulary import Step


@dataclass(frozen=True, slots=True)
class StepInfo:
    """One step: `id` names its texts (`step.<id>.title`) and its page."""

    step: Step
    id: str

    @property
    def title(self) -> Message:
        """The heading of the step's screen."""
        return message(f"step.{self.id}.title")

    @property
    def name(self) -> Message:
        """The short name for lists."""
        return message(f"step.{self.id}.name")

    @property
    def intro(self) -> Message:
        """One or two sentences under the heading."""
        return message(f"step.{self.id}.intro")


STEPS: tuple[StepInfo, ...] = (
    StepInfo(Step.WAIT, "wait"),
    StepInfo(Step.CONNECTION, "connection"),
    StepInfo(Step.SETTINGS, "settings"),
    StepInfo(Step.RATE, "rate"),
    StepInfo(Step.BLOCKLISTS, "blocklists"),
    StepInfo(Step.UPDATES, "updates"),
    StepInfo(Step.PROVIDER, "provider"),
    StepInfo(Step.QUEUE, "queue"),
)


def step_info(step: Step) -> StepInfo:
    """The description of one step."""
    return STEPS[step - 1]
