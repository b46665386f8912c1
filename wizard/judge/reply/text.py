"""Folding of text for comparison, and its tokens.

Folding never changes the length, so that a place in the folded text is the same place in the
text that was given. Accents, case, width and typographic quotes are folded; Chinese, Japanese
and Korean characters are tokens of their own, everything else is a word, a number or a dotted
number ('4.7.28').
"""

import re
import unicodedata
from collections.abc import Iterator

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_ASCII_TOKEN = re.compile(r"\d+(?:\.\d+)+|\d+|[a-z]+")
_TOKEN = re.compile(rf"\d+(?:\.\d+)+|\d+|[{_CJK}]|[^\W\d_{_CJK}]+")

_SINGLES = {
    "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ß": "s", "æ": "a", "Æ": "a",
    "œ": "o", "Œ": "o", "ı": "i", "İ": "i", "ё": "е", "Ё": "е", "’": "'", "‘": "'", "“": '"',
    "”": '"', "„": '"', "–": "-", "—": "-", "\u2011": "-", "\u3000": " ", "。": ".", "，": ",",
    "：": ":",
}  # fmt: skip


def _folding() -> dict[int, str]:
    table = {ord(key): value for key, value in _SINGLES.items()}
    for code_point in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0xFF01, 0xFF5F)):
        base = unicodedata.normalize("NFKD", chr(code_point))[0]
        if code_point not in table and base.isascii():
            table[code_point] = base
    return table


_FOLDING = _folding()


def folded(text: str) -> str:
    """Lower case, without accents, full-width forms as ASCII; exactly as long as `text`."""
    if text.isascii():
        return text.lower()
    plain = text.translate(_FOLDING)
    lower = plain.lower()
    # A few capitals have a two-character lower case; keep such characters as they are.
    return lower if len(lower) == len(plain) else "".join(map(_lower_one, plain))


def tokens(folded_text: str) -> list[str]:
    """The tokens of folded text."""
    pattern = _ASCII_TOKEN if folded_text.isascii() else _TOKEN
    return pattern.findall(folded_text)


def token_places(folded_text: str) -> Iterator[re.Match[str]]:
    """The same tokens, with their places."""
    pattern = _ASCII_TOKEN if folded_text.isascii() else _TOKEN
    return pattern.finditer(folded_text)


def _lower_one(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character
