"""'Check again' keeps what cannot have changed, and measures the rest."""

from datetime import timedelta

import msgspec
import pytest

from tests.engine.probes import probe
from tests.judge import cases as c
from wizard.account import Account
from wizard.facts.network import LinkFacts
from wizard.judge.diagnose import diagnose
from wizard.measure.world import World
from wizard.messages import ENGLISH
from wizard.observation import Observation, Outcome
from wizard.recent import kept_from
from wizard.record import RunRecord
from wizard.session import Session
from wizard.vocabulary import Stage

_BUSY = "421 4.7.0 Too many connections"


def _record(*parts: object, practice: str = "") -> RunRecord:
    case = c.case(c.healthy(), *parts)  # type: ignore[arg-type]
    return RunRecord(
        program_version="0", started=c.NOW, seconds=1.0, connections=1, case=case,
        diagnosis=diagnose(case), practice=practice,
    )  # fmt: skip


def _refused() -> c.Part:
    return c.Part("account_server", c.conversation(until=Stage.GREETING, refusal=_BUSY))


def _kept(record: RunRecord, seconds: float, account: Account = c.ACCOUNT) -> set[str]:
    return set(kept_from(record, account, c.NOW + timedelta(seconds=seconds)))


def test_lists_and_address_are_kept_for_minutes_the_server_is_not():
    assert {"public_address", "blocklists"} <= _kept(_record(), 30)
    assert "account_server" not in _kept(_record(), 30)
    assert "blocklists" in _kept(_record(), 200)
    assert _kept(_record(), 400) == set()


def test_a_server_that_said_421_is_left_alone_for_a_minute():
    assert {"account_server", "other_ports"} <= _kept(_record(_refused()), 59)
    assert "account_server" not in _kept(_record(_refused()), 61)


def test_other_settings_are_asked_about():
    other = msgspec.structs.replace(c.ACCOUNT, port=465)
    assert "account_server" not in _kept(_record(_refused()), 10, other)
    assert "blocklists" in _kept(_record(_refused()), 10, other)


@pytest.mark.parametrize("seconds", [-5, 10])
def test_practice_and_a_clock_set_back_keep_nothing(seconds: float):
    record = _record(_refused(), practice="healthy" if seconds > 0 else "")
    assert _kept(record, seconds) == set()


def test_the_result_says_that_the_server_was_not_asked_again():
    kept = kept_from(_record(_refused()), c.ACCOUNT, c.NOW)
    observations = {**_record(_refused()).case.observations, **kept}
    case = msgspec.structs.replace(_record().case, observations=observations)
    said = " ".join(ENGLISH.render(finding.meaning) for finding in diagnose(case).findings)
    assert "asked for a pause less than a minute ago" in said


def _link(address: str) -> LinkFacts:
    link = _record().case.facts("link", LinkFacts)
    assert link is not None
    return msgspec.structs.replace(link, gateway_ipv4=address)


def _earlier(address: str) -> dict[str, Observation]:
    return {
        name: Observation(
            probe=name, started=c.NOW, took_seconds=0.1, outcome=Outcome.MEASURED, facts=facts,
            kept=True,
        )
        for name, facts in (("link", _link(address)), ("blocklists", _link("kept")))
    }  # fmt: skip


@pytest.mark.parametrize(
    ("gateway", "outside", "kept"),
    [("192.168.1.1", True, True), ("10.0.0.1", True, False), ("192.168.1.1", False, False)],
)
async def test_only_in_the_same_network_and_only_if_it_may_be_asked(gateway, outside, kept):
    async def link(_: object) -> LinkFacts:
        return _link(gateway)

    session = Session(
        c.ACCOUNT,
        probes=[probe("blocklists", outside=True), probe("link", link)],
        world=World(outside=outside),
        recent=_earlier("192.168.1.1"),
    )
    record = await session.run()
    assert record.case.observations["blocklists"].kept is kept
    assert record.case.observations["link"].kept is False
