"""Every record is complete, is decided by itself, and hides no other."""

import re

import pytest

from wizard.judge.reply import explain
from wizard.judge.reply.evidence import weights
from wizard.judge.reply.learning import examples, learned
from wizard.judge.reply.records import Record, read_records
from wizard.messages import ENGLISH, Message
from wizard.messages.catalogue import TEXTS

RECORDS = read_records()
_DATE = re.compile(r"20\d\d-\d\d-\d\d")


def test_ids_are_unique():
    ids = [record.id for record in RECORDS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_a_record_is_complete(record: Record):
    assert record.source
    assert _DATE.fullmatch(record.date)
    assert record.all
    assert record.examples
    assert 1 <= record.rank <= 5
    assert record.wait is None or 0 <= record.wait[0] <= record.wait[1]
    assert record.cause not in record.secondary
    for part in ("title", "meaning", "next"):
        assert f"reply.{record.text}.{part}" in TEXTS


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_each_example_is_decided_by_its_record(record: Record):
    for example in record.examples:
        assert explain(example).rule == record.id


def test_every_text_of_an_answer_can_be_shown():
    for record in RECORDS:
        reply = explain(record.examples[0])
        for shown in (reply.title, reply.meaning, reply.next):
            assert isinstance(shown, Message)
            assert ENGLISH.render(shown)


def test_learned_weights_are_those_that_the_examples_give():
    assert learned(list(examples())) == weights(), "run: python -m tests.judge.reply.learn"
