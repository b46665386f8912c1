"""The window without a screen. Nothing of the person who runs the tests is read or written."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.driving import Driver, opened
from ui.palettes import Scheme
from wizard.flow import State


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Choices, journal and documents of the tests stay in a folder of their own."""
    for name in ("STATE", "CONFIG", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(autouse=True)
def hooks_put_back() -> Iterator[None]:
    """Whatever a test did to the hooks for faults is undone."""
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook = before


Opener = Callable[..., Driver]


@pytest.fixture
def open_window(qapp: QApplication) -> Iterator[Opener]:
    """Opens windows, and closes them after the test."""
    drivers: list[Driver] = []

    def open_one(
        language: str = "en",
        scheme: Scheme = Scheme.LIGHT,
        scale: float = 1.0,
        state: State | None = None,
    ) -> Driver:
        drivers.append(opened(qapp, language, scheme, scale, state))
        return drivers[-1]

    yield open_one
    for driver in drivers:
        driver.close()
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
