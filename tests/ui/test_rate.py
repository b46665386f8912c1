"""Step 4: the plan's picture and calendar, devices, and the stolen account before any plan."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFileDialog

from tests.ui import checks, samples
from tests.ui.conftest import Opener
from tests.ui.driving import Driver
from tests.ui.test_steps import texts
from ui import advice
from wizard.account import Account
from wizard.accounts.providers import all_providers
from wizard.vocabulary import Security

KEY = Qt.Key


def planned(open_window: Opener) -> Driver:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("step.rate")
    return driver


def typed(driver: Driver, field: str, text: str) -> None:
    widget = driver.tab_to(field)
    widget.selectAll()  # type: ignore[attr-defined]
    driver.type(text)
    driver.settle()


@pytest.mark.window
def test_the_question_who_wrote_it_comes_before_any_plan(open_window: Opener) -> None:
    driver = planned(open_window)
    page = driver.window.page
    assert page.volume.isVisible()  # type: ignore[attr-defined]
    assert page.volume.y() < page.plan.y()  # type: ignore[attr-defined]
    assert "214 messages wait to be sent" in texts(driver)
    driver.tab_to("step.rate.volume_no")
    driver.press(KEY.Key_Return)
    shown = texts(driver)
    assert "Change your mail password now" in shown
    assert "Scan this computer for malware" in shown
    assert driver.window.announcer.log[-1][1]


@pytest.mark.window
def test_whoever_wrote_it_is_not_asked_again(open_window: Opener) -> None:
    driver = planned(open_window)
    driver.tab_to("step.rate.volume_yes")
    driver.press(KEY.Key_Return)
    assert not driver.window.page.volume.isVisible()  # type: ignore[attr-defined]


@pytest.mark.window
def test_without_signs_nobody_is_suspected(open_window: Opener) -> None:
    record = samples.fine_run()
    seen = dict(record.case.observations)
    del seen["outbox"]
    case = msgspec.structs.replace(record.case, observations=seen)
    driver = open_window(state=samples.state(msgspec.structs.replace(record, case=case)))
    driver.go("step.rate")
    assert not driver.window.page.volume.isVisible()  # type: ignore[attr-defined]
    assert "Many messages that you did not write?" in texts(driver)


@pytest.mark.window
def test_the_plan_is_drawn_and_told_in_words(open_window: Opener) -> None:
    driver = planned(open_window)
    typed(driver, "step.rate.messages", "2000")
    plot = driver.window.page.plan.plot  # type: ignore[attr-defined]
    assert plot.isVisible()
    assert "The plan sends 2000 messages in" in plot.accessibleDescription()
    assert plot.accessibleName() == "Messages sent over time, and the limit"
    heard = QAccessible.queryAccessibleInterface(plot)
    assert heard.role() == QAccessible.Role.Graphic
    assert "2000 messages" in heard.text(QAccessible.Text.Description)
    image = plot.grab().toImage()
    assert len({image.pixel(x, y) for x in range(60, 400, 3) for y in range(5, 150, 2)}) > 8
    assert "Being named here is no recommendation" in texts(driver)


@pytest.mark.window
def test_devices_share_the_limits(open_window: Opener) -> None:
    driver = planned(open_window)
    assert "devices share" not in texts(driver)
    typed(driver, "step.rate.devices", "5")
    assert "5 devices share these limits, so each can send about 16 messages" in texts(driver)
    assert "Send from one device at a time" in texts(driver)


@pytest.mark.window
def test_the_batches_are_saved_for_a_calendar(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = planned(open_window)
    target = tmp_path / "plan.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    driver.tab_to("step.rate.calendar")
    driver.press(KEY.Key_Return)
    driver.settle()
    lines = target.read_bytes().decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == 2
    assert "SUMMARY:Send 80 messages" in lines
    assert str(target) in texts(driver)
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "plan.ics"), "")
    )
    driver.tab_to("step.rate.calendar")
    driver.press(KEY.Key_Return)
    driver.settle()
    assert str(target) not in texts(driver)


@pytest.mark.window
@pytest.mark.parametrize(
    ("provider", "said"), [("cox", "https://"), ("outlook-com", "paid accounts")]
)
def test_limits_have_their_source_and_fit_the_window(
    open_window: Opener, provider: str, said: str
) -> None:
    account = msgspec.structs.replace(samples.ACCOUNT, provider=provider)
    record = samples.run({}, account=account)
    driver = open_window(scale=2.0, state=samples.state(record))
    driver.go("step.rate")
    shown = texts(driver)
    assert "Source: " in shown
    assert "As of 20" in shown
    assert said in shown
    assert checks.clipped(driver) == []


@pytest.mark.parametrize("messages", [1, 99, 100, 5_000, 60_000])
def test_no_plan_ever_goes_above_what_is_documented(messages: int) -> None:
    for provider in all_providers():
        account = Account(
            address="anna@example.org",
            host="smtp.example.org",
            port=587,
            security=Security.STARTTLS,
            username="anna",
            provider=provider.id,
        )
        pace = advice.sending_plan(account, messages)
        for (_, sent), (_, allowed) in zip(pace.sent, pace.allowed, strict=False):
            assert sent <= allowed, provider.id
        counts = [sent for _, sent in pace.sent]
        assert counts == sorted(counts)
        if pace.plan.complete:
            assert counts[-1] == messages


def test_bulk_services_are_named_in_alphabetical_order() -> None:
    names = advice.bulk_services()
    assert len(names) >= 5
    assert list(names) == sorted(names)
