"""The judge on what the unmodified program observed in the lab; see tests/lab/recording.py.

A recording that is judged wrongly here was judged wrongly in the lab too, unless the judge has
changed since: `make lab RECORD=1` makes them anew.
"""

import pytest

from tests.lab.recording import Recording, recorded
from wizard.judge.diagnose import diagnose
from wizard.judge.reply import explain
from wizard.vocabulary import Cause, Verdict

RECORDINGS = list(recorded())


def _name(recording: Recording) -> str:
    return f"{recording.world}{'-repaired' if recording.repaired else ''}"


@pytest.mark.skipif(not RECORDINGS, reason="no recordings: `make lab RECORD=1` makes them")
def test_there_are_enough_worlds() -> None:
    broken = [r for r in RECORDINGS if not r.repaired]
    assert len(broken) >= 60
    assert {r.wanted for r in broken} == set(Cause)
    assert sum(r.wanted is Cause.NONE for r in broken) >= 15


@pytest.mark.parametrize("recording", RECORDINGS, ids=_name)
def test_the_cause_is_the_one_that_was_made(recording: Recording) -> None:
    diagnosis = diagnose(recording.judged_anew(explain))
    assert diagnosis.cause is recording.wanted, recording.story
    if recording.wanted is Cause.NONE:
        assert diagnosis.verdict is not Verdict.PROBLEM
        problems = [f.id for f in diagnosis.findings if f.verdict is Verdict.PROBLEM]
        assert not problems, "a false alarm"
