"""Drives the window in tests: waits for what must come, presses keys, never the mouse."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.accessible import install_heading_role
from ui.dress import wear
from ui.palettes import Scheme
from ui.theme import Theme
from ui.window import Window
from wizard.flow import Flow, State
from wizard.messages.languages import language_for

_PATIENCE_SECONDS = 30.0


class Driver:
    """A window and what a person at the keyboard does with it."""

    def __init__(self, app: QApplication, window: Window) -> None:
        self.app = app
        self.window = window
        self.faults: list[BaseException] = []
        window.bridge.fault.connect(self.faults.append)

    @property
    def screen(self) -> str:
        """The name of the screen that is shown."""
        return self.window.flow.screen.name

    @property
    def focused(self) -> QWidget | None:
        """What has the focus, also while another window is in front."""
        return self.window.focusWidget()

    def wait(self, until: Callable[[], bool], what: str = "") -> None:
        """Let the window live until something is so; fail after half a minute."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while not until():
            self.app.processEvents()
            time.sleep(0.002)
            assert not self.faults, self.faults
            assert time.monotonic() < end, f"waited in vain on screen {self.screen}: {what}"

    def settle(self) -> None:
        """Let the engine answer what was asked, and the window show it."""
        answered: list[bool] = []

        async def nothing() -> bool:
            return True

        for _ in range(2):
            answered.clear()
            self.window.bridge.ask(lambda _: nothing(), answered.append)
            self.wait(lambda: bool(answered))
        self.wait(lambda: not self.window.bridge.busy, "the engine to be done")
        self.app.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self.app.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press a key where the focus is."""
        target = self.focused or self.window
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)
        self.app.processEvents()

    def type(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(self.focused or self.window, text)

    def tab_to(self, identifier: str) -> QWidget:
        """Press Tab until the control has the focus."""
        for _ in range(120):
            focused = self.focused
            if focused is not None and focused.accessibleIdentifier() == identifier:
                return focused
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never came to {identifier} on screen {self.screen}")

    def go(self, name: str) -> None:
        """Show a screen, and let it fill."""
        self.window.go(name)
        self.settle()

    def close(self) -> None:
        """Close the window and forget it."""
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def opened(
    app: QApplication, language: str, scheme: Scheme, scale: float, state: State | None
) -> Driver:
    """A window on the offscreen platform."""
    theme = Theme(app, scale)
    wear(theme)
    theme.apply(scheme)
    install_heading_role()
    window = Window(language_for(language), theme, Flow(state))
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    return Driver(app, window)
