"""Puts the answer together: cause, confidence, who acts, how long to wait, which texts to show."""

from itertools import islice
from typing import NamedTuple

from wizard.judge.reply.delays import named_delay
from wizard.judge.reply.evidence import Opinion
from wizard.judge.reply.parts import Codes
from wizard.judge.reply.records import Rule, atlas
from wizard.judge.reply.text import folded, token_places
from wizard.judge.waiting import wait_by_cause
from wizard.messages import Message, message
from wizard.messages.replies import TEXTS
from wizard.reply import Reply, Span
from wizard.vocabulary import Cause, Layer, Stage, Who

_HINT_RANK = 2
_CLEAR = {1: 0.5, 2: 0.7}
_RIVAL_POINTS = 12
_MOST_SECONDARY = 3
_PASSING = frozenset({
    Cause.SERVER_OVERLOAD, Cause.MAINTENANCE_SHUTDOWN, Cause.GREYLISTING, Cause.SESSION_TIMEOUT,
    Cause.NETWORK, Cause.UNKNOWN_GENERIC, Cause.RATE_LIMIT, Cause.TOO_MANY_CONNECTIONS,
})  # fmt: skip
_WHO = {
    Cause.SERVER_OVERLOAD: Who.WAIT,
    Cause.TOO_MANY_CONNECTIONS: Who.USER,
    Cause.RATE_LIMIT: Who.WAIT,
    Cause.IP_BLOCKED: Who.ADMIN,
    Cause.CLIENT_SETTINGS: Who.USER,
    Cause.AUTH_FAILED: Who.USER,
    Cause.TLS_PROBLEM: Who.USER,
    Cause.NETWORK: Who.USER,
    Cause.OUTDATED_CLIENT: Who.USER,
    Cause.SENDER_AUTH_DNS: Who.ADMIN,
    Cause.GREYLISTING: Who.WAIT,
    Cause.MAILBOX_OR_CONTENT: Who.USER,
    Cause.SESSION_TIMEOUT: Who.USER,
    Cause.MAINTENANCE_SHUTDOWN: Who.WAIT,
    Cause.UNKNOWN_GENERIC: Who.WAIT,
    Cause.NONE: Who.WAIT,
}


class Known(NamedTuple):
    """What surrounds a reply: the stage, who spoke, in which software or at which provider."""

    stage: Stage | None = None
    layer: Layer = Layer.UNKNOWN
    speaker: str = ""

    def completed(self, found: dict[int, tuple[int, int]], code: int | None) -> "Known":
        """With what the marks in the text add. What was known before stays."""
        stage, layer, speaker = self
        marks = atlas().marks
        given = layer is not Layer.UNKNOWN
        for atom in sorted(found.keys() & marks.keys()):
            kind, value = marks[atom]
            if kind == "speaker":
                speaker = speaker or value
            elif kind == "stage":
                stage = stage or Stage(value)
            elif not given and _LAYER_ORDER[value] > _LAYER_ORDER[layer.value]:
                layer = Layer(value)
        if layer is Layer.UNKNOWN and code is not None:
            layer = Layer.OWN_SERVER
        return Known(stage, layer, speaker)


_LAYER_ORDER = {
    "unknown": 0, "own_server": 1, "network": 2, "library": 3, "mail_program": 4,
    "recipient_server": 5, "security_software": 6,
}  # fmt: skip


def reply_for(
    *,
    text: str,
    moved: bool,
    place: int,
    straight: str,
    joined: list[tuple[int, int]],
    found: dict[int, tuple[int, int]],
    codes: Codes,
    known: Known,
    fits: list[Rule],
    opinion: Opinion,
) -> Reply:
    """The answer from the records that fit and the opinion of the evidence."""
    fits = _trusted(fits, opinion)
    if fits:
        record = fits[0].record
        cause, who, wait, shown = record.cause, record.who, record.wait, record.text
        confidence = _confidence(fits, opinion)
        deciding = [found[need] for need in fits[0].needs]
        rule, prolongs = record.id, record.prolongs
    else:
        cause, confidence = opinion.ranked[0]
        nothing = cause is Cause.UNKNOWN_GENERIC and codes.code is None and not found
        who, wait = _WHO[cause], wait_by_cause(cause)
        shown = "unknown_text" if nothing else cause.value
        deciding = opinion.places
        rule, prolongs = "", False
    named = named_delay(cause, straight) if wait is not None and not prolongs else None
    if named is not None:
        wait = (named, max(2 * named, 900))
    next_message = Message(f"reply.{shown}.next")
    if named is not None and cause is Cause.GREYLISTING:
        shown = "greylisted_for"
        next_message = message("reply.greylisted_for.next", count=max(1, round(named / 60)))
    if known.layer is Layer.RECIPIENT_SERVER and cause in _PASSING and _temporary(codes):
        who = Who.WAIT if who is Who.USER or who is Who.PROVIDER else who
        if who is Who.WAIT:
            next_message = Message("reply.recipient_retries.next")
    return Reply(
        text=text,
        cause=cause,
        secondary=_secondary(cause, fits, opinion),
        confidence=confidence,
        who=who,
        wait_seconds=wait,
        retry_prolongs=prolongs,
        stage=known.stage,
        layer=known.layer,
        code=codes.code,
        enhanced=codes.enhanced,
        speaker=known.speaker,
        rule=rule,
        title=Message(_text_id(shown, "title", known.layer)),
        meaning=Message(_text_id(shown, "meaning", known.layer)),
        next=next_message,
        decided_by=_spans(text, straight, place, _places(straight, deciding, joined), moved=moved),
    )


def _text_id(shown: str, part: str, layer: Layer) -> str:
    in_bounce = f"reply.{shown}.bounce.{part}"
    if layer is Layer.RECIPIENT_SERVER and in_bounce in TEXTS:
        return in_bounce
    return f"reply.{shown}.{part}"


def _trusted(fits: list[Rule], opinion: Opinion) -> list[Rule]:
    """The records, unless only hints fit and the evidence clearly speaks for another cause."""
    if not fits or fits[0].record.rank > _HINT_RANK:
        return fits
    cause, share = opinion.ranked[0]
    if share < _CLEAR[fits[0].record.rank] or cause is fits[0].record.cause:
        return fits
    return [rule for rule in fits if rule.record.cause is cause]


def _temporary(codes: Codes) -> bool:
    if codes.code is not None:
        return 400 <= codes.code < 500
    return codes.enhanced is None or codes.enhanced[0] == "4"


def _confidence(fits: list[Rule], opinion: Opinion) -> float:
    best = fits[0]
    cause = best.record.cause
    confidence = best.record.certainty
    for rival in fits[1:]:
        if best.points - rival.points > _RIVAL_POINTS:
            break
        if rival.record.cause is not cause and rival.record.cause not in best.record.secondary:
            confidence = min(confidence, 0.7)
            break
    if best.record.rank < 4:
        agreed = dict(opinion.ranked).get(cause, 0.0)
        if agreed < 0.05:
            confidence -= 0.12
        elif agreed > 0.6:
            confidence += 0.04
    return round(min(max(confidence, 0.3), 0.97), 2)


def _secondary(cause: Cause, fits: list[Rule], opinion: Opinion) -> tuple[Cause, ...]:
    found: list[Cause] = []
    if fits:
        found.extend(fits[0].record.secondary)
        found.extend(rule.record.cause for rule in fits[1:4] if rule.record.rank >= 3)
    if not fits:
        found.extend(other for other, weight in opinion.ranked[1:] if weight >= 0.12)
    kept = [other for other in dict.fromkeys(found) if other is not cause]
    return tuple(kept[:_MOST_SECONDARY])


def _places(
    straight: str, ranges: list[tuple[int, int]], joined: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Places in the folded text of ranges of tokens; a spoken code is one whole place."""
    if not ranges:
        return []
    last = max(end for _, end in ranges)
    spans = [match.span() for match in islice(token_places(straight), last)]
    places = set()
    for start, end in ranges:
        if end > len(spans):
            continue
        left, right = spans[start][0], spans[end - 1][1]
        for first, after in joined:
            if first < right and left < after:
                left, right = min(left, first), max(right, after)
        places.add((left, right))
    return sorted(places)


def _spans(
    text: str, straight: str, place: int, places: list[tuple[int, int]], *, moved: bool
) -> tuple[Span, ...]:
    """The same places in the text as it was given."""
    if not moved:
        spans = [Span(place + left, place + right) for left, right in places]
    else:
        # Unpacking moved the words: look for them where they now stand, if they still do.
        haystack = folded(text)
        found = [(haystack.find(straight[left:right]), right - left) for left, right in places]
        spans = [Span(start, start + length) for start, length in found if start >= 0]
    return tuple(span for span in spans if span.end <= len(text))
