"""The envelope around facts: which probe, when, how long, how it ended, what the server said."""

from datetime import datetime
from enum import StrEnum

import msgspec

from wizard.facts import Facts


class Outcome(StrEnum):
    """How a probe ended; whether the facts are good news is the judge's business."""

    MEASURED = "measured"
    TIMED_OUT = "timed_out"  # the probe's own deadline passed
    NOT_RUN = "not_run"  # see `reason`
    BROKE = "broke"  # a fault in this program; kept so that nothing fails silently


class NotRun(StrEnum):
    """Why a probe did not run."""

    NEED_FAILED = "need_failed"  # `because` names the probe it needed
    NOT_ALLOWED = "not_allowed"  # lookups outside are switched off
    NOT_NEEDED = "not_needed"  # the answer could not matter here
    CANCELLED = "cancelled"


class Speaker(StrEnum):
    """Who said a line of the transcript."""

    CLIENT = "C"
    SERVER = "S"
    NOTE = "*"


class Line(msgspec.Struct, frozen=True):
    """One line of the conversation. Secrets were masked when the line was made."""

    speaker: Speaker
    text: str
    after_seconds: float


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """What one probe measured. Holds no secret by construction; serialisable as it stands."""

    probe: str
    started: datetime
    took_seconds: float
    outcome: Outcome
    facts: Facts | None = None
    reason: NotRun | None = None
    because: str = ""
    detail: str = ""
    transcript: tuple[Line, ...] = ()
    connections: int = 0  # connections made to the account's server by this probe
    kept: bool = False  # measured by the run before, a moment ago
