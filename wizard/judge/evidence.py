"""Evidence for and against a cause, resting on a finding.

A finding that explains the whole trouble says so as shares: of a hundred people of whom only this
is known, so many have that cause; what is left belongs to causes it does not name. Other findings
only make a cause more or less likely. Both become log-odds against 'something else', which are
added, so independent hints strengthen each other and what speaks against a cause counts.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from wizard.diagnosis import Finding
from wizard.vocabulary import Cause, Who

CERTAIN = 3.5  # about 97 %
STRONG = 2.5  # about 92 %
GOOD = 1.4  # about 80 %
FAIR = 0.7  # about 67 %
WEAK = 0.2  # about 55 %

_HIGHEST_CONFIDENCE = 0.97

# A share never leaves less than this for causes that nobody thought of.
_LEAST_LEFT = 0.03


class Evidence(NamedTuple):
    """A finding's weight for a cause (negative: against it), and who acts if it is that."""

    cause: Cause
    weight: float
    who: Who | None = None
    wait_seconds: tuple[int, int] | None = None
    retry_prolongs: bool = False


class Found(NamedTuple):
    """A finding with the evidence that rests on it."""

    finding: Finding
    evidence: tuple[Evidence, ...] = ()


class Share(NamedTuple):
    """How many of a hundred such cases have this cause (0 to 1), and who acts then."""

    cause: Cause
    share: float
    who: Who | None = None
    wait_seconds: tuple[int, int] | None = None
    retry_prolongs: bool = False


def likely(*shares: Share) -> tuple[Evidence, ...]:
    """Evidence of a finding that explains the trouble by these causes."""
    left = max(_LEAST_LEFT, 1.0 - sum(one.share for one in shares))
    return tuple(
        Evidence(
            one.cause,
            math.log(max(one.share, 0.001) / left),
            one.who,
            one.wait_seconds,
            one.retry_prolongs,
        )
        for one in shares
    )


def supports(cause: Cause, times: float, who: Who | None = None) -> Evidence:
    """Makes a cause that something else points to so many times likelier."""
    return Evidence(cause, math.log(times), who)


def weakens(cause: Cause, times: float) -> Evidence:
    """Makes a cause so many times less likely."""
    return Evidence(cause, -math.log(times))


class Weighed(msgspec.Struct, frozen=True):
    """One cause with everything that speaks for and against it."""

    cause: Cause
    score: float
    for_it: tuple[tuple[Finding, Evidence], ...]
    against: tuple[Finding, ...]

    @property
    def confidence(self) -> float:
        """The probability that the score stands for."""
        return round(min(_HIGHEST_CONFIDENCE, probability(self.score)), 2)


def weigh(found: Iterable[Found]) -> list[Weighed]:
    """Every cause that something speaks for, the most likely first."""
    votes: dict[Cause, list[tuple[Finding, Evidence]]] = {}
    for finding, evidence in found:
        for vote in evidence:
            votes.setdefault(vote.cause, []).append((finding, vote))
    weighed = []
    for cause, given in votes.items():
        for_it = sorted((g for g in given if g[1].weight > 0), key=lambda g: -g[1].weight)
        if for_it:
            against = tuple(finding for finding, vote in given if vote.weight < 0)
            score = sum(vote.weight for _, vote in given)
            weighed.append(Weighed(cause, score, tuple(for_it), against))
    return sorted(weighed, key=lambda one: (-one.score, one.cause.value))


def probability(score: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))


def odds_of(confidence: float) -> float:
    """The weight that stands for a confidence between 0 and 1."""
    bounded = min(0.97, max(0.03, confidence))
    return math.log(bounded / (1 - bounded))
