"""Ranks the causes: evidence added up, turned into probabilities that mean something.

The probabilities of all causes and of 'something else' make one, so two explanations of the same
trouble share the belief instead of both being sure. The calibration test holds them to it.
"""

import math
from collections.abc import Iterable, Sequence

import msgspec

from wizard.diagnosis import Finding, RankedCause
from wizard.judge.evidence import Evidence, Found
from wizard.judge.thresholds import CLOSE, HIGHEST_CONFIDENCE, MOST_CAUSES, WORTH_A_LINE
from wizard.messages import Message, message
from wizard.vocabulary import Cause, Verdict, Who

_HEAVIEST = 40.0


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """One cause with what speaks for it (strongest first) and against it."""

    cause: Cause
    confidence: float
    for_it: tuple[tuple[Found, Evidence], ...]
    against: tuple[Finding, ...]

    @property
    def leading(self) -> Finding:
        """The finding whose words the answer uses."""
        told = [found.finding for found, _ in self.for_it if found.leads]
        told += [f.finding for f, _ in self.for_it if f.finding.verdict is not Verdict.ATTENTION]
        return told[0] if told else self.for_it[0][0].finding


def weigh(found: Iterable[Found]) -> tuple[Weighed, ...]:
    """Every cause that something speaks for, the most likely first."""
    votes: dict[Cause, list[tuple[Found, Evidence]]] = {}
    for one in found:
        for vote in one.evidence:
            votes.setdefault(vote.cause, []).append((one, vote))
    odds = {cause: _odds(given) for cause, given in votes.items()}
    everything = 1.0 + sum(odds.values())
    weighed = []
    for cause, given in votes.items():
        for_it = sorted((g for g in given if g[1].weight > 0), key=lambda g: -g[1].weight)
        named = for_it or [g for g in given if _is_named(g)]
        if not named:
            continue
        confidence = min(HIGHEST_CONFIDENCE, odds[cause] / everything)
        against = tuple(
            one.finding for one, vote in given if vote.weight < 0 and (one, vote) not in named
        )
        weighed.append(
            Weighed(
                cause=cause,
                confidence=round(confidence, 2),
                for_it=tuple(named),
                against=against,
            )
        )
    return tuple(sorted(weighed, key=lambda one: (-odds[one.cause], one.cause.value)))


def _odds(given: Sequence[tuple[Found, Evidence]]) -> float:
    total = sum(vote.weight for _, vote in given)
    return math.exp(max(-_HEAVIEST, min(_HEAVIEST, total)))


def _is_named(given: tuple[Found, Evidence]) -> bool:
    """A share below one half weighs less than nothing, and still names the cause."""
    return given[1].who is not None or given[1].wait_seconds is not None


def ranked(weighed: Sequence[Weighed]) -> tuple[RankedCause, ...]:
    """The causes worth showing."""
    shown = [one for one in weighed if one.confidence >= WORTH_A_LINE] or list(weighed[:1])
    return tuple(_ranked(one) for one in shown[:MOST_CAUSES])


def _ranked(weighed: Weighed) -> RankedCause:
    votes = [vote for _, vote in weighed.for_it]
    leading = weighed.leading.who
    return RankedCause(
        cause=weighed.cause,
        confidence=weighed.confidence,
        who=_who(weighed, leading),
        because=tuple(dict.fromkeys(found.finding.id for found, _ in weighed.for_it)),
        against=tuple(dict.fromkeys(finding.id for finding in weighed.against)),
        wait_seconds=next((vote.wait_seconds for vote in votes if vote.wait_seconds), None),
        retry_prolongs=any(vote.retry_prolongs for vote in votes),
    )


def _who(weighed: Weighed, leading: Who | None) -> Who:
    votes = [vote for found, vote in weighed.for_it if found.finding is weighed.leading]
    named = [vote.who for vote in votes if vote.who is not None]
    others = [vote.who for _, vote in weighed.for_it if vote.who is not None]
    return next(iter((*named, *((leading,) if leading else ()), *others)), Who.PROVIDER)


_DECIDING: tuple[tuple[frozenset[Cause], str], ...] = (
    (frozenset({Cause.AUTH_FAILED}), "decide.webmail"),
    (frozenset({Cause.TOO_MANY_CONNECTIONS}), "decide.close_programs"),
    (frozenset({Cause.NETWORK, Cause.IP_BLOCKED}), "decide.other_network"),
    (frozenset({Cause.TLS_PROBLEM}), "decide.other_network"),
    (frozenset({Cause.CLIENT_SETTINGS, Cause.OUTDATED_CLIENT}), "decide.webmail"),
    (
        frozenset({
            Cause.SERVER_OVERLOAD, Cause.MAINTENANCE_SHUTDOWN, Cause.RATE_LIMIT,
            Cause.GREYLISTING, Cause.SESSION_TIMEOUT, Cause.UNKNOWN_GENERIC,
        }),
        "decide.wait",
    ),
)  # fmt: skip
"""What tells a pair of causes apart: the first line that knows one of the two decides."""


def deciding_test(causes: Sequence[RankedCause]) -> Message | None:
    """The one test that would tell the two likeliest causes apart, when they are close."""
    if len(causes) < 2 or round(causes[0].confidence - causes[1].confidence, 2) > CLOSE:
        return None
    pair = {causes[0].cause, causes[1].cause}
    return message(next((id_ for known, id_ in _DECIDING if pair & known), "decide.webmail"))
