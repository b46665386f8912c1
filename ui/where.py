"""'Where am I?' (F1) and phone mode (F2): the screen number large, what to read aloud, the code."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.accessible import identify
from ui.context import Context
from ui.pages.page import Page
from ui.theme import TextRole
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.text import Exact, Muted, Subheading, Text


class WherePanel(Card):
    """Stands above the page, outside what scrolls."""

    def __init__(self, context: Context, closed: Callable[[], None]) -> None:
        super().__init__("tinted")
        self._context = context
        say = context.say
        self._number = Exact("", TextRole.NUMBER)
        self._number.setWordWrap(False)
        self._screen_word = Muted(say("window.screen_word"))
        self._title = Subheading(say("phone.read_aloud"))
        self._words = Text()
        self._code_word = Muted(say("phone.code"))
        self._code = Exact("", TextRole.VALUE)
        self._code.setWordWrap(False)
        self.copy = Button(say("phone.copy_code"), "phone.copy", "secondary")
        self.close_button = Button(say("phone.close"), "phone.close", "secondary")
        self.close_button.clicked.connect(closed)
        identify(self, "phone.panel", say("phone.panel"))
        self._lay_out()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._screen_word, 0, Qt.AlignmentFlag.AlignHCenter)
        left.addWidget(self._number, 0, Qt.AlignmentFlag.AlignHCenter)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self._title)
        right.addWidget(self._words)
        self._code_row = QWidget()
        code = QHBoxLayout(self._code_row)
        code.setContentsMargins(0, 0, 0, 0)
        code.addWidget(self._code_word)
        code.addWidget(self._code)
        code.addWidget(self.copy)
        code.addStretch(1)
        right.addWidget(self._code_row)
        whole = QHBoxLayout()
        whole.setSpacing(20)
        whole.addLayout(left)
        whole.addLayout(right, 1)
        whole.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.column.setContentsMargins(20, 10, 12, 10)
        self.column.addLayout(whole)

    def show_page(self, page: Page, code: str, spelled: str) -> None:
        """Speak about this page."""
        self._number.show_value(str(page.number))
        digits = " ".join(str(page.number))
        lines = [self._context.say("phone.i_am_on", digits=digits), *page.read_aloud()]
        self._words.setText(" ".join(_sentence(line) for line in lines if line))
        self._code.show_value(code)
        self._code.setAccessibleDescription(spelled)
        self._code_row.setVisible(bool(code))

    @property
    def words(self) -> str:
        """What it says to read aloud."""
        return self._words.text()


def _sentence(line: str) -> str:
    """With a full stop, unless it ends in a sign already."""
    return line if line[-1] in ".?!:⟧" else f"{line}."
