"""How well the examples of the records are understood when their own records are left out.

This is the hardest measure: what is left is what general understanding makes of a wording that
nobody has listed. Codes that only a provider's list explains count as failures here.
"""

from contextlib import ExitStack
from unittest.mock import patch

import msgspec

from wizard.judge.reply import evidence, explain, explaining, learning, meaning, records
from wizard.judge.reply.learning import Example, learned, sentences
from wizard.judge.reply.records import Record, build, read_records
from wizard.resources import read_json


def with_records_left_out(folds: int) -> tuple[float, float]:
    """The shares of exact and of acceptable answers."""
    known = read_records()
    asked = exact = acceptable = 0
    for fold in range(folds):
        kept = tuple(record for i, record in enumerate(known) if i % folds != fold)
        with ExitStack() as patched:
            _know_only(kept, patched)
            for record in known[fold::folds]:
                for text in record.examples:
                    cause = explain(text).cause
                    asked += 1
                    exact += cause is record.cause
                    acceptable += cause in (record.cause, *record.secondary)
    return exact / asked, acceptable / asked


def _know_only(kept: tuple[Record, ...], patched: ExitStack) -> None:
    words = msgspec.convert(read_json("replies/words.json"), dict[str, list[str]])
    marks = msgspec.convert(read_json("replies/speakers.json"), dict[str, list[str]])
    atlas = build(kept, words, marks)
    for module in (records, evidence, explaining, learning, meaning):
        patched.enter_context(patch.object(module, "atlas", lambda: atlas))
    taught = [Example(text, record.cause) for record in kept for text in record.examples]
    weights = learned([*sentences(), *taught])
    patched.enter_context(patch.object(evidence, "weights", lambda: weights))
