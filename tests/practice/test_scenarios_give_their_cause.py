"""The ordinary check, run against each practice server, names the cause that it declares."""

import pytest

from wizard.practice import stage
from wizard.practice.scenarios import SCENARIOS, scenario
from wizard.session import Session
from wizard.vocabulary import Cause, Verdict


@pytest.mark.parametrize("name", [one.name for one in SCENARIOS])
async def test_the_cause_is_named(name: str):
    chosen = scenario(name)
    async with stage(chosen) as staged:
        record = await Session(
            staged.account,
            password=staged.password,
            world=staged.world,
            error_text=staged.error_text,
        ).run()
    diagnosis = record.diagnosis
    assert diagnosis.cause is chosen.cause, [f.id for f in diagnosis.findings]
    good = diagnosis.verdict in (Verdict.FINE, Verdict.ATTENTION)
    assert good is (chosen.cause is Cause.NONE)
    assert record.connections <= 6
