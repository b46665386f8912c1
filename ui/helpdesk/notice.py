"""One line at the top of a window: what could not be used of the organisation's profile."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QMainWindow, QVBoxLayout

from ui.theme import TextRole
from ui.widgets.status import Sign, StatusLine


class NoticeBanner(QFrame):
    """Hidden when there is nothing to say."""

    def __init__(self, notices: Sequence[str]) -> None:
        super().__init__()
        self.setProperty("surface", "banner")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 6, 12, 6)
        self.lines = tuple(dict.fromkeys(notices))
        for text in self.lines:
            column.addWidget(StatusLine(Sign.ATTENTION, text, TextRole.STRONG))
        self.setHidden(not self.lines)


def show_notices(window: QMainWindow, notices: Sequence[str]) -> None:
    """Put the line above everything else in a window, if there is something to say."""
    inside = window.centralWidget()
    layout = inside.layout() if inside is not None else None
    if notices and isinstance(layout, QVBoxLayout):
        layout.insertWidget(0, NoticeBanner(notices))
