"""Evidence for and against a cause, resting on a finding.

A finding that explains the whole trouble says so as shares: of a hundred people of whom only this
is known, so many have that cause; what is left belongs to causes it does not name. Other findings
only make a cause more or less likely. Both become log-odds against 'something else', which are
added, so independent hints strengthen each other and what speaks against a cause counts.
"""

import math
from typing import NamedTuple

from wizard.diagnosis import Finding
from wizard.vocabulary import Cause, Who

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
    """A finding with the evidence that rests on it.

    `leads`: it says more precisely than others with the same cause what to do, so if that cause
    wins, the answer speaks with its words.
    """

    finding: Finding
    evidence: tuple[Evidence, ...] = ()
    leads: bool = False


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
