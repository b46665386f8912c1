"""From a text to its meaning: reads the passage that matters, lets records and evidence decide.

A record that fits decides by itself; the evidence confirms or doubts it, and decides alone where
no record fits. What is known from outside (stage, who spoke) is never guessed.
"""

from collections.abc import Sequence
from typing import NamedTuple

from wizard.judge.reply import evidence, parts, passage
from wizard.judge.reply.meaning import Known, Source, accepted, reply_for
from wizard.judge.reply.records import Rule, atlas, fitting
from wizard.judge.reply.spelling import letters_for_digits, mended
from wizard.judge.reply.story import without_story
from wizard.judge.reply.surroundings import unpacked
from wizard.judge.reply.text import folded, tokens
from wizard.reply import Reply
from wizard.vocabulary import Layer, Stage

_SHOWN_CHARACTERS = 20_000


class Reading(NamedTuple):
    """What was found in one passage. `place` is where it starts in the folded text."""

    place: int
    folded: str
    tokens: list[str]
    found: dict[int, tuple[int, int]]
    codes: parts.Codes
    known: Known
    fits: list[Rule]
    joined: list[tuple[int, int]]


def explain(text: str) -> Reply:
    """What an error text means. Any text gives an answer; none raises."""
    plain = unpacked(text)
    straight = folded(plain)
    stage: Stage | None = None
    if len(straight) <= passage.LONG_CHARACTERS:
        if passage.only_success(straight):
            return accepted(text)
        straight, stage = passage.failing(straight)
    known = Known(stage=stage)
    if len(straight) <= passage.SHORT_CHARACTERS:
        reading = _read(straight, 0, known)
    else:
        reading = _best_of(passage.telling_passages(straight), known, straight)
    return _answer(text, plain, reading)


def meaning_of(
    code: int,
    lines: Sequence[str],
    stage: Stage,
    own_server: bool = True,  # noqa: FBT002
) -> Reply:
    """What a reply means that a probe heard at a known stage.

    `lines` are the reply's lines, with or without the code in front. A 421 is understood by its
    stage (network practice: instead of a greeting it is about connections, after a pause it is
    an idle time-out).
    """
    head = str(code)
    bodies = [line[4:] if line.startswith((f"{head}-", f"{head} ")) else line for line in lines]
    text = "\n".join(f"{head} {body}".rstrip() for body in bodies) or head
    layer = Layer.OWN_SERVER if own_server else Layer.RECIPIENT_SERVER
    reading = _read(
        folded(text)[: passage.SHORT_CHARACTERS], 0, Known(stage, layer, stage_heard=True)
    )
    if reading.codes.code != code:
        reading = reading._replace(codes=parts.Codes(code, reading.codes.enhanced))
    return _answer(text, text, reading)


def _read(straight: str, place: int, known: Known) -> Reading:
    joined = without_story(straight)
    if "\n" in joined or joined.count("421") > 1 or joined.count("550") > 1:
        joined = parts.without_repeats(joined)
    spoken = joined
    joined = letters_for_digits(parts.digits_joined(joined))
    changed = [] if joined == spoken else parts.joined_places(spoken)
    bare = passage.without_wrapping(joined)
    if bare.from_recipient and known.layer is Layer.UNKNOWN:
        known = known._replace(layer=Layer.RECIPIENT_SERVER)
    if bare.stage is not None and known.stage is None:
        known = known._replace(stage=bare.stage)
    joined = bare.text
    words = mended(tokens(joined))
    found = atlas().lexicon.find(words)
    codes = parts.codes(joined)
    known = known.completed(found, codes.code)
    fits = fitting(found, str(codes.code or ""), codes.enhanced or "", known.layer.value)
    return Reading(place, joined, words, found, codes, known, fits, changed)


def _best_of(passages: list[tuple[int, str]], known: Known, whole: str) -> Reading:
    """The reading with the most specific record; among equals the one that comes first."""
    if not passages:
        return _read(whole[: passage.SHORT_CHARACTERS], 0, known)
    readings = [_read(text, place, known) for place, text in passages]
    return max(readings, key=lambda reading: reading.fits[0].points if reading.fits else 0)


def _answer(given: str, plain: str, reading: Reading) -> Reply:
    text, moved, place = given, plain != given, reading.place
    if len(given) > _SHOWN_CHARACTERS:
        # Of a whole log only the telling passage is kept, so that answers stay small.
        text, moved, place = plain[place : place + len(reading.folded)], False, 0
    opinion = evidence.weigh(reading.found, reading.tokens, reading.codes)
    source = Source(text, moved=moved, place=place, straight=reading.folded, joined=reading.joined)
    return reply_for(source, reading.found, reading.codes, reading.known, reading.fits, opinion)
