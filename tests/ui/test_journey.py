"""The whole walk with the keyboard only, in practice mode, with the real engine."""

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from tests.ui.conftest import Opener
from tests.ui.driving import Driver
from wizard.vocabulary import Cause

pytestmark = pytest.mark.window
KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def practised(driver: Driver, name: str) -> None:
    """Choose a scenario and go to its result, all by keys."""
    driver.tab_to("start.practice")
    driver.press(KEY.Key_Return)
    assert driver.screen == "practice"
    page = driver.window.page
    for _ in range(60):
        if page._list.currentItem().data(Qt.ItemDataRole.UserRole) == name:  # type: ignore[attr-defined]
            break
        driver.press(KEY.Key_Down)
    driver.press(KEY.Key_Return)
    driver.wait(lambda: driver.window.flow.state.practice == name, "practice to begin")
    assert driver.screen == "start"
    driver.press(KEY.Key_Return)
    driver.wait(lambda: driver.screen == "contact", "the account")
    driver.press(KEY.Key_Return)
    driver.wait(lambda: driver.screen == "result", "the result")


def test_from_start_to_finish_without_a_mouse(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_window()
    window = driver.window
    practised(driver, "too-many-connections")
    record = window.flow.state.record
    assert record is not None
    assert record.diagnosis.cause is Cause.TOO_MANY_CONNECTIONS
    assert window.banner.isVisible()
    assert any(assertive for _, assertive in window.announcer.log)

    focused = driver.focused
    assert focused is not None
    assert focused.accessibleIdentifier() == "result.fix"
    driver.press(KEY.Key_Return)
    assert driver.screen.startswith("step.")
    driver.press(KEY.Key_Left, ALT)
    assert driver.screen == "result"

    driver.tab_to("result.continue")
    seen = []
    driver.press(KEY.Key_Return)
    while driver.screen != "save":
        seen.append(driver.screen)
        driver.settle()
        assert window.banner.isVisible()
        driver.tab_to(f"{driver.screen}.continue")
        driver.press(KEY.Key_Return)
    assert len(seen) == 8

    target = tmp_path / "report.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    driver.settle()
    driver.press(KEY.Key_Return)
    driver.wait(target.exists, "the report")
    driver.wait(lambda: bool(window.flow.state.saved_report), "the sentence that it is saved")
    with zipfile.ZipFile(target) as archive:
        assert json.loads(archive.read("report.json"))["cause"] == "too_many_connections"

    driver.tab_to("save.continue")
    driver.press(KEY.Key_Return)
    assert driver.screen == "support"
    driver.settle()
    assert len(window.page.code.value) == 11  # type: ignore[attr-defined]
    driver.tab_to("support.continue")
    driver.press(KEY.Key_Return)
    assert driver.screen == "finish"
    driver.tab_to("finish.not_yet")
    driver.press(KEY.Key_Space)
    assert window.flow.state.mail_went_out is False
    driver.tab_to("finish.yes")
    driver.press(KEY.Key_Space)
    driver.press(KEY.Key_Return)
    driver.tab_to("finish.continue")
    driver.press(KEY.Key_Return)
    assert not window.isVisible()


def test_a_healthy_server_leads_to_sending_the_message(open_window: Opener) -> None:
    driver = open_window()
    practised(driver, "healthy")
    driver.press(KEY.Key_Return)
    assert driver.screen == "finish"


def test_escape_stops_a_running_check_at_once(open_window: Opener) -> None:
    driver = open_window()
    driver.window.practise("too-many-connections")
    driver.wait(lambda: bool(driver.window.flow.state.practice))
    driver.press(KEY.Key_Return)
    driver.wait(lambda: driver.screen == "contact")
    driver.press(KEY.Key_Return)
    assert driver.screen == "checking"
    driver.press(KEY.Key_Escape)
    assert driver.screen == "contact"
    driver.settle()
    assert driver.window.flow.state.record is None
    assert driver.window.isVisible()


def test_the_bar_never_goes_back(open_window: Opener) -> None:
    driver = open_window()
    driver.window.practise("healthy")
    driver.wait(lambda: bool(driver.window.flow.state.practice))
    driver.press(KEY.Key_Return)
    driver.wait(lambda: driver.screen == "contact")
    driver.press(KEY.Key_Return)
    values = []
    bar = driver.window.page.bar  # type: ignore[attr-defined]

    def done() -> bool:
        values.append(bar.value())
        return driver.screen == "result"

    driver.wait(done)
    assert values == sorted(values)


def test_leaving_practice_gives_the_own_answers_back(open_window: Opener) -> None:
    driver = open_window()
    driver.type("anna@example.org")
    driver.window.flow.answer(address="anna@example.org")
    driver.window.practise("healthy")
    driver.wait(lambda: bool(driver.window.flow.state.practice))
    assert driver.window.page._address.text() == "anna@practice.example"  # type: ignore[attr-defined]
    driver.tab_to("window.practice_leave")
    driver.press(KEY.Key_Return)
    driver.wait(lambda: not driver.window.flow.state.practice)
    assert driver.window.page._address.text() == "anna@example.org"  # type: ignore[attr-defined]
    assert not driver.window.banner.isVisible()
    assert driver.window.context.password is None
