"""The shape of report.json, `sendagain.report/1`: written by this program, read for ever.

Fields are only ever added, with a default: a report of the first day must still open. Words are
plain texts here, not enums, so that a report by a newer program can still be shown.
"""

from collections.abc import Mapping

import msgspec

from wizard.record import SCHEMA


class CausePart(msgspec.Struct, frozen=True, kw_only=True):
    """One ranked cause."""

    cause: str
    confidence: float
    who: str
    because: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    certainty: str = ""
    wait_seconds: tuple[int, int] | None = None
    retry_prolongs: bool = False


class StepPart(msgspec.Struct, frozen=True, kw_only=True):
    """One of the eight steps."""

    step: int
    verdict: str
    findings: tuple[str, ...] = ()
    name: str = ""
    screen: int = 0


class FindingPart(msgspec.Struct, frozen=True, kw_only=True):
    """One finding, in the language of the report."""

    id: str
    step: int
    screen: int
    verdict: str
    who: str | None = None
    title: str
    meaning: str
    next: str | None = None
    evidence: Mapping[str, str] = msgspec.field(default_factory=dict)
    depends_on: str | None = None
    could_not_check_reason: str | None = None


class AccountPart(msgspec.Struct, frozen=True, kw_only=True):
    """What was tested."""

    address: str
    host: str
    port: int
    security: str
    username: str
    sign_in: str = ""
    provider: str = ""
    sources: Mapping[str, str] = msgspec.field(default_factory=dict)
    redacted: bool = True


class PastedPart(msgspec.Struct, frozen=True, kw_only=True):
    """The error text that was pasted, and how it was understood."""

    text: str
    cause: str
    confidence: float
    meaning: str = ""
    code: int | None = None
    enhanced: str | None = None
    layer: str = ""


class ReplyPart(msgspec.Struct, frozen=True, kw_only=True):
    """One reply of a server, word for word. `after_seconds` is how long it took to come."""

    server: str
    stage: str
    text: str
    after_seconds: float


class ContactPart(msgspec.Struct, frozen=True):
    """One place that the check contacted, and why."""

    place: str
    purpose: str


class NotesPart(msgspec.Struct, frozen=True, kw_only=True):
    """What the person added."""

    ticket: str = ""
    text: str = ""


class MaskingPart(msgspec.Struct, frozen=True, kw_only=True):
    """How much was hidden."""

    level: str = ""
    hidden: Mapping[str, int] = msgspec.field(default_factory=dict)


class ReportFile(msgspec.Struct, frozen=True, kw_only=True):
    """A whole report. `case` is everything that was measured, to be judged again."""

    schema: str = SCHEMA
    program_version: str = ""
    language: str = "en"
    started: str = ""
    seconds: float = 0.0
    connections: int = 0
    practice: str = ""
    verdict: str
    cause: str
    certainty: str | None = None
    who: str | None = None
    title: str
    meaning: str
    next: str
    decide_by: str | None = None
    fix_step: int = 1
    code: str = ""
    causes: tuple[CausePart, ...] = ()
    steps: tuple[StepPart, ...]
    findings: tuple[FindingPart, ...] = ()
    account: AccountPart
    system: str = ""
    pasted: PastedPart | None = None
    replies: tuple[ReplyPart, ...] = ()
    contacts: tuple[ContactPart, ...] = ()
    notes: NotesPart = NotesPart()
    masking: MaskingPart = MaskingPart()
    case: Mapping[str, object] = msgspec.field(default_factory=dict)

    def finding(self, id_: str) -> FindingPart | None:
        """The finding with this id."""
        return next((found for found in self.findings if found.id == id_), None)
