"""What an error text or a server's reply was understood to mean; made by judge.reply."""

import msgspec

from wizard.messages import Message
from wizard.vocabulary import Cause, Layer, Stage, Who


class Span(msgspec.Struct, frozen=True):
    """A stretch of the given text, in characters, that decided something."""

    start: int
    end: int


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """One error text and its meaning.

    `wait_seconds` is a range (from, to); None means that waiting does not help. `retry_prolongs`
    warns that every further attempt makes the block last longer.
    """

    text: str
    cause: Cause
    secondary: tuple[Cause, ...] = ()
    confidence: float
    who: Who
    wait_seconds: tuple[int, int] | None = None
    retry_prolongs: bool = False
    stage: Stage | None = None
    layer: Layer = Layer.UNKNOWN
    code: int | None = None
    enhanced: str | None = None
    speaker: str = ""
    rule: str = ""
    title: Message
    meaning: Message
    next: Message
    decided_by: tuple[Span, ...] = ()
