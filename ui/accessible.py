"""What assistive technology hears: headings, names and identifiers.

Qt Widgets has no heading role for labels, so a small factory gives it to ours. The interfaces
must be kept alive from Python, else they are collected while in use (PySide6 6.12).
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from ui.widgets.text import Heading

_interfaces: dict[int, QAccessibleInterface] = {}
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
    key = id(watched)
    if key not in _interfaces:
        _interfaces[key] = QAccessibleWidget(watched, QAccessible.Role.Heading)
        watched.destroyed.connect(lambda: _interfaces.pop(key, None))
    return _interfaces[key]
