"""Screen 97: the letter for the provider or the own helpdesk, and ways to reach them.

Nothing is sent from here: mail is broken. The letter is copied, printed or saved.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QTextDocument
from PySide6.QtWidgets import QFileDialog

from ui.pages.page import emptied
from ui.pages.step_page import StepPage
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.exact_words import ExactWords
from ui.widgets.facts import FactRows
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Subheading
from ui.widgets.ticks import RadioButton
from wizard.paths import documents_folder
from wizard.record import RunRecord
from wizard.vocabulary import Step, Who

if TYPE_CHECKING:
    from wizard.support.letter import Letter

_READERS = ("provider", "helpdesk")
_LINES = 18


class ProviderPage(StepPage):
    """The letter, and the contacts."""

    name = "step.provider"
    step = Step.PROVIDER

    def build(self) -> None:
        """The shared parts, and the letter with its buttons."""
        super().build()
        say = self.say
        self._letter: Letter | None = None
        readers = Card()
        readers.add(Subheading(say("provider.reader")))
        self.readers: dict[str, RadioButton] = {}
        for reader in _READERS:
            choice = RadioButton(say(f"provider.reader.{reader}"), self.id(f"reader_{reader}"))
            readers.add(choice)
            self.readers[reader] = choice
        self.readers["provider"].setChecked(True)
        self.readers["provider"].toggled.connect(lambda _: self._write())
        self.words = ExactWords("", self.id("letter"), say("provider.letter"), _LINES)
        self._copy = self.button("provider.copy", "copy")
        self._print = self.button("provider.print", "print")
        self._save = self.button("provider.save", "save")
        self._copy.clicked.connect(self._copy_letter)
        self._print.clicked.connect(self._print_letter)
        self._save.clicked.connect(self._choose_file)
        self._done = StatusLine(Sign.FINE, "")
        self._done.hide()
        self._letter_card = Card()
        self._letter_card.add(Subheading(say("provider.letter")), self.words)
        self._letter_card.add(Muted(say("provider.letter.hint")))
        self._letter_card.add(flow_row(self._copy, self._print, self._save), self._done)
        self._contacts = Card()
        at = self.column.indexOf(self._own) + 1
        for part in (self._contacts, self._letter_card, readers):
            self.column.insertWidget(at, part)

    def show_record(self, _record: RunRecord) -> None:
        """Write the letter about this run."""
        self._copy.set_kind("primary" if self._provider_acts() else "secondary")
        self._write()

    @property
    def forward_is_primary(self) -> bool:
        """Copying the letter is the main thing when the provider has to act."""
        return not self._provider_acts()

    def _provider_acts(self) -> bool:
        return self.context.record.diagnosis.who in (Who.PROVIDER, Who.ADMIN)

    def _write(self) -> None:
        record, language = self.context.record, self.context.language
        reader = next(name for name, choice in self.readers.items() if choice.isChecked())
        self._done.hide()
        self.context.bridge.ask(
            lambda engine: engine.letter(record, reader, language), self._show_letter
        )

    def _show_letter(self, letter: "Letter") -> None:
        self._letter = letter
        self.words.show_text(letter.text)
        emptied(self._contacts.column)
        self._contacts.add(Subheading(self.say("provider.contacts")))
        if not letter.contacts:
            self._contacts.add(self.text("provider.no_contacts"))
        for number, contact in enumerate(letter.contacts):
            what = self.say(contact.what)
            self._contacts.add(FactRows([(what, contact.value)]))
            if contact.value.startswith("https://"):
                link = Button(
                    self.say("provider.open", what=what), self.id(f"open_{number}"), "link"
                )
                url = QUrl(contact.value)
                link.clicked.connect(lambda _=False, url=url: QDesktopServices.openUrl(url))
                self._contacts.add(link)
        self.context.commands.frame_changed()

    def _copy_letter(self) -> None:
        QGuiApplication.clipboard().setText(self.words.toPlainText())
        self._report(Sign.FINE, self.say("window.copied"))

    def _print_letter(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec() != QPrintDialog.DialogCode.Accepted:
            return
        document = QTextDocument(self.words.toPlainText())
        document.print_(printer)
        self._report(Sign.FINE, self.say("provider.printed"))

    def _choose_file(self) -> None:
        start = str(documents_folder() / self.say("provider.save.file"))
        chosen, _ = QFileDialog.getSaveFileName(self, self.say("provider.save.title"), start)
        if not chosen:
            return
        text = self.words.toPlainText().encode()
        self.context.bridge.ask(
            lambda engine: engine.write_bytes(text, Path(chosen)),
            lambda path: self._report(Sign.FINE, self.say("provider.saved", file=str(path))),
            lambda trouble: self._report(Sign.PROBLEM, self.say(trouble.shown)),
        )

    def _report(self, sign: Sign, words: str) -> None:
        self._done.say(sign, words)
        self._done.show()
        self.context.announcer.announce(words, assertive=sign is Sign.PROBLEM)
