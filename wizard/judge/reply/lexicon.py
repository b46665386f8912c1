"""Finds many phrases in a list of tokens in one pass: a trie of words, stems and gaps.

A phrase is written as people write it. `connect*` is a stem, `..` a gap of up to three tokens.
The work for a text grows with its length, not with the number of phrases.
"""

from collections.abc import Iterable
from typing import Any

from wizard.judge.reply.text import folded, tokens

GAP = ".."
_END = ""
_LONGEST_GAP = 3
_MOST_REMEMBERED = 20_000
_SHORTEST_STEM = 2

Node = dict[str, Any]


class Lexicon:
    """Phrases, each leading to an atom: a small number that rules speak about."""

    def __init__(self) -> None:
        self._root: Node = {}
        self._words: set[str] = set()
        self._stems: set[str] = set()
        self._symbols: dict[str, tuple[str, ...]] = {}

    def add(self, phrase: str, atom: int) -> None:
        """Let `phrase` lead to `atom`. A phrase without a word is a mistake in the data."""
        node = self._root
        parts = phrase_parts(phrase)
        if not parts:
            raise ValueError(f"phrase without words: {phrase!r}")
        for part in parts:
            node = node.setdefault(part, {})
            if part.endswith("*"):
                self._stems.add(part[:-1])
            elif part != GAP:
                self._words.add(part)
        node.setdefault(_END, [])
        if atom not in node[_END]:
            node[_END].append(atom)
        self._symbols.clear()

    def find(self, given: list[str]) -> dict[int, tuple[int, int]]:
        """Every atom found, with the range of tokens of its first place."""
        known = self._symbols
        symbols: list[tuple[str, ...]] = []
        for token in given:
            meanings = known.get(token)
            symbols.append(self._look_up(token) if meanings is None else meanings)
        found: dict[int, tuple[int, int]] = {}
        root = self._root
        for start, meanings in enumerate(symbols):
            for symbol in meanings:
                node = root.get(symbol)
                if node is not None:
                    _walk(node, symbols, start, start + 1, found)
        return found

    def knows(self, token: str) -> bool:
        """Whether any phrase has this word, or a stem of it."""
        return bool(self._symbols.get(token) or self._look_up(token))

    def _look_up(self, token: str) -> tuple[str, ...]:
        if len(self._symbols) > _MOST_REMEMBERED:
            self._symbols.clear()
        meanings = [token] if token in self._words else []
        for length in range(_SHORTEST_STEM, min(len(token), 24) + 1):
            if token[:length] in self._stems:
                meanings.append(token[:length] + "*")
        self._symbols[token] = tuple(meanings)
        return tuple(meanings)


def phrase_parts(phrase: str) -> list[str]:
    """Words, stems (`connect*`) and gaps (`..`) of a phrase."""
    parts: list[str] = []
    for piece in phrase.split():
        if piece == GAP:
            parts.append(GAP)
            continue
        words = tokens(folded(piece))
        if piece.endswith("*") and words:
            words[-1] += "*"
        parts.extend(words)
    return parts


def _walk(
    node: Node,
    symbols: list[tuple[str, ...]],
    start: int,
    place: int,
    found: dict[int, tuple[int, int]],
) -> None:
    for atom in node.get(_END, ()):
        if atom not in found:
            found[atom] = (start, place)
    if place >= len(symbols):
        return
    for symbol in symbols[place]:
        child = node.get(symbol)
        if child is not None:
            _walk(child, symbols, start, place + 1, found)
    beyond = node.get(GAP)
    if beyond is not None:
        for later in range(place, min(place + _LONGEST_GAP + 1, len(symbols))):
            for symbol in symbols[later]:
                child = beyond.get(symbol)
                if child is not None:
                    _walk(child, symbols, start, later + 1, found)


def alternatives(item: str) -> Iterable[str]:
    """The phrases of an item of a pattern: alternatives are separated by `|`."""
    return (phrase.strip() for phrase in item.split("|") if phrase.strip())
