"""Texts that nothing was written for are understood, and a sure answer is seldom wrong."""

import pytest

from tests.judge.reply.unseen import PARTS, unseen
from wizard.judge.reply import explain
from wizard.judge.reply.learning import examples
from wizard.judge.reply.records import read_records

_SURE = 0.8


@pytest.mark.parametrize("part", PARTS)
def test_most_texts_are_understood(part: str):
    asked = unseen(part)
    answers = [(each, explain(each.text)) for each in asked]
    exact = sum(reply.cause is each.cause for each, reply in answers)
    wrong = [
        (each, reply) for each, reply in answers if reply.cause not in (each.cause, *each.secondary)
    ]
    sure_but_wrong = sum(reply.confidence >= _SURE for _, reply in wrong)
    assert exact >= 0.88 * len(asked)
    assert len(wrong) <= 0.04 * len(asked)
    assert sure_but_wrong <= 0.025 * len(asked)


def test_no_family_stands_in_both_parts():
    practice, exam = ({each.family for each in unseen(part)} for part in PARTS)
    assert not practice & exam


def test_nothing_was_learned_from_the_texts_to_measure_with():
    taught = {example.text for example in examples()}
    taught |= {text for record in read_records() for text in record.examples}
    assert not taught & {each.text for each in unseen("exam")}
