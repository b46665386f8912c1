"""Mends one wrong, missing, doubled or swapped letter in the words that matter most.

People type errors from a screen or over the phone ('too many conections'), or have a photograph
read by a program ('too rnany c0nnections'). Only words that nothing here knows are mended, and
only to the words in `resources/replies/spelling.json`, or to known ones where digits and letters
that look alike were confused.
"""

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from wizard.judge.reply.evidence import weights
from wizard.judge.reply.records import atlas
from wizard.resources import read_json

_SHORTEST = 5
_LONGEST = 20
_MOST_UNKNOWN = 60
_DIGIT_IN_WORD = re.compile(
    r"(?<![\w.@/-])(?=[a-z]*[01])(?=[01]*[a-z]+[01]*[a-z])[a-z01]{4,20}(?![\w@/-])"
)
_LETTERS_FOR_DIGITS = str.maketrans("01", "ol")
_LOOKS_LIKE = (("rn", "m"), ("vv", "w"))


def letters_for_digits(folded_text: str) -> str:
    """'c0nnecti0ns' as 'connections', where that makes a known word; the length stays."""
    if "0" not in folded_text and "1" not in folded_text:
        return folded_text
    return _DIGIT_IN_WORD.sub(_as_known_word, folded_text)


def _as_known_word(match: re.Match[str]) -> str:
    word = match[0].translate(_LETTERS_FOR_DIGITS)
    return word if _is_word(word) else match[0]


def _is_word(word: str) -> bool:
    return word in weights().features or word in _nearby().get(word, ())


def mended(words: list[str]) -> list[str]:
    """The same words, the same number of them, with mended spelling."""
    fresh = [
        place
        for place, word in enumerate(words)
        if _SHORTEST <= len(word) <= _LONGEST and word.isascii() and word.isalpha()
    ]
    known, lexicon = weights().features, atlas().lexicon
    unknown = [p for p in fresh if words[p] not in known and not lexicon.knows(words[p])]
    if not unknown or len(unknown) > _MOST_UNKNOWN:
        return words
    corrected = list(words)
    for place in unknown:
        corrected[place] = _nearest(words[place])
    return corrected


def _nearest(word: str) -> str:
    """The one known word that is an error away, or the word itself."""
    near = _nearby()
    for shown, meant in _LOOKS_LIKE:
        if shown in word and _is_word(word.replace(shown, meant)):
            return word.replace(shown, meant)
    found = {w for shorter in (word, *_without_one(word)) for w in near.get(shorter, ())}
    found = {w for w in found if _one_error_apart(word, w)}
    return found.pop() if len(found) == 1 else word


@cache
def _nearby() -> dict[str, tuple[str, ...]]:
    """Each word and each of its forms without one letter, with the words it may stand for."""
    forms: dict[str, tuple[str, ...]] = {}
    for word in msgspec.convert(read_json("replies/spelling.json"), list[str]):
        for form in {word, *_without_one(word)}:
            forms[form] = (*forms.get(form, ()), word)
    return forms


def _without_one(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _one_error_apart(typed: str, meant: str) -> bool:
    """A letter too many, too few, another one, or two neighbours swapped."""
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    rest_typed, rest_meant = typed[start:], meant[start:]
    if len(typed) > len(meant):
        return rest_typed[1:] == rest_meant
    if len(typed) < len(meant):
        return rest_typed == rest_meant[1:]
    swapped = rest_typed[1::-1] + rest_typed[2:]
    return rest_typed[1:] == rest_meant[1:] or swapped == rest_meant
