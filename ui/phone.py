"""'Where am I?' (F1) and phone help (F2): the screen number large, what to read aloud, the code.

In phone help everything is a size larger and every button has a number.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.accessible import identify
from ui.context import Context
from ui.frame import Footer
from ui.numbering import number_buttons
from ui.pages.page import Page
from ui.theme import TextRole
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.text import Exact, Muted, Subheading, Text

if TYPE_CHECKING:
    from wizard.record import RunRecord


class PhoneHelp:
    """The panel above the page, and phone mode."""

    def __init__(self, context: Context, footer: Footer) -> None:
        self._context = context
        self._footer = footer
        self._page: Page | None = None
        self._coded: RunRecord | None = None
        self._code = ("", "")
        self.mode = False
        self.panel = WherePanel(context)
        self.panel.hide()
        self.panel.copy.clicked.connect(self.copy_code)

    @property
    def is_shown(self) -> bool:
        """Whether the panel is shown."""
        return not self.panel.isHidden()

    def set_mode(self, on: bool) -> None:
        """Phone mode on or off."""
        self.mode = on
        self._context.theme.set_phone(on)
        self.panel.setVisible(on)
        self._context.announcer.announce(self._context.say("phone.on" if on else "phone.off"))

    def speak_about(self, page: Page) -> None:
        """Another page is shown, or the same one has changed."""
        self._page = page
        self._ask_code()
        if self.is_shown:
            self.panel.show_page(page, *self._code)
        number_buttons(page, self._footer, on=self.mode)

    def read_aloud(self) -> None:
        """Let the screen reader say where we are."""
        self._context.announcer.announce(self.panel.words, assertive=True)

    def copy_code(self) -> None:
        """The code into the clipboard, and say so."""
        if self._code[0]:
            QGuiApplication.clipboard().setText(self._code[0])
            self._context.announcer.announce(self._context.say("window.copied"))

    def _ask_code(self) -> None:
        record = self._context.state.record
        if record is self._coded:
            return
        self._coded, self._code = record, ("", "")
        if record is not None:
            language = self._context.language.code
            self._context.bridge.ask(lambda engine: engine.code(record, language), self._known)

    def _known(self, code: tuple[str, str]) -> None:
        self._code = code
        if self._page is not None and self.is_shown:
            self.panel.show_page(self._page, *code)


class WherePanel(Card):
    """Stands above the page, outside what scrolls."""

    def __init__(self, context: Context) -> None:
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
