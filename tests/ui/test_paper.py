"""The report on paper: what is printed is what would be saved, masked alike, and can be read."""

import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog

from tests.support.records import full_record
from tests.support.test_canaries import CANARY, PERSONAL, found
from tests.ui import samples
from tests.ui.conftest import Opener
from ui.pages.save import SavePage
from ui.printing import document_of, pdf_of
from wizard.messages import ENGLISH
from wizard.support.report import report_html

pytestmark = pytest.mark.window


def _opened(open_window: Opener) -> SavePage:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("save")
    driver.settle()
    page = driver.window.page
    assert isinstance(page, SavePage)
    return page


def test_a_pdf_is_written(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("save")
    driver.settle()
    page = driver.window.page
    target = tmp_path / "Bericht für Anna.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.paper.pdf.click()
    driver.settle()
    assert target.read_bytes().startswith(b"%PDF-")
    assert str(target) in page.paper.outcome.words


def test_a_folder_that_cannot_be_written_is_said(open_window: Opener, tmp_path: Path) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("save")
    driver.settle()
    page = driver.window.page
    page.paper.save_pdf(tmp_path / "missing" / "report.pdf")
    driver.settle()
    assert page.paper.outcome.isVisible()
    assert not (tmp_path / "missing").exists()


def test_printing_takes_the_page_as_shown(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _opened(open_window)
    made = tmp_path / "printed.pdf"

    def accept(dialog: QPrintDialog) -> QPrintDialog.DialogCode:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(made))
        return QPrintDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    page.paper.printing.click()
    assert made.read_bytes().startswith(b"%PDF-")


def test_a_page_that_is_left_out_is_not_printed(open_window: Opener) -> None:
    page = _opened(open_window)
    page.paper._html = lambda: ""  # type: ignore[method-assign]
    page.paper.pdf.click()
    assert "left out" in page.paper.outcome.words


def test_paper_says_what_the_page_says_and_hides_what_it_hides(qapp: object) -> None:
    html = report_html(full_record(CANARY, f"hello {CANARY.address}"), ENGLISH)
    text = document_of(html).toPlainText()
    assert "The eight steps" in text
    assert "421" in text
    assert not found(text, PERSONAL)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not here")
def test_the_words_of_the_pdf_can_be_searched(qapp: object, tmp_path: Path) -> None:
    made = tmp_path / "report.pdf"
    made.write_bytes(pdf_of(report_html(full_record(CANARY), ENGLISH), "report"))
    done = subprocess.run(["pdftotext", made, "-"], capture_output=True, check=True, text=True)
    assert "Code for support" in done.stdout
    assert not found(done.stdout, PERSONAL)
