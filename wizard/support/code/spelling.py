"""Spelling alphabets: how a character is said on the phone, and which character was said.

Each language has a file in `resources/spelling/` with the words for the 32 characters that a code
can hold, and further words that are understood when they are typed in.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import msgspec

from wizard.resources import resource

_DEFAULT = "en"
_BETWEEN = re.compile(r"[\s,.;:/–—-]+")
# "X-ray" and the like hold a separator themselves.
_WITHIN = re.compile(r"(?i)\bx-(?=ray\b)")


class SpellingAlphabet(msgspec.Struct, frozen=True):
    """One language's words. `also` are further words that mean a character."""

    language: str
    name: str
    source: str
    date: str
    confirmed: bool
    words: dict[str, str]
    also: dict[str, str] = msgspec.field(default_factory=dict)


@cache
def alphabets() -> dict[str, SpellingAlphabet]:
    """Every spelling alphabet, by language code."""
    files = sorted(resource("spelling").glob("*.json"))
    loaded = [msgspec.json.decode(f.read_bytes(), type=SpellingAlphabet) for f in files]
    return {alphabet.language: alphabet for alphabet in loaded}


def spelled(characters: str, language: str = _DEFAULT) -> tuple[str, ...]:
    """The word for each character; what has no word stays as it is."""
    known = alphabets()
    chosen = known.get(language) or known.get(language.partition("_")[0]) or known[_DEFAULT]
    return tuple(chosen.words.get(c.upper(), c) for c in characters)


def readings(text: str) -> Iterator[str]:
    """What a typed code may mean, character by character: as typed, then as words.

    One word can mean different characters in different languages, so each language gives a
    reading of its own. What is neither a word nor a separator stays, for whoever complains.
    """
    parts = [part for part in _BETWEEN.split(_WITHIN.sub("x", text)) if part]
    yield "".join(parts).upper()
    for language in sorted(alphabets(), key=lambda code: (code != _DEFAULT, code)):
        words = _words(language)
        yield "".join(words.get(_plain(part)) or part.upper() for part in parts)


@cache
def _words(language: str) -> dict[str, str]:
    alphabet = alphabets()[language]
    words = {_plain(word): character for character, word in alphabet.words.items()}
    words |= {_plain(word): character for word, character in alphabet.also.items()}
    return {word: character for word, character in words.items() if len(word) > 1}


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if c.isalnum())
