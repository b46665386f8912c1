"""The theme of the running program, for widgets that are made deep inside a page."""

from PySide6.QtWidgets import QWidget

from ui.theme import TextRole, Theme

_worn: list[Theme] = []


def wear(theme: Theme) -> None:
    """Make this the theme of the program."""
    _worn[:] = [theme]


def theme() -> Theme:
    """The theme of the program."""
    return _worn[0]


def dress(widget: QWidget, role: TextRole) -> None:
    """Give a widget the text size of its role."""
    _worn[0].dress(widget, role)
