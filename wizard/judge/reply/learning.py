"""Learns the weights of `evidence` from our own example sentences and the records' examples.

Softmax regression with AdaGrad, in plain Python; the same examples always give the same
weights. Run `python -m tests.judge.reply.learn` after changing words, records or examples.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wizard.judge.reply import parts, passage
from wizard.judge.reply.evidence import CAUSES, Weights, features
from wizard.judge.reply.records import atlas, read_records
from wizard.judge.reply.surroundings import unpacked
from wizard.judge.reply.text import folded, tokens
from wizard.resources import resource
from wizard.vocabulary import Cause

_ROUNDS = 20
_STEP = 0.2
_SHRINK = 0.002
_LEAST = 0.06


class Example(NamedTuple):
    """A text with its cause."""

    text: str
    cause: Cause


def examples() -> Iterator[Example]:
    """Our example sentences, then the examples of the records."""
    yield from sentences()
    for record in read_records():
        for text in record.examples:
            yield Example(text, record.cause)


def sentences() -> Iterator[Example]:
    """Our example sentences, written from knowledge of the wordings."""
    for path in sorted(resource("replies/examples").glob("*.tsv")):
        for line in filter(None, path.read_text(encoding="utf-8").splitlines()):
            cause, _, text = line.partition("\t")
            yield Example(text, Cause(cause))


def features_of(text: str) -> list[str]:
    """The names of the features of a text."""
    straight = passage.without_wrapping(parts.digits_joined(folded(unpacked(text)))).text
    words = tokens(straight)
    return sorted(features(atlas().lexicon.find(words), words, parts.codes(straight)))


def learned(given: Sequence[Example]) -> Weights:
    """The weights learned from these examples."""
    known = [(features_of(example.text), CAUSES.index(example.cause)) for example in given]
    kept = _kept([names for names, _ in known])
    model = _Model(kept)
    for turn in range(_ROUNDS):
        # Another order each round, but always the same one.
        for index in sorted(range(len(known)), key=lambda i: (i * 7919 + turn * 104729) % 10007):
            names, cause = known[index]
            model.learn([name for name in names if name in kept], cause)
    return model.weights()


def _kept(all_names: Sequence[Sequence[str]]) -> set[str]:
    """Features seen at least twice: a word seen once says nothing about other texts."""
    seen: dict[str, int] = {}
    for names in all_names:
        for name in names:
            seen[name] = seen.get(name, 0) + 1
    return {
        name
        for name, count in seen.items()
        if count >= 2 and not (name.isdigit() or name.replace(".", "").isdigit())
    }


class _Model:
    def __init__(self, names: set[str]) -> None:
        size = len(CAUSES)
        self._rows = {name: [0.0] * size for name in sorted(names)}
        self._squares = {name: [1e-3] * size for name in self._rows}
        self._bias = [0.0] * size

    def learn(self, names: Sequence[str], cause: int) -> None:
        scores = list(self._bias)
        for name in names:
            for index, weight in enumerate(self._rows[name]):
                scores[index] += weight
        top = max(scores)
        shares = [math.exp(score - top) for score in scores]
        total = sum(shares)
        slopes = [share / total - (index == cause) for index, share in enumerate(shares)]
        for index, slope in enumerate(slopes):
            self._bias[index] -= 0.01 * slope
        scale = 1 / math.sqrt(len(names) or 1)
        for name in names:
            row, squares = self._rows[name], self._squares[name]
            for index, slope in enumerate(slopes):
                step = slope * scale + _SHRINK * row[index]
                squares[index] += step * step
                row[index] -= _STEP * step / math.sqrt(squares[index])

    def weights(self) -> Weights:
        rows = {
            name: [(i, round(w, 2)) for i, w in enumerate(row) if abs(w) >= _LEAST]
            for name, row in self._rows.items()
        }
        bias = [round(value, 2) for value in self._bias]
        return Weights(bias, {name: row for name, row in rows.items() if row})
