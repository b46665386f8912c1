"""Every row of the decision table that facts can express, every label, every misleading case."""

import pytest

from tests.judge.worlds import HEALTHY, WORLDS, World
from wizard.judge.diagnose import diagnose
from wizard.vocabulary import Cause, Verdict

_UNCHECKED = (Verdict.COULD_NOT_CHECK, Verdict.SKIPPED)


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_the_right_answer(world: World):
    got = diagnose(world.case())
    told = {one.cause.value: one.confidence for one in got.causes}
    assert got.cause is world.cause, told
    assert got.verdict is world.verdict, [f.id for f in got.findings if f.verdict is world.verdict]
    if world.finding:
        found = got.finding(world.finding)
        assert found is not None, [f.id for f in got.findings]
        assert found.depends_on == ""
    if world.who:
        assert got.who is world.who
    if got.causes:
        assert world.at_least <= got.causes[0].confidence <= world.at_most, told
    if world.decides:
        assert got.decide_by is not None
        assert got.decide_by.id == world.decides


def test_every_label_is_among_the_worlds():
    assert {world.cause for world in WORLDS} == set(Cause)


@pytest.mark.parametrize("world", HEALTHY, ids=lambda world: world.name)
def test_no_false_alarm(world: World):
    got = diagnose(world.case())
    assert got.verdict in (Verdict.FINE, Verdict.ATTENTION)
    assert got.causes == ()
    problems = [f.id for f in got.findings if f.verdict is Verdict.PROBLEM]
    assert problems == []


def test_at_least_fifteen_healthy_worlds_tempt_to_an_alarm():
    assert len(HEALTHY) >= 15


def test_each_name_stands_once():
    names = [world.name for world in WORLDS]
    assert len(names) == len(set(names))
