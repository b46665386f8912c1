"""Puts the answer together: cause, confidence, who acts, how long to wait, which texts to show."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from wizard.judge.reply.delays import named_delay
from wizard.judge.reply.evidence import Opinion
from wizard.judge.reply.parts import Codes
from wizard.judge.reply.records import Rule, atlas
from wizard.judge.reply.text import folded, token_places
from wizard.judge.reply.trust import confidence_in, trusted
from wizard.judge.waiting import wait_by_cause
from wizard.messages import Message, message
from wizard.messages.replies import TEXTS
from wizard.reply import Reply, Span
from wizard.vocabulary import Cause, Layer, Stage, Who

_NO_CODES = Codes(None, None)
_ACCEPTED_CONFIDENCE = 0.9
_EVIDENCE_HIGHEST = 0.78
_MOST_SECONDARY = 3
_LEAST_LAST_WAIT = 900
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
    stage_heard: bool = False

    def completed(self, found: Mapping[int, tuple[int, int]], code: int | None) -> "Known":
        """With what the marks in the text add. What was known before stays."""
        stage, layer, speaker, heard = self
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
        return Known(stage, layer, speaker, heard)


_LAYER_ORDER = {
    "unknown": 0, "own_server": 1, "network": 2, "library": 3, "mail_program": 4,
    "recipient_server": 5, "security_software": 6,
}  # fmt: skip


class Source(NamedTuple):
    """Where the words come from, to find the deciding ones again in the text as it was given."""

    text: str
    moved: bool
    place: int
    straight: str
    joined: list[tuple[int, int]]


class Verdict(NamedTuple):
    """What was decided; `text` names the texts to show, `deciding` the ranges of tokens."""

    cause: Cause
    confidence: float
    who: Who
    wait: tuple[int, int] | None
    text: str
    rule: str = ""
    prolongs: bool = False
    deciding: Sequence[tuple[int, int]] = ()


def reply_for(
    source: Source,
    found: Mapping[int, tuple[int, int]],
    codes: Codes,
    known: Known,
    fits: list[Rule],
    opinion: Opinion,
) -> Reply:
    """The answer from the records that fit and the opinion of the evidence."""
    fits = trusted(fits, codes, opinion)
    if fits:
        verdict = _of_record(fits, found, opinion)
    else:
        verdict = _of_evidence(opinion, without_code=codes == _NO_CODES)
    if known.stage_heard:
        verdict = by_stage(verdict, known.stage, codes.code)
    elif known.stage is Stage.GREETING and verdict.rule in _ONLY_A_FINAL_CODE:
        verdict = _supposed(verdict, Cause.IP_BLOCKED)
    verdict, next_shown = _named_wait(verdict, source.straight)
    who = verdict.who
    if known.layer is Layer.RECIPIENT_SERVER and verdict.cause in _PASSING and _temporary(codes):
        who = Who.WAIT if who in (Who.USER, Who.PROVIDER) else who
        if who is Who.WAIT:
            next_shown = Message("reply.recipient_retries.next")
    return Reply(
        text=source.text,
        cause=verdict.cause,
        secondary=_secondary(verdict.cause, fits, opinion),
        confidence=verdict.confidence,
        who=who,
        wait_seconds=verdict.wait,
        retry_prolongs=verdict.prolongs,
        stage=known.stage,
        layer=known.layer,
        code=codes.code,
        enhanced=codes.enhanced,
        speaker=known.speaker,
        rule=verdict.rule,
        title=Message(_text_id(verdict.text, "title", known.layer)),
        meaning=Message(_text_id(verdict.text, "meaning", known.layer)),
        next=next_shown,
        decided_by=_spans(source, _places(source, verdict.deciding)),
    )


def accepted(text: str) -> Reply:
    """The answer to a text in which the server took everything: there is no error in it."""
    return Reply(
        text=text,
        cause=Cause.NONE,
        secondary=(),
        confidence=_ACCEPTED_CONFIDENCE,
        who=Who.WAIT,
        wait_seconds=None,
        retry_prolongs=False,
        stage=None,
        layer=Layer.OWN_SERVER,
        code=None,
        enhanced=None,
        speaker="",
        rule="",
        title=Message("reply.accepted.title"),
        meaning=Message("reply.accepted.meaning"),
        next=Message("reply.accepted.next"),
        decided_by=(),
    )


def _of_record(fits: list[Rule], found: Mapping[int, tuple[int, int]], opinion: Opinion) -> Verdict:
    record = fits[0].record
    return Verdict(
        cause=record.cause,
        confidence=confidence_in(fits, opinion),
        who=record.who,
        wait=record.wait,
        text=record.text,
        rule=record.id,
        prolongs=record.prolongs,
        deciding=[found[need] for need in fits[0].needs],
    )


def _of_evidence(opinion: Opinion, *, without_code: bool) -> Verdict:
    cause, confidence = opinion.ranked[0]
    silent = without_code and cause is Cause.UNKNOWN_GENERIC
    return Verdict(
        cause=cause,
        confidence=min(confidence, _EVIDENCE_HIGHEST),
        who=_WHO[cause],
        wait=wait_by_cause(cause),
        text="unknown_text" if silent else cause.value,
        deciding=opinion.places,
    )


def by_stage(verdict: Verdict, stage: Stage | None, code: int | None) -> Verdict:
    """A 421 without a reason, understood by when it came; idle times-out while we were sending.

    From our own measurements with Postfix, Exim and Dovecot: instead of a greeting it is about
    connections, after the sign-in about the account's connections, at MAIL about the rate.
    """
    cause = verdict.cause
    if cause is Cause.SESSION_TIMEOUT and stage in (Stage.DATA, Stage.END_OF_DATA):
        return _supposed(verdict, Cause.NETWORK)
    if cause is not Cause.UNKNOWN_GENERIC:
        return verdict
    if code == _CLOSING and stage in _CLOSING_AT:
        return _supposed(verdict, _CLOSING_AT[stage])
    if code in (450, 451) and stage is Stage.RCPT:
        return _supposed(verdict, Cause.GREYLISTING)
    return verdict


_CLOSING = 421
# A final code instead of a greeting, without words: the address is not wanted (RFC 5321 3.1).
_ONLY_A_FINAL_CODE = ("c-550", "c-554", "c-521")
_SUPPOSED_CONFIDENCE = 0.6
_CLOSING_AT = {
    Stage.CONNECT: Cause.TOO_MANY_CONNECTIONS,
    Stage.GREETING: Cause.TOO_MANY_CONNECTIONS,
    Stage.EHLO: Cause.SERVER_OVERLOAD,
    Stage.AUTH: Cause.TOO_MANY_CONNECTIONS,
    Stage.MAIL: Cause.RATE_LIMIT,
    Stage.RCPT: Cause.GREYLISTING,
    Stage.IDLE: Cause.SESSION_TIMEOUT,
}


def _supposed(verdict: Verdict, cause: Cause) -> Verdict:
    shown = "idle_closed" if cause is Cause.SESSION_TIMEOUT else cause.value
    return Verdict(
        cause=cause,
        confidence=_SUPPOSED_CONFIDENCE,
        who=_WHO[cause],
        wait=wait_by_cause(cause),
        text=shown,
        rule=verdict.rule,
        deciding=verdict.deciding,
    )


def _named_wait(verdict: Verdict, straight: str) -> tuple[Verdict, Message]:
    """With the time that the text itself names, if it does; and the next action to show."""
    usual = Message(f"reply.{verdict.text}.next")
    if verdict.wait is None or verdict.prolongs:
        return verdict, usual
    named = named_delay(verdict.cause, straight)
    if named is None:
        return verdict, usual
    verdict = verdict._replace(wait=(named, max(2 * named, _LEAST_LAST_WAIT)))
    if verdict.cause is not Cause.GREYLISTING:
        return verdict, usual
    count = max(1, round(named / 60))
    return verdict._replace(text="greylisted_for"), message(
        "reply.greylisted_for.next", count=count
    )


def _text_id(shown: str, part: str, layer: Layer) -> str:
    in_bounce = f"reply.{shown}.bounce.{part}"
    if layer is Layer.RECIPIENT_SERVER and in_bounce in TEXTS:
        return in_bounce
    return f"reply.{shown}.{part}"


def _temporary(codes: Codes) -> bool:
    if codes.code is not None:
        return 400 <= codes.code < 500
    return codes.enhanced is None or codes.enhanced[0] == "4"


def _secondary(cause: Cause, fits: list[Rule], opinion: Opinion) -> tuple[Cause, ...]:
    found: list[Cause] = []
    if fits:
        found.extend(fits[0].record.secondary)
        found.extend(rule.record.cause for rule in fits[1:4] if rule.record.rank >= 3)
    if not fits:
        found.extend(other for other, weight in opinion.ranked[1:] if weight >= 0.12)
    kept = [other for other in dict.fromkeys(found) if other is not cause]
    return tuple(kept[:_MOST_SECONDARY])


def _places(source: Source, ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in the folded text of ranges of tokens; a spoken code is one whole place."""
    if not ranges:
        return []
    last = max(end for _, end in ranges)
    spans = [match.span() for match in islice(token_places(source.straight), last)]
    places = set()
    for start, end in ranges:
        if end > len(spans):
            continue
        left, right = spans[start][0], spans[end - 1][1]
        for first, after in source.joined:
            if first < right and left < after:
                left, right = min(left, first), max(right, after)
        places.add((left, right))
    return sorted(places)


def _spans(source: Source, places: list[tuple[int, int]]) -> tuple[Span, ...]:
    """The same places in the text as it was given."""
    if not source.moved:
        spans = [Span(source.place + left, source.place + right) for left, right in places]
    else:
        # Unpacking moved the words: look for them where they now stand, if they still do.
        haystack = folded(source.text)
        words = [source.straight[left:right] for left, right in places]
        starts = [(haystack.find(word), len(word)) for word in words]
        spans = [Span(start, start + length) for start, length in starts if start >= 0]
    return tuple(span for span in spans if span.end <= len(source.text))
