"""The program in the background while it watches: an icon in the tray, the window hidden.

Where the system has no tray, the window is made small instead and stays in the list of windows.
Notifications go through the system's own service first; the tray's is for Windows and macOS.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from ui.context import Context


class Tray(QObject):
    """The icon with its menu. It is there only while the window is hidden."""

    opened = Signal()
    left = Signal()

    def __init__(self, context: Context, icon: QIcon, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(icon, self)
        self._menu = QMenu(parent)  # the icon does not keep its menu alive
        self._menu.addAction(context.say("tray.open")).triggered.connect(self.opened)
        self._menu.addAction(context.say("tray.leave")).triggered.connect(self.left)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self.opened)

    @staticmethod
    def is_available() -> bool:
        """Whether this system shows such icons now."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def is_shown(self) -> bool:
        """Whether the icon is in the tray."""
        return self._icon.isVisible()

    def show(self, hint: str) -> None:
        """Put the icon into the tray."""
        self._icon.setToolTip(hint)
        self._icon.show()

    def hide(self) -> None:
        """Take it out."""
        self._icon.hide()

    def tell(self, title: str, text: str) -> None:
        """A message beside the icon."""
        if self.is_available():
            self._icon.show()
            self._icon.showMessage(title, text, self._icon.icon())

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason != QSystemTrayIcon.ActivationReason.Context:
            self.opened.emit()


class Background:
    """What happens with the window when it is closed while a watch goes on."""

    def __init__(self, context: Context, window: QWidget, icon: QIcon) -> None:
        self._context = context
        self._window = window
        self.tray = Tray(context, icon, window)

    @property
    def has_tray(self) -> bool:
        """Whether a closed window goes on in the tray; otherwise it is only made small."""
        return self.tray.is_available()

    def enter(self, hint: str) -> None:
        """Out of the way, but going on."""
        if self.has_tray:
            self.tray.show(hint)
            self._window.hide()
        else:
            self._window.showMinimized()

    def leave(self) -> None:
        """Back in front."""
        self.tray.hide()
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    @property
    def is_entered(self) -> bool:
        """Whether the window is out of sight."""
        return self._window.isHidden() or self._window.isMinimized()

    def notify(self, title: str, text: str) -> None:
        """Tell it on the desktop, by the system's service, else beside the icon."""

        def told(shown: bool) -> None:
            if not shown:
                self.tray.tell(title, text)

        self._context.bridge.ask(lambda engine: engine.notify(title, text), told)
