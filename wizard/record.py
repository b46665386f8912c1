"""One finished run: what was tested, measured and judged; the source of every report."""

from datetime import datetime

import msgspec

from wizard.diagnosis import Diagnosis
from wizard.judge.case import Case

SCHEMA = "sendagain.report/1"


class RunRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A run and its answer. `seconds` is wall time; `connections` went to the account's server."""

    program_version: str
    started: datetime
    seconds: float
    connections: int
    case: Case
    diagnosis: Diagnosis
    practice: str = ""
