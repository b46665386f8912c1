"""Screen 46: the spoken code, large and spelled; what support asks, and what it never asks."""

from PySide6.QtGui import QGuiApplication

from ui.pages.page import Page
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Exact, Muted, Text


class SupportPage(Page):
    """Ten characters to read aloud."""

    name = "support"

    def build(self) -> None:
        """The code in the middle, everything else around it."""
        say = self.say
        self.heading.setText(say("support.heading"))
        card = Card("tinted")
        self.code = Exact("", TextRole.CODE)
        self.spelled = Exact("", TextRole.SUBHEADING)
        self.copy = self.button("support.copy", "copy", "primary")
        self.copy.clicked.connect(self._copy_code)
        card.add(Muted(say("support.code")), self.code)
        card.add(Muted(say("support.spelled")), self.spelled, flow_row(self.copy))
        self.add(self.heading, self.text("support.intro"), card)
        for sign, text in ((Sign.FINE, "nothing_personal"), (Sign.NOTE, "never")):
            self.add(StatusLine(sign, say(f"support.{text}"), TextRole.STRONG))
        self.save = self.button("support.save", "save")
        self.save.clicked.connect(lambda: self.context.commands.go("save"))
        self.add(Text(say("support.screen")), Text(say("support.report")), flow_row(self.save))

    @property
    def forward_is_primary(self) -> bool:
        """Copying the code is the main thing here."""
        return False

    def refresh(self) -> None:
        """Make the code of the present run."""
        record, language = self.context.record, self.context.language.code
        self.code.show_value("")
        self.spelled.show_value("")
        self.context.bridge.ask(lambda engine: engine.code(record, language), self._show)

    def enter(self) -> None:
        """Enter goes on, as everywhere."""
        self.proceed()

    def read_aloud(self) -> list[str]:
        """The code, spelled."""
        return [self.heading.text(), self.spelled.value]

    def _show(self, code: tuple[str, str]) -> None:
        self.code.show_value(code[0])
        self.spelled.show_value(code[1])
        self.code.setAccessibleDescription(code[1])
        self.context.commands.frame_changed()

    def _copy_code(self) -> None:
        QGuiApplication.clipboard().setText(self.code.value)
        self.context.announcer.announce(self.say("window.copied"))
