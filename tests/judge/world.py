"""A world of the judge's tests: what is known, and what a careful supporter would say."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.judge import cases as c
from wizard.account import SignIn
from wizard.facts.names import NameResult
from wizard.judge.case import Case
from wizard.vocabulary import Cause, Verdict, Who

P, A, F, Q = Verdict.PROBLEM, Verdict.ATTENTION, Verdict.FINE, Verdict.COULD_NOT_CHECK
OUTSIDE = ("internet", "portal", "resolver", "line", "control", "public_address", "blocklists")


@dataclass(frozen=True, slots=True)
class World:
    """One world. `finding` must be among the findings, with any verdict but 'not checked'."""

    name: str
    case: Callable[[], Case]
    cause: Cause
    verdict: Verdict = P
    finding: str = ""
    who: Who | None = None
    at_least: float = 0.0  # the confidence that the evidence deserves
    at_most: float = 1.0
    decides: str = ""


def home(*parts: object, **more: object) -> Callable[[], Case]:
    """A healthy home, except for these parts."""
    return lambda: c.case(c.healthy(), *parts, **more)  # type: ignore[arg-type]


OFFLINE = (
    c.internet(ipv4=False, canary=False),
    c.portal(expected=(None, None), clock_ahead=None),
    c.resolver(NameResult.NO_ANSWER),
    c.line(lost=20),
    c.public_address(known=False),
)
GMAIL = c.at("anna@gmail.com", "smtp.gmail.com", sign_in=SignIn.APP_PASSWORD)
