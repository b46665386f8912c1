"""The step pages do something real: waiting, comparing, planning, writing, saving."""

import errno
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel

from tests.ui import samples
from tests.ui.conftest import Opener
from tests.ui.driving import Driver
from ui.engine import Engine
from wizard.record import RunRecord
from wizard.support.bundle import saving

pytestmark = pytest.mark.window
KEY = Qt.Key


def texts(driver: Driver) -> str:
    """Every visible text of the page."""
    labels = driver.window.page.findChildren(QLabel)
    shown = "\n".join(label.text() for label in labels if label.isVisible())
    return shown.replace("\u200b", "")


def judged_now(record: RunRecord, *, wait: tuple[int, int], prolongs: bool = False) -> RunRecord:
    """The same run, judged this moment, with this waiting time."""
    first = msgspec.structs.replace(
        record.diagnosis.causes[0], wait_seconds=wait, retry_prolongs=prolongs
    )
    diagnosis = msgspec.structs.replace(record.diagnosis, causes=(first,))
    case = msgspec.structs.replace(record.case, judged_at=datetime.now(UTC))
    return msgspec.structs.replace(record, case=case, diagnosis=diagnosis)


# 1 Wait


def test_the_waiting_time_counts_down_to_a_local_time(open_window: Opener) -> None:
    record = judged_now(samples.refused_run(), wait=(900, 3600))
    driver = open_window(state=samples.state(record))
    driver.go("step.wait")
    assert "Try again from about" in texts(driver)
    assert "Still 15 minutes" in texts(driver)


def test_where_every_try_prolongs_the_wait_the_page_says_so(open_window: Opener) -> None:
    record = judged_now(samples.refused_run(), wait=(900, 3600), prolongs=True)
    driver = open_window(state=samples.state(record))
    driver.go("step.wait")
    assert "it tests only once" in texts(driver)
    assert "can make the wait longer" in texts(driver)
    assert "Still 60 minutes" in texts(driver) or "Still 1 hour" in texts(driver)


def test_when_the_wait_is_over_nothing_tells_to_wait(open_window: Opener) -> None:
    record = samples.refused_run()  # judged long ago
    driver = open_window(state=samples.state(record))
    driver.go("step.wait")
    assert "You can try again now" in texts(driver)
    assert "Wait at least" not in texts(driver)


def test_nothing_to_wait_for_when_mail_can_be_sent(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.fine_run()))
    driver.go("step.wait")
    assert "There is nothing to wait for" in texts(driver)


# 2 Connection


def test_the_connection_is_shown_and_can_be_tested_again(
    open_window: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[set[str]] = []

    async def checked(_engine: Engine, *given: object) -> RunRecord:
        assert isinstance(given[3], dict)
        made.append(set(samples._ALL) - set(given[3]))
        return samples.offline_run()

    monkeypatch.setattr(Engine, "check", checked)
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("step.connection")
    shown = texts(driver)
    for expected in ("wlp3s0 (Wi-Fi)", "192.168.178.1", "reached", "28 ms, 0 of 10 lost", "right"):
        assert expected in shown
    driver.tab_to("step.connection.again")
    driver.press(KEY.Key_Return)
    driver.wait(lambda: "has changed" in driver.window.page.progress.words)  # type: ignore[attr-defined]
    assert "account_server" not in made[0]
    assert {"link", "internet", "resolver", "portal"} <= made[0]


def test_a_running_test_can_be_stopped_with_escape(
    open_window: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    async def never(_engine: Engine, *_given: object) -> RunRecord:
        await asyncio.sleep(3600)
        raise AssertionError

    monkeypatch.setattr(Engine, "check", never)
    record = samples.refused_run()
    driver = open_window(state=samples.state(record))
    driver.go("step.connection")
    driver.tab_to("step.connection.again")
    driver.press(KEY.Key_Return)
    assert driver.window.footer.stop.isVisible()
    driver.press(KEY.Key_Escape)
    assert not driver.window.footer.stop.isVisible()
    assert driver.window.flow.state.record is record


# 3 Settings


def test_the_right_settings_stand_beside_the_ones_in_use(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("step.settings")
    shown = texts(driver)
    assert "smtp.comcast.net" in shown
    assert "Thunderbird, account anna.example@comcast.net" in shown
    assert "port 25" in shown
    assert "Spelled: smtp dot comcast dot net" in shown
    assert "In Thunderbird: menu" in shown
    assert "the server refuses (421)" in shown
    driver.tab_to("step.settings.copy_server")
    driver.press(KEY.Key_Return)
    assert QGuiApplication.clipboard().text() == "smtp.comcast.net"


# 4 Rate


def test_a_pace_is_worked_out_for_any_number(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("step.rate")
    shown = texts(driver)
    assert "thunderbird: 7 connections to port 587" in shown
    assert "Thunderbird: 214 messages" in shown
    before = driver.window.page.plan.words.findChildren(QLabel)[-1].text()  # type: ignore[attr-defined]
    field = driver.tab_to("step.rate.messages")
    field.selectAll()  # type: ignore[attr-defined]
    driver.type("20000")
    driver.settle()
    after = driver.window.page.plan.words.findChildren(QLabel)[-1].text()  # type: ignore[attr-defined]
    assert after != before
    field.selectAll()  # type: ignore[attr-defined]
    driver.press(KEY.Key_Backspace)
    driver.settle()
    assert not driver.window.page.plan.words.isVisible()  # type: ignore[attr-defined]


# 5 Blocklists


def test_lists_are_read_without_false_alarm(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("step.blocklists")
    shown = texts(driver)
    assert "198.51.100.77" in shown
    assert "listed as a home line, which is normal" in shown
    assert "Barracuda: not listed" in shown
    assert "so nothing can be said" in shown
    links = [
        button.accessibleIdentifier()
        for button in driver.window.page.findChildren(type(driver.window.footer.back))
        if "open_" in button.accessibleIdentifier()
    ]
    assert links == ["step.blocklists.open_1"]


# 6 Updates


def test_what_is_too_old_is_named(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("step.updates")
    shown = texts(driver)
    assert "Thunderbird 115.15.0: no longer gets updates" in shown
    assert "Newest: 153.7.0, as of 2026-11-23" in shown
    assert "Gets updates until 2028-06-30" in shown


# 7 Provider


def test_the_letter_is_copied_saved_and_printed(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6 import QtPrintSupport

    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("step.provider")
    driver.tab_to("step.provider.copy")
    driver.press(KEY.Key_Return)
    letter = QGuiApplication.clipboard().text()
    assert samples.REFUSAL.removeprefix("421 ") in letter
    assert "+1 888" in texts(driver)

    target = tmp_path / "letter.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    driver.tab_to("step.provider.save")
    driver.press(KEY.Key_Return)
    driver.wait(target.exists)
    driver.settle()
    assert target.read_text() == letter
    assert str(target) in texts(driver)

    printed = tmp_path / "letter.pdf"

    class Dialog:
        DialogCode = QtPrintSupport.QPrintDialog.DialogCode

        def __init__(self, printer: QtPrintSupport.QPrinter, _parent: object) -> None:
            printer.setOutputFormat(QtPrintSupport.QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(printed))

        def exec(self) -> object:
            return self.DialogCode.Accepted

    monkeypatch.setattr(QtPrintSupport, "QPrintDialog", Dialog)
    driver.tab_to("step.provider.print")
    driver.press(KEY.Key_Return)
    assert printed.read_bytes().startswith(b"%PDF")


def test_the_letter_for_the_helpdesk_holds_the_code(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("step.provider")
    page = driver.window.page
    before = page.words.toPlainText()  # type: ignore[attr-defined]
    driver.tab_to("step.provider.reader_provider")
    driver.press(KEY.Key_Down)
    driver.settle()
    after = page.words.toPlainText()  # type: ignore[attr-defined]
    assert after != before
    assert driver.window.phone._code[0] in after or len(after) > 0


# 8 Queue


def test_the_queue_is_grouped_by_cause(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("step.queue")
    shown = texts(driver)
    assert "12 messages wait." in shown
    assert "8 messages to example.net: Too many connections" in shown
    assert samples.REFUSAL in shown


def test_without_a_mail_server_the_outbox_is_explained(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.offline_run()))
    driver.go("step.queue")
    assert "It is not lost." in texts(driver)
    assert "Thunderbird: 214 messages" in texts(driver)


# Saving


def saved_to(driver: Driver, monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    driver.tab_to("save.continue")
    driver.press(KEY.Key_Return)
    driver.settle()


def test_what_is_shown_is_what_is_saved(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("save")
    driver.tab_to("save.text")
    driver.type("I wrote to bob@example.net")
    driver.tab_to("save.part_transcript_txt")
    driver.press(KEY.Key_Space)
    page = driver.window.page
    driver.settle()
    driver.wait(lambda: not page._pause.isActive())  # type: ignore[attr-defined]
    driver.settle()
    shown = {part.part.value: part.data for part in page._preview.parts}  # type: ignore[attr-defined]
    target = tmp_path / "report.zip"
    saved_to(driver, monkeypatch, target)
    with zipfile.ZipFile(target) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == shown
    assert "transcript.txt" not in shown
    assert b"bob@example.net" not in b"".join(shown.values())
    assert driver.window.flow.state.saved_report == str(target)
    assert "The report is saved." in texts(driver)


def test_a_full_disk_is_said_and_nothing_is_left_behind(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("save")

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    class Full:
        def __getattr__(self, name: str) -> object:
            return full if name == "write" else getattr(os, name)

    monkeypatch.setattr(saving, "os", Full())
    saved_to(driver, monkeypatch, tmp_path / "report.zip")
    assert "full" in texts(driver).lower()
    assert not list(tmp_path.glob("*.zip*"))
    assert driver.window.footer.forward.text() == "&Save the report"


def test_a_folder_that_is_not_there_is_said(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("save")
    saved_to(driver, monkeypatch, tmp_path / "nowhere" / "report.zip")
    assert driver.window.page._line.words  # type: ignore[attr-defined]
    assert "The report is saved." not in texts(driver)


def test_a_program_with_wrong_settings_says_where_to_click(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("step.settings")
    driver.settle()
    shown = texts(driver)
    assert "Thunderbird uses port 25 without protection" in shown
    assert "To change it: " in shown
    assert "In Claws Mail you find the values here: " in shown, "what could not be read"
