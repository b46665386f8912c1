"""Starts the window. Imported only when a window is wanted; the engine never imports it."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from ui.accessible import install_heading_role
from ui.choices import remembered
from ui.dress import wear
from ui.faults import catch_faults
from ui.theme import Theme
from ui.window import Window
from wizard.messages import ENGLISH, Language
from wizard.resources import resource

if TYPE_CHECKING:
    from ui.engine import Engine
    from wizard.profile import Loaded


def run(
    language: Language = ENGLISH,
    practice: str | None = None,
    text_scale: float | None = None,
    loaded: "Loaded | None" = None,
    crashed: str = "",
) -> int:
    """Show the window until it is closed; `practice` names a scenario to begin with.

    `loaded` is the organisation's profile: what it sets holds, what could not be used is named.
    `crashed` is what the last start left behind when it ended unexpectedly. When a window is open
    already, that one comes to the front instead.
    """
    if not practice and _is_open_already():
        return 0
    app = application()
    window = made_window(app, language, text_scale)
    catch_faults(window)
    if loaded is not None:
        obey(window, loaded)
    window.show()
    window.activateWindow()
    once = Qt.ConnectionType.SingleShotConnection
    window.painted.connect(lambda: QTimer.singleShot(0, lambda: _begin(app, window)), once)
    if crashed:
        window.show_last_crash(crashed)
    if practice:
        window.practise(practice)
    status: int = app.exec()
    return status


def _is_open_already() -> bool:
    """Whether another window takes this start over."""
    from ui.one_instance import handed_over

    return handed_over()


def _begin(app: QApplication, window: Window) -> None:
    """What the first frame does not wait for."""
    from ui.one_instance import FirstInstance

    window.bridge.start()
    first = FirstInstance(window)
    first.asked.connect(window.come_to_front)
    app.aboutToQuit.connect(first.close)
    first.listen()


def obey(window: Window, loaded: "Loaded") -> None:
    """Put a profile in force in a window."""

    def obeying(engine: "Engine") -> None:
        engine.loaded = loaded

    window.bridge.prepare(obeying)
    org = loaded.profile.org
    window.support.show_helpdesk(org.name, org.helpdesk_phone, org.hours)
    if loaded.notices:
        from ui.helpdesk.notice import show_notices

        show_notices(window, [window.context.say(notice.message) for notice in loaded.notices])


def first_frame() -> int:
    """Show the window, and end when its first frame is painted: for measuring the start."""
    app = application()
    window = made_window(app, ENGLISH, None)
    window.painted.connect(lambda: QTimer.singleShot(0, window.close))
    window.show()
    status: int = app.exec()
    return status


def application() -> QApplication:
    """The one QApplication, named."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        # As an argument, because asking for the style object costs nine milliseconds.
        app = QApplication([*sys.argv[:1], "-style", "fusion"])
    app.setApplicationName("sendagain")
    app.setApplicationDisplayName("")
    QGuiApplication.setDesktopFileName("org.sendagain.SendAgain")
    return app


def made_window(app: QApplication, language: Language, text_scale: float | None) -> Window:
    """The window with its theme, not shown yet."""
    theme = Theme(app, remembered().text_scale if text_scale is None else text_scale)
    wear(theme)
    theme.apply()
    install_heading_role()
    window = Window(language, theme)
    window.setWindowIcon(QIcon(str(resource("icons/sendagain-256.png"))))
    return window
