"""The usual dialogs and phrases, to pick from when the error text is not at hand.

The phrases are the programs' own words, shortened by us; picking one is like pasting it.
"""

from functools import cache

import msgspec

from wizard.resources import resource
from wizard.vocabulary import Cause


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """One phrase: where it appears (`group` for a picture, `program` by name) and its words."""

    id: str
    group: str
    program: str
    language: str
    text: str
    cause: Cause


@cache
def usual_phrases() -> tuple[Phrase, ...]:
    """All phrases, those of one program together."""
    raw = resource("replies/phrases.json").read_bytes()
    return msgspec.json.decode(raw, type=tuple[Phrase, ...])


def phrases_for(language: str) -> tuple[Phrase, ...]:
    """The phrases in this language, then the English ones."""
    own = tuple(phrase for phrase in usual_phrases() if phrase.language == language)
    english = tuple(phrase for phrase in usual_phrases() if phrase.language == "en")
    return own if language == "en" else own + english
