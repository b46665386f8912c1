"""What assistive technology hears: headings, names and identifiers.

Qt Widgets has no heading role for labels, so a small factory gives it to ours. The interfaces
must be kept alive from Python, else they are collected while in use (PySide6 6.12).
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import isValid

from ui.widgets.text import Heading

_interfaces: list[QAccessibleInterface] = []
_installed = False


def install_heading_role() -> None:
    """Make every `Heading` a heading for screen readers."""
    global _installed
    if not _installed:
        QAccessible.installFactory(_heading_interface)
        _installed = True


def identify(widget: QWidget, identifier: str, name: str = "", description: str = "") -> None:
    """Give a control its stable identifier `page.control`, its name and its description."""
    widget.setAccessibleIdentifier(identifier)
    widget.setObjectName(identifier)
    if name:
        widget.setAccessibleName(name)
    if description:
        widget.setAccessibleDescription(description)


def _heading_interface(_class_name: str, watched: QObject) -> QAccessibleInterface | None:
    if not isinstance(watched, Heading):
        return None
    # Qt deletes an interface with its widget. Ours is let go only when that has happened: a
    # second deletion from here would corrupt memory.
    _interfaces[:] = [interface for interface in _interfaces if isValid(interface)]
    made = QAccessibleWidget(watched, QAccessible.Role.Heading)
    _interfaces.append(made)
    return made
