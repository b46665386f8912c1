"""Step 6: a table too old to trust says so; makers' own word says today; the way on is named."""

from datetime import date

import msgspec
import pytest

from tests.ui import samples
from tests.ui.conftest import Opener
from tests.ui.test_steps import texts
from wizard.facts.computer import ComputerFacts, MailProgram, MailProgramsFacts, Support
from wizard.flow import State

pytestmark = pytest.mark.window


def state(computer: ComputerFacts, *programs: MailProgram) -> State:
    record = samples.refused_run()
    seen = dict(record.case.observations)
    for probe, facts in (
        ("computer", computer),
        ("mail_programs", MailProgramsFacts(programs=programs)),
    ):
        seen[probe] = msgspec.structs.replace(seen[probe], facts=facts)
    case = msgspec.structs.replace(record.case, observations=seen)
    return samples.state(msgspec.structs.replace(record, case=case))


def computer(*, too_old: bool) -> ComputerFacts:
    return ComputerFacts(
        system="Linux",
        name="Debian GNU/Linux 12 (bookworm)",
        version="debian 12",
        support=Support.UNKNOWN if too_old else Support.SUPPORTED,
        support_ends="" if too_old else "2028-06-30",
        table_date="2026-11-23",
        table_too_old=too_old,
    )


def program(support: Support, **more: object) -> MailProgram:
    return MailProgram(
        id="thunderbird",
        name="Thunderbird",
        version="153.7.0",
        found_by="dpkg",
        support=support,
        **more,  # type: ignore[arg-type]
    )


def test_a_table_too_old_never_claims_that_anything_is_up_to_date(open_window: Opener) -> None:
    old = program(Support.UNKNOWN, newest_as_of="2026-11-23", table_too_old=True)
    driver = open_window(state=state(computer(too_old=True), old))
    driver.go("step.updates")
    shown = texts(driver)
    assert shown.count("too old to say whether this") == 2
    assert "our table is from 2026-11-23" in shown
    assert "Help or About" in shown
    assert "Thunderbird 153.7.0: gets updates" not in shown
    assert "Gets updates until" not in shown


def test_the_makers_word_of_today_is_named_as_such(open_window: Opener) -> None:
    new = program(Support.SUPPORTED, newest="160.0.1", newest_as_of=date.today().isoformat())
    driver = open_window(state=state(computer(too_old=False), new))
    driver.go("step.updates")
    assert "Newest: 160.0.1, as its maker says today" in texts(driver)


def test_what_people_move_to_is_named(open_window: Opener) -> None:
    ended = program(Support.ENDED, instead="Outlook 2024 or Microsoft 365")
    driver = open_window(state=state(computer(too_old=False), ended))
    driver.go("step.updates")
    assert "People move from it to Outlook 2024 or Microsoft 365." in texts(driver)
