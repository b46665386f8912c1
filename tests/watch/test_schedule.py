"""When the watch tests again, on a simulated clock."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.judge import cases
from wizard.accounts.providers import all_providers
from wizard.diagnosis import Diagnosis
from wizard.judge.diagnose import diagnose
from wizard.vocabulary import Stage
from wizard.watching import (
    GIVES_UP,
    SHORTEST_SECONDS,
    Watch,
    gap_seconds,
    load,
    save,
    schedule,
    waiting_helps,
)

BEGAN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def refused(text: str, stage: Stage = Stage.GREETING) -> Diagnosis:
    return diagnose(cases.case(cases.refused(stage, text)))


BUSY = refused("421 smtp.example.com: Too much load; please try again later")
YANDEX = diagnose(
    cases.case(
        cases.healthy(),
        pasted="Yandex: 451 4.7.1 Sorry, you have exceeded the limit of messages sent per day; "
        "the block is extended with each attempt for another 24 hours",
    )
)


def watched(diagnosis: Diagnosis, hours: float) -> list[float]:
    """The minutes at which tests are made while nothing changes."""
    now, watch = BEGAN, Watch(address="a@b.example", began=BEGAN, next_try=BEGAN)
    times = []
    while now - BEGAN < timedelta(hours=hours):
        if watch.due(now):
            times.append((now - BEGAN).total_seconds() / 60)
            watch = watch.after(diagnosis, now, None)
        now += timedelta(seconds=20)
    return times


def test_a_busy_server_is_asked_gently():
    times = watched(BUSY, 24)
    first, last = BUSY.causes[0].wait_seconds or (0, 0)
    assert times[1] * 60 >= first
    assert last
    gaps = [after - before for before, after in pairwise(times)]
    assert min(gaps) * 60 >= SHORTEST_SECONDS
    assert len([minute for minute in times if minute <= 60]) <= 3
    assert len(times) <= 14


def test_where_trying_prolongs_the_block_there_is_one_test_at_its_end():
    prolonged = next((cause for cause in YANDEX.causes if cause.retry_prolongs), None)
    if prolonged is None:
        pytest.fail("the record about prolonging is not applied")
    assert gap_seconds(YANDEX, 1) >= 86_400


def test_no_test_comes_before_the_documented_wait_of_any_provider():
    for provider in all_providers():
        if provider.wait_after_limit_seconds is None or not BUSY.causes:
            continue
        import msgspec

        root = msgspec.structs.replace(
            BUSY.causes[0],
            wait_seconds=provider.wait_after_limit_seconds,
            retry_prolongs=provider.retry_prolongs,
        )
        diagnosis = msgspec.structs.replace(BUSY, causes=(root,))
        first, last = provider.wait_after_limit_seconds
        times = schedule(diagnosis, 4)
        gaps = [b - a for a, b in zip((0, *times), times, strict=False)]
        assert min(gaps) >= (last if provider.retry_prolongs else first), provider.id


def test_a_wrong_password_is_not_waited_for():
    assert not waiting_helps(refused("535 5.7.8 Error: authentication failed", Stage.AUTH))


def test_it_survives_a_restart_and_a_changed_clock(tmp_path: Path):
    watch = Watch(address="a@b.example", began=BEGAN, next_try=BEGAN).after(BUSY, BEGAN, 0.2)
    save(tmp_path, watch)
    assert load(tmp_path, "a@b.example") == watch
    assert load(tmp_path, "other@b.example") is None
    assert watch.due(watch.next_try)
    assert not watch.due(BEGAN)
    assert watch.due(BEGAN - timedelta(days=400)), "a clock set back must not stop it for ever"


def test_after_two_days_it_ends():
    watch = Watch(address="a@b.example", began=BEGAN, next_try=BEGAN)
    assert not watch.over(BUSY, BEGAN + timedelta(hours=1))
    assert watch.over(BUSY, BEGAN + GIVES_UP)


def test_only_changes_are_told():
    watch = Watch(address="a@b.example", began=BEGAN, next_try=BEGAN)
    watch = watch.after(BUSY, BEGAN, None)
    assert watch.changed
    assert not watch.after(BUSY, BEGAN, None).changed
    assert watch.after(diagnose(cases.case(cases.healthy())), BEGAN, None).changed


def test_rubbish_on_disk_is_no_watch(tmp_path: Path):
    (tmp_path / "watch.json").write_bytes(b"\x00rubbish")
    assert load(tmp_path, "a@b.example") is None
