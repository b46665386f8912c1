"""Every situation of the decision table is judged as a careful engineer would."""

import pytest

from tests.judge.situations import SITUATIONS, Situation
from wizard.judge.diagnose import diagnose
from wizard.judge.thresholds import CLOSE
from wizard.messages import ENGLISH
from wizard.messages.catalogue import TEXTS
from wizard.vocabulary import Cause, Step, Verdict


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.name)
def test_the_root_cause(situation: Situation):
    diagnosis = diagnose(situation.case)
    assert diagnosis.cause is situation.cause, [
        (cause.cause.value, cause.confidence) for cause in diagnosis.causes
    ]


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.name)
def test_everything_that_is_shown_has_words_and_a_way_on(situation: Situation):
    diagnosis = diagnose(situation.case)
    shown = [diagnosis.title, diagnosis.meaning, diagnosis.next]
    for finding in diagnosis.findings:
        shown += [finding.title, finding.meaning]
        if finding.verdict in (Verdict.PROBLEM, Verdict.ATTENTION):
            assert finding.next is not None, finding.id
            assert finding.who is not None, finding.id
            shown.append(finding.next)
    for one in shown:
        assert one.id in TEXTS, one.id
        assert ENGLISH.render(one)
    assert [state.step for state in diagnosis.steps] == list(Step)
    if diagnosis.cause is not Cause.NONE:
        assert diagnosis.who is not None


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.name)
def test_the_verdict_agrees_with_the_cause(situation: Situation):
    diagnosis = diagnose(situation.case)
    good = diagnosis.verdict in (Verdict.FINE, Verdict.ATTENTION)
    assert good is (diagnosis.cause is Cause.NONE)


def test_confidence_means_something():
    """Of the verdicts given with 0.9 or more at least nine in ten are right."""
    sure = [
        (situation, diagnosis)
        for situation in SITUATIONS
        if (diagnosis := diagnose(situation.case)).causes and diagnosis.causes[0].confidence >= 0.9
    ]
    right = sum(diagnosis.cause is situation.cause for situation, diagnosis in sure)
    assert len(sure) >= 15
    assert right / len(sure) >= 0.9


def test_a_pulled_cable_is_one_problem_not_six():
    situation = next(one for one in SITUATIONS if one.name == "D37 no network")
    diagnosis = diagnose(situation.case)
    assert diagnosis.finding("connection.no_link") is not None
    for finding in diagnosis.findings:
        if finding.id.startswith("unchecked."):
            assert finding.verdict is Verdict.COULD_NOT_CHECK


def test_when_two_causes_remain_the_deciding_test_is_named():
    close = 0
    for situation in SITUATIONS:
        diagnosis = diagnose(situation.case)
        if len(diagnosis.causes) > 1:
            first, second = diagnosis.causes[:2]
            if first.confidence - second.confidence < CLOSE:
                close += 1
                assert diagnosis.decide_by is not None, situation.name
    assert close


def test_the_same_case_gives_the_same_answer():
    for situation in SITUATIONS[:10]:
        assert diagnose(situation.case) == diagnose(situation.case)
