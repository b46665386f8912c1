"""A journal survives a kill, and a place where it cannot be written never stops a run."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.engine.probes import ACCOUNT, FACTS
from wizard.journal import RESUME_WITHIN, Journal, RunBegan, unfinished_run
from wizard.observation import Observation, Outcome

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def begun(folder: Path) -> Journal:
    journal = Journal(folder)
    journal.begin(
        RunBegan(version="1", started=NOW, account=ACCOUNT, error_text="421", outside=True)
    )
    return journal


def observation(probe: str) -> Observation:
    return Observation(
        probe=probe, started=NOW, took_seconds=0.1, outcome=Outcome.MEASURED, facts=FACTS
    )


def test_a_torn_last_line_loses_only_that_observation(tmp_path: Path):
    journal = begun(tmp_path)
    journal.observed(observation("link"))
    journal.observed(observation("resolver"))
    journal.close()
    file = next(tmp_path.iterdir())
    file.write_bytes(file.read_bytes()[:-20])
    left = unfinished_run(tmp_path, NOW)
    assert left is not None
    assert set(left.observations) == {"link"}


def test_a_finished_or_old_run_is_not_resumed(tmp_path: Path):
    journal = begun(tmp_path)
    journal.close()
    assert unfinished_run(tmp_path, NOW) is not None
    assert unfinished_run(tmp_path, NOW + RESUME_WITHIN + timedelta(seconds=1)) is None
    journal = begun(tmp_path)
    journal.end()
    assert unfinished_run(tmp_path, NOW) is None


def test_only_the_person_can_read_it(tmp_path: Path):
    begun(tmp_path).close()
    assert next(tmp_path.iterdir()).stat().st_mode & 0o077 == 0


def test_a_place_that_cannot_be_written_is_no_trouble(tmp_path: Path):
    blocker = tmp_path / "file"
    blocker.write_text("in the way")
    journal = begun(blocker)
    journal.observed(observation("link"))
    journal.end()
    assert unfinished_run(blocker, NOW) is None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_no_trouble(tmp_path: Path):
    (tmp_path / "run.jsonl").symlink_to("/dev/full")
    journal = begun(tmp_path)
    journal.observed(observation("link"))
    journal.end()


def test_rubbish_in_the_journal_is_passed_over(tmp_path: Path):
    begun(tmp_path).close()
    file = next(tmp_path.iterdir())
    file.write_bytes(b"\xff\x00 not json\n" + file.read_bytes() + os.urandom(100))
    assert unfinished_run(tmp_path, NOW) is not None
