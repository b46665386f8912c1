"""A confidence means what it says: of the answers given with 0.9, nine in ten are right."""

import re

import pytest

from tests.judge.worlds import WORLDS, World
from wizard.judge.causes import weigh
from wizard.judge.diagnose import diagnose
from wizard.judge.evidence import Found, Share, likely, supports, weakens
from wizard.judge.findings.making import found
from wizard.vocabulary import Cause, Step, Verdict

# How sure the decision table is when all evidence of a row is there: H at least 0.9, M about 0.7,
# L about 0.5. Rows whose row stands for a healthy world have no confidence to compare.
SURE = {
    "D1", "D3", "D6", "D9", "D19", "D22", "D23", "D24", "D26", "D29", "D30", "D31", "D32", "D34",
    "D36", "D37", "D38", "D40", "D42", "D44", "D45", "D46", "D48", "D49", "D50", "D52", "D53",
}  # fmt: skip
FAIRLY = {"D2", "D4", "D5", "D16", "D20", "D27", "D41", "D51"}
# Worlds of a sure row whose evidence is not all there, so that less is deserved.
LESS = {"D19 bare 421 beside many connections", "D16 refused by everything, known to be right"}
SCREENED = [w for w in WORLDS if w.cause is not Cause.NONE]


def row(world: World) -> str:
    match = re.match(r"D\d+", world.name)
    return match[0] if match else ""


def test_of_the_answers_given_with_nine_tenths_nine_in_ten_are_right():
    answers = [(diagnose(world.case()), world) for world in WORLDS]
    sure = [(a, w) for a, w in answers if a.causes and a.causes[0].confidence >= 0.9]
    assert len(sure) >= 40
    assert sum(a.cause is w.cause for a, w in sure) / len(sure) >= 0.9


@pytest.mark.parametrize("world", SCREENED, ids=lambda world: world.name)
def test_as_sure_as_the_table(world: World):
    confidence = diagnose(world.case()).causes[0].confidence
    if row(world) in SURE and world.name not in LESS:
        assert confidence >= 0.8
    if row(world) in FAIRLY and world.name not in LESS:
        assert 0.45 <= confidence <= 0.97


def test_shares_are_what_they_say():
    one = found("server.silent", Step.WAIT, Verdict.PROBLEM)
    votes = likely(Share(Cause.SERVER_OVERLOAD, 0.6), Share(Cause.NETWORK, 0.3))
    weighed = {w.cause: w.confidence for w in weigh([Found(one.finding, votes)])}
    assert weighed[Cause.SERVER_OVERLOAD] == pytest.approx(0.6, abs=0.01)


def test_two_findings_that_agree_are_surer_than_one():
    first = Found(found("server.silent", Step.WAIT, Verdict.PROBLEM).finding,
                  likely(Share(Cause.NETWORK, 0.6)))  # fmt: skip
    second = Found(found("connection.vpn", Step.CONNECTION, Verdict.PROBLEM).finding,
                   (supports(Cause.NETWORK, 2.0),))  # fmt: skip
    against = Found(found("server.name_found", Step.SETTINGS, Verdict.FINE).finding,
                    (weakens(Cause.NETWORK, 4.0),))  # fmt: skip
    alone = weigh([first])[0].confidence
    together = weigh([first, second])[0]
    assert together.confidence > alone
    doubted = weigh([first, second, against])[0]
    assert doubted.confidence < together.confidence
    assert [finding.id for finding in doubted.against] == ["server.name_found"]


def test_two_sure_explanations_share_the_belief():
    one = Found(found("server.silent", Step.WAIT, Verdict.PROBLEM).finding,
                likely(Share(Cause.NETWORK, 0.9)))  # fmt: skip
    other = Found(found("protection.failed", Step.SETTINGS, Verdict.PROBLEM).finding,
                  likely(Share(Cause.TLS_PROBLEM, 0.9)))  # fmt: skip
    both = weigh([one, other])
    assert sum(w.confidence for w in both) <= 1.0
    assert both[0].confidence < 0.6
