"""A second start brings the first window to the front; after a crash the next start offers it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from tests.cli.calls import ROOT
from tests.ui.conftest import Opener
from ui.one_instance import FirstInstance, handed_over
from ui.pages.crash import CrashPage
from wizard import log
from wizard.paths import state_folder

pytestmark = pytest.mark.window
_PATIENCE_SECONDS = 30.0


def _wait(until: object, what: str) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not until():  # type: ignore[operator]
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


@contextmanager
def _started(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {name: v for name, v in os.environ.items() if not name.startswith("XDG_")}
    environment |= {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(
        [sys.executable, "-m", "wizard"],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_the_second_start_ends_and_a_killed_window_stands_in_nobodys_way(tmp_path: Path):
    place = tmp_path / ".local/state/SendAgain/window.port"
    with _started(tmp_path) as first:
        _wait(place.exists, "the first window")
        with _started(tmp_path) as second:
            assert second.wait(_PATIENCE_SECONDS) == 0
        assert first.poll() is None
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert place.exists(), "left behind"
        with _started(tmp_path) as third:
            _wait(lambda: handed_over(place.parent), "the third window")
            assert third.poll() is None


@pytest.fixture
def first(qapp: object, tmp_path: Path) -> Iterator[FirstInstance]:
    window = QObject()
    instance = FirstInstance(window, tmp_path)
    instance.listen()
    yield instance
    instance.close()
    window.deleteLater()


def test_rubbish_is_not_answered_and_harms_nothing(
    first: FirstInstance, tmp_path: Path, qapp: object
):
    asked: list[bool] = []
    first.asked.connect(lambda: asked.append(True))
    for rubbish in (b"", b"open http://evil.example", b"x" * 100_000):
        port = int((tmp_path / "window.port").read_text().partition(" ")[0])
        with (
            socket.create_connection(("127.0.0.1", port)) as connection,
            contextlib.suppress(OSError),  # it hangs up in the middle of a long one
        ):
            connection.sendall(rubbish)
    assert handed_over(tmp_path)
    _wait(lambda: qapp.processEvents() or asked, "the window to be asked")  # type: ignore[attr-defined]
    assert asked == [True]


def test_nobody_there_is_no_trouble(tmp_path: Path):
    assert not handed_over(tmp_path)
    assert not handed_over(tmp_path / ("very-long-name" * 20))
    (tmp_path / "window.port").write_text("no port at all")
    assert not handed_over(tmp_path)
    assert not (tmp_path / "window.port").exists()


def test_what_a_crash_left_is_offered_once_and_forgotten(open_window: Opener):
    state_folder().mkdir(parents=True, exist_ok=True)
    log.note_crash(ZeroDivisionError())
    left = log.watch_for_crashes()
    driver = open_window()
    driver.window.show_last_crash(left)
    page = driver.window.page
    assert isinstance(page, CrashPage)
    assert "ended unexpectedly last time" in page.heading.text()
    assert "ZeroDivisionError" in page.words.toPlainText()
    page.proceed()
    driver.settle()
    assert driver.screen == "start"
    assert not (state_folder() / "last-crash.txt").exists()


def test_a_hidden_window_comes_to_the_front(open_window: Opener):
    driver = open_window()
    driver.window.showMinimized()
    driver.window.come_to_front()
    assert driver.window.isVisible()
    assert not driver.window.isMinimized()
