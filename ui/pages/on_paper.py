"""Part of screen 42: the report's page on paper or as PDF, exactly as it would be saved."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ui.pages.page import Page
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from wizard.paths import documents_folder


class OnPaper(QWidget):
    """Two buttons and what came of them. `html` gives the page; '' when it is left out."""

    def __init__(self, page: Page, html: Callable[[], str]) -> None:
        super().__init__()
        self._page, self._html = page, html
        self.printing = page.button("save.print", "print")
        self.pdf = page.button("save.pdf", "pdf")
        self.printing.clicked.connect(self._print)
        self.pdf.clicked.connect(self._choose_file)
        self.outcome = StatusLine(Sign.FINE, "")
        self.outcome.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(flow_row(self.printing, self.pdf))
        column.addWidget(self.outcome)

    def save_pdf(self, path: Path) -> None:
        """Write the page as PDF."""
        from ui.printing import pdf_of

        data = pdf_of(self._html(), self._page.say("save.pdf.title"))
        self._page.context.bridge.ask(
            lambda engine: engine.write_bytes(data, path),
            lambda written: self._tell(
                Sign.FINE, self._page.say("save.pdf.saved", file=str(written))
            ),
            lambda trouble: self._tell(Sign.PROBLEM, self._page.say(trouble.shown)),
        )

    def _print(self) -> None:
        from ui.printing import print_report

        if self._is_there() and print_report(self, self._html()):
            self._tell(Sign.FINE, self._page.say("save.printed"))

    def _choose_file(self) -> None:
        if not self._is_there():
            return
        say = self._page.say
        start = str(documents_folder() / say("save.pdf.file"))
        chosen, _ = QFileDialog.getSaveFileName(self, say("save.pdf"), start)
        if chosen:
            self.save_pdf(Path(chosen))

    def _is_there(self) -> bool:
        there = bool(self._html())
        if not there:
            self._tell(Sign.NOTE, self._page.say("save.paper.left_out"))
        return there

    def _tell(self, sign: Sign, words: str) -> None:
        self.outcome.say(sign, words)
        self.outcome.show()
        self._page.context.announcer.announce(words, assertive=sign is Sign.PROBLEM)
