"""The report on paper: printed, or saved as PDF. One document for both, in points.

Qt's text documents know no media queries and no relative lengths, so the page's own style sheet,
which is for browsers, gives way to one for paper. Nothing is fetched: the page has no links.
"""

import re

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

_STYLE = """
h1 { font-size: 17pt; }
h2 { font-size: 12pt; margin-top: 14px; margin-bottom: 4px; }
h3 { font-size: 10pt; margin-top: 10px; margin-bottom: 3px; }
p { margin-top: 3px; margin-bottom: 3px; }
th, td { border: 0.5pt solid #777777; padding: 2pt; text-align: left; vertical-align: top; }
caption { font-weight: bold; }
.strong { font-weight: bold; }
.big { font-size: 20pt; font-weight: bold; font-family: monospace; }
pre { font-family: monospace; font-size: 8pt; white-space: pre-wrap; }
"""
_TEXT_POINTS = 9.5
_OWN_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def document_of(html: str) -> QTextDocument:
    """The report's page as a document for paper."""
    document = QTextDocument()
    font = QFont()
    font.setPointSizeF(_TEXT_POINTS)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(_STYLE)
    plain = _OWN_STYLE.sub("", html).replace("<table>", '<table width="100%" cellspacing="0">')
    document.setHtml(plain)
    return document


def pdf_of(html: str, title: str) -> bytes:
    """The report as a PDF of A4 pages."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF())  # the document brings its own, of two centimetres
    document_of(html).print_(writer)
    del writer  # it finishes the file
    buffer.close()
    return bytes(data.data())


def print_report(parent: QWidget, html: str) -> bool:
    """Ask for a printer and print; False when the person thought better of it."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    document_of(html).print_(printer)
    return True
