"""The helpdesk's window without a screen. Nothing of whoever runs the tests is read or written."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.accessible import install_heading_role
from ui.dress import wear
from ui.helpdesk.window import HelpdeskWindow
from ui.palettes import Scheme
from ui.theme import Theme
from wizard.messages.languages import language_for

_PATIENCE_SECONDS = 60.0


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Log, journal and choices of the tests stay in a folder of their own."""
    for name in ("STATE", "CONFIG", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "own" / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path / "own"))


class Desk:
    """The window and the agent at the keyboard."""

    def __init__(self, app: QApplication, window: HelpdeskWindow) -> None:
        self.app = app
        self.window = window
        self.faults: list[BaseException] = []
        window.bridge.fault.connect(self.faults.append)

    def wait(self, until: Callable[[], bool], what: str = "") -> None:
        """Let the window live until something is so."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while not until():
            self.app.processEvents()
            time.sleep(0.001)
            assert not self.faults, self.faults
            assert time.monotonic() < end, f"waited in vain: {what}"

    def enter(self, text: str) -> None:
        """Type into the field and press Enter."""
        self.window.field.clear()
        QTest.keyClicks(self.window.field, text)
        self.window.field.returnPressed.emit()
        self.app.processEvents()

    def settle(self) -> None:
        """Let everything that was asked be answered."""
        self.wait(lambda: not self.window.bridge.busy, "the engine to be done")
        self.app.processEvents()


Opener = Callable[..., Desk]


@pytest.fixture
def open_desk(qapp: QApplication) -> Iterator[Opener]:
    """Opens the window, and closes it after the test."""
    desks: list[Desk] = []

    def open_one(language: str = "en", notices: tuple[str, ...] = (), scale: float = 1.0) -> Desk:
        theme = Theme(qapp, scale)
        wear(theme)
        theme.apply(Scheme.LIGHT)
        install_heading_role()
        window = HelpdeskWindow(language_for(language), theme, notices)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        desks.append(Desk(qapp, window))
        return desks[-1]

    yield open_one
    for desk in desks:
        desk.window.close()
        desk.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
