"""What assistive technology hears: headings, pictures, names and identifiers.

Qt Widgets has no heading role for labels and none for what we draw ourselves, so a small factory
gives them. The interfaces must be kept alive from Python, else they are collected while in use
(PySide6 6.12).
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import isValid

from ui.widgets.text import Heading

# A widget with this property is a picture; its description says what is in it.
PICTURE = "picture"

_interfaces: list[QAccessibleInterface] = []
_installed = False


def install_heading_role() -> None:
    """Make every `Heading` a heading for screen readers, and every picture a picture."""
    global _installed
    if not _installed:
        QAccessible.installFactory(_own_interface)
        _installed = True


def identify(widget: QWidget, identifier: str, name: str = "", description: str = "") -> None:
    """Give a control its stable identifier `page.control`, its name and its description."""
    widget.setAccessibleIdentifier(identifier)
    widget.setObjectName(identifier)
    if name:
        widget.setAccessibleName(name)
    if description:
        widget.setAccessibleDescription(description)


def _own_interface(_class_name: str, watched: QObject) -> QAccessibleInterface | None:
    if isinstance(watched, Heading):
        role = QAccessible.Role.Heading
    elif isinstance(watched, QWidget) and watched.property(PICTURE):
        role = QAccessible.Role.Graphic
    else:
        return None
    # Qt deletes an interface with its widget. Ours is let go only when that has happened: a
    # second deletion from here would corrupt memory.
    _interfaces[:] = [interface for interface in _interfaces if isValid(interface)]
    made = QAccessibleWidget(watched, role)
    _interfaces.append(made)
    return made
