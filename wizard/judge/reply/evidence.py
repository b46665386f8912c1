"""General understanding for texts that no record knows: words, concepts, code and status weighed.

A linear model (softmax over the causes). Its weights come from our own example sentences in
`resources/replies/examples/`, learned by one command (see learning.py), and are small numbers
in `weights.json`. It can say which words decided.
"""

import math
from functools import cache
from typing import NamedTuple

import msgspec

from wizard.judge.reply.parts import Codes
from wizard.judge.reply.records import atlas
from wizard.resources import read_json
from wizard.vocabulary import Cause

CAUSES: tuple[Cause, ...] = tuple(cause for cause in Cause if cause is not Cause.NONE)
_MOST_TOKENS = 80
_LEAST_SHARE = 0.3
_NOTHING_KNOWN = 0.35


class Opinion(NamedTuple):
    """Causes with their probability, likeliest first, and the tokens that decided."""

    ranked: list[tuple[Cause, float]]
    places: list[tuple[int, int]]


class Weights(msgspec.Struct, frozen=True):
    """Learned numbers: for each feature pairs of (index of a cause, weight)."""

    bias: list[float]
    features: dict[str, list[tuple[int, float]]]


@cache
def weights() -> Weights:
    """The learned weights, read once."""
    return msgspec.convert(read_json("replies/weights.json"), Weights)


def features(
    found: dict[int, tuple[int, int]], words: list[str], codes: Codes
) -> dict[str, tuple[int, int] | None]:
    """What the model looks at: words, concepts, pairs of concepts, code and status."""
    concepts = atlas().concepts
    seen: dict[str, tuple[int, int] | None] = {}
    names = []
    for atom, where in found.items():
        name = concepts.get(atom)
        if name is not None:
            names.append(name)
            seen["{" + name] = where
    names.sort()
    for index, first in enumerate(names[:10]):
        for second in names[index + 1 : 10]:
            seen[first + "+" + second] = None
    for place, word in enumerate(words[:_MOST_TOKENS]):
        if word not in seen:
            seen[word] = (place, place + 1)
    if codes.code is not None:
        seen[f"={codes.code}"] = None
        seen[f"={codes.code // 100}xx"] = None
    if codes.enhanced is not None:
        seen["=" + codes.enhanced] = None
        seen["=" + codes.enhanced[1:]] = None
        seen["=" + codes.enhanced[:3]] = None
    return seen


def weigh(found: dict[int, tuple[int, int]], words: list[str], codes: Codes) -> Opinion:
    """The opinion of the model about a text."""
    model = weights()
    scores = list(model.bias)
    table = model.features
    used = []
    for name, where in features(found, words, codes).items():
        entry = table.get(name)
        if entry is not None:
            for index, weight in entry:
                scores[index] += weight
            if where is not None:
                used.append((entry, where))
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    total = sum(shares)
    order = sorted(range(len(shares)), key=shares.__getitem__, reverse=True)[:4]
    if shares[order[0]] / total < _LEAST_SHARE or not used:
        return Opinion([(Cause.UNKNOWN_GENERIC, _NOTHING_KNOWN)], [])
    ranked = [(CAUSES[i], round(shares[i] / total, 2)) for i in order]
    best = order[0]
    telling = [where for entry, where in used if dict(entry).get(best, 0) > 0.3]
    return Opinion(ranked, telling[:6])
