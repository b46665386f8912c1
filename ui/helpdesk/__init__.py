"""The helpdesk's side as a window of its own: `sendagain helpdesk`."""

from collections.abc import Sequence

from wizard.messages import ENGLISH, Language


def run(language: Language = ENGLISH, notices: Sequence[str] = ()) -> int:
    """Show the window until it is closed. `notices` say what of a profile could not be used."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QIcon

    from ui.accessible import install_heading_role
    from ui.app import application
    from ui.choices import remembered
    from ui.dress import wear
    from ui.faults import catch_faults
    from ui.helpdesk.window import HelpdeskWindow
    from ui.theme import Theme
    from wizard.resources import resource

    app = application()
    theme = Theme(app, remembered().text_scale)
    wear(theme)
    theme.apply()
    install_heading_role()
    window = HelpdeskWindow(language, theme, notices)
    window.setWindowIcon(QIcon(str(resource("icons/sendagain-256.png"))))
    catch_faults(window)  # type: ignore[arg-type]  # it shows faults just as well
    window.show()
    window.activateWindow()
    QTimer.singleShot(0, window.bridge.start)
    status: int = app.exec()
    return status
