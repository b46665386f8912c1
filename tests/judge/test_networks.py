"""Two checks in two networks: what the difference proves, and what it does not."""

import msgspec
import pytest

from tests.judge import cases as c
from wizard.facts.blocklists import PublicAddressFacts
from wizard.facts.network import ConnectResult
from wizard.judge.case import Case
from wizard.judge.diagnose import diagnose
from wizard.judge.networks import Judged, NetworksVerdict, compared
from wizard.messages import ENGLISH
from wizard.vocabulary import Stage


def _judged(*parts: object, public: str = "198.51.100.7") -> Judged:
    case: Case = c.case(c.healthy(), c.Part("public_address", _address(public)), *parts)  # type: ignore[arg-type]
    return Judged(case, diagnose(case))


def _address(public: str) -> PublicAddressFacts:
    return PublicAddressFacts(reports=(), ipv4=public, ipv6="")


def _blocked() -> list[c.Part]:
    return [*c.unreached(ConnectResult.TIMED_OUT), c.control(answers=False)]


def _busy() -> c.Part:
    refusal = "421 4.3.2 Server busy, try again later"
    return c.Part("account_server", c.conversation(until=Stage.GREETING, refusal=refusal))


_ELSEWHERE = "203.0.113.9"


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (_judged(*_blocked()), _judged(public=_ELSEWHERE), NetworksVerdict.FIRST),
        (_judged(), _judged(*_blocked(), public=_ELSEWHERE), NetworksVerdict.SECOND),
        (_judged(), _judged(public=_ELSEWHERE), NetworksVerdict.NEITHER),
        (_judged(_busy()), _judged(_busy(), public=_ELSEWHERE), NetworksVerdict.SAME_FAULT),
        (_judged(*_blocked()), _judged(_busy(), public=_ELSEWHERE), NetworksVerdict.TWO_FAULTS),
        (_judged(*_blocked()), _judged(*_blocked()), NetworksVerdict.SAME_NETWORK),
        (_judged(*_blocked()), _judged(), NetworksVerdict.SAME_NETWORK),
    ],
)
def test_the_verdict(first: Judged, second: Judged, verdict: NetworksVerdict):
    answer = compared(first, second)
    assert answer.verdict is verdict
    for shown in (answer.title, answer.meaning, answer.next):
        assert not ENGLISH.render(shown).startswith("networks.")


def test_what_differs_is_named():
    answer = compared(_judged(*_blocked()), _judged(public=_ELSEWHERE))
    differing = {ENGLISH.render(row.name) for row in answer.rows if row.differs}
    assert {"Mail server", "Result"} <= differing
    assert "Connected by" not in differing


def test_without_a_public_address_the_link_tells_the_network():
    unknown = c.Part("public_address", _address(""))
    first = _judged(*_blocked(), unknown)
    link = first.case.observations["link"]
    moved = msgspec.structs.replace(link.facts, gateway_ipv4="10.0.0.1")  # type: ignore[type-var]
    assert compared(first, first).verdict is NetworksVerdict.SAME_NETWORK
    second = _judged(unknown, c.Part("link", moved))
    assert compared(first, second).verdict is NetworksVerdict.FIRST
