"""A run starts what it can at once, survives a failing probe, and stops when told to."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.engine.probes import ACCOUNT, FACTS, breaking, for_ever, probe
from wizard.events import Event, ProbeFinished, RunFinished
from wizard.facts import Facts
from wizard.journal import Journal, unfinished_run
from wizard.measure.probe import Context
from wizard.measure.world import World
from wizard.observation import NotRun, Outcome
from wizard.session import Session


async def observations_of(*probes, **more):
    record = await Session(ACCOUNT, probes=probes, **more).run()
    return record.case.observations


async def test_probes_without_needs_run_at_the_same_time():
    meeting = asyncio.Barrier(3)

    async def meet(_: Context) -> Facts:
        await meeting.wait()
        return FACTS

    got = await observations_of(probe("a", meet), probe("b", meet), probe("c", meet))
    assert [got[name].outcome for name in "abc"] == [Outcome.MEASURED] * 3


async def test_a_probe_waits_for_what_it_needs_and_sees_its_facts():
    async def look(context: Context) -> Facts:
        assert context.facts("first", type(FACTS)) == FACTS
        return FACTS

    got = await observations_of(probe("second", look, needs=("first",)), probe("first"))
    assert got["second"].outcome is Outcome.MEASURED


async def test_what_needs_a_failed_probe_is_not_checked_and_says_because_of_which():
    got = await observations_of(
        probe("name", breaking), probe("server", needs=("name",)), probe("tls", needs=("server",))
    )
    assert got["name"].outcome is Outcome.BROKE
    assert (got["server"].reason, got["server"].because) == (NotRun.NEED_FAILED, "name")
    assert (got["tls"].reason, got["tls"].because) == (NotRun.NEED_FAILED, "server")


async def test_facts_that_are_of_no_use_stop_what_depends_on_them():
    got = await observations_of(
        probe("name", enables=lambda facts: False), probe("server", needs=("name",))
    )
    assert got["server"].because == "name"


async def test_after_waits_but_does_not_mind_a_failure():
    got = await observations_of(probe("a", breaking), probe("b", after=("a",)))
    assert got["b"].outcome is Outcome.MEASURED


async def test_a_probe_that_hangs_ends_at_its_deadline():
    got = await observations_of(probe("slow", for_ever, deadline=0.05), probe("quick"))
    assert got["slow"].outcome is Outcome.TIMED_OUT
    assert got["quick"].outcome is Outcome.MEASURED


async def test_lookups_outside_are_left_out_when_switched_off():
    got = await observations_of(probe("portal", outside=True), world=World(outside=False))
    assert got["portal"].reason is NotRun.NOT_ALLOWED


async def test_cancelling_ends_a_run_within_a_second(tmp_path: Path):
    run = asyncio.create_task(
        Session(
            ACCOUNT,
            probes=[probe("quick"), probe("hanging", for_ever, deadline=60)],
            journal=Journal(tmp_path),
        ).run()
    )
    await asyncio.sleep(0.05)
    before = time.monotonic()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert time.monotonic() - before < 1


async def test_an_interrupted_run_goes_on_without_asking_again(tmp_path: Path):
    asked = []

    async def count(_: Context) -> Facts:
        asked.append(1)
        return FACTS

    interrupted = asyncio.create_task(
        Session(
            ACCOUNT,
            probes=[
                probe("first", count),
                probe("second", for_ever, needs=("first",), deadline=60),
            ],
            journal=Journal(tmp_path),
        ).run()
    )
    while not asked:
        await asyncio.sleep(0)
    await asyncio.sleep(0.01)
    interrupted.cancel()
    with pytest.raises(asyncio.CancelledError):
        await interrupted

    left = unfinished_run(tmp_path, World().now())
    assert left is not None
    assert left.began.account == ACCOUNT
    record = await Session(
        ACCOUNT,
        probes=[probe("first", count), probe("second", needs=("first",))],
        already=left.observations,
        journal=Journal(tmp_path),
    ).run()
    assert len(asked) == 1
    assert record.case.observations["second"].outcome is Outcome.MEASURED
    assert unfinished_run(tmp_path, World().now()) is None


async def test_events_come_in_order_and_end_with_the_diagnosis():
    heard: list[Event] = []
    await Session(ACCOUNT, probes=[probe("a"), probe("b", needs=("a",))]).run(heard.append)
    finished = [event for event in heard if isinstance(event, ProbeFinished)]
    assert [(event.observation.probe, event.done, event.planned) for event in finished] == [
        ("a", 1, 2),
        ("b", 2, 2),
    ]
    assert isinstance(heard[-1], RunFinished)


async def test_a_fault_in_every_probe_still_gives_a_diagnosis():
    record = await Session(
        ACCOUNT, probes=[probe("link", breaking), probe("internet", breaking)]
    ).run()
    assert record.diagnosis.cause is not None
