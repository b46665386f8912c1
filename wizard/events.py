"""What a run tells while it goes: immutable, and the same for window, terminal and journal."""

from typing import TypeAlias

import msgspec

from wizard.diagnosis import Diagnosis
from wizard.observation import Observation
from wizard.vocabulary import Step


class ProbeStarted(msgspec.Struct, frozen=True, tag="started"):
    """A probe began."""

    probe: str
    step: Step


class ProbeWaiting(msgspec.Struct, frozen=True, tag="waiting"):
    """A probe waits for something slow but lawful; `until_seconds` from now at the latest."""

    probe: str
    what: str
    until_seconds: float


class ProbeFinished(msgspec.Struct, frozen=True, tag="finished"):
    """A probe ended, in whatever way. `done` of `planned` probes have ended."""

    observation: Observation
    step: Step
    done: int
    planned: int


class RunFinished(msgspec.Struct, frozen=True, tag="diagnosed"):
    """The run is over and judged."""

    diagnosis: Diagnosis


Event: TypeAlias = ProbeStarted | ProbeWaiting | ProbeFinished | RunFinished
