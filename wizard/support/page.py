"""A document as one HTML page: for the screen and for paper.

The page loads nothing and runs nothing: a Content-Security-Policy forbids scripts and every
address outside the page. Every text is escaped: a mail server's words are hostile until shown.
"""

from html import escape

from wizard.support.document import Big, Block, Document, Pairs, Paragraph, Section, Table, Verbatim

# Right-to-left scripts of the languages that could be shipped.
_RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur"))

# Lengths in px and alignment in words of old: the program prints this page through Qt's rich text,
# which knows no rem and no 'start'.
_STYLE = """
:root { color-scheme: light dark; }
body { font-family: system-ui, "Segoe UI", "Noto Sans", sans-serif; font-size: 16px;
  line-height: 1.4; max-width: 800px; margin: 24px auto; padding: 0 16px; }
h1 { font-size: 27px; line-height: 1.25; margin: 0 0 12px; }
h2 { font-size: 20px; margin: 26px 0 8px; border-bottom: 1px solid; }
h3 { font-size: 16px; margin: 18px 0 4px; }
p { margin: 6px 0; }
table { border-collapse: collapse; width: 100%; margin: 6px 0; }
caption { text-align: NEAR; font-weight: bold; padding: 4px 0; }
th, td { border: 1px solid #777777; padding: 3px 8px; text-align: NEAR; vertical-align: top; }
td, pre { overflow-wrap: anywhere; }
pre { white-space: pre-wrap; border: 1px solid #777777; padding: 8px; }
.strong { font-weight: bold; }
.big { font-family: ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace;
  font-weight: bold; font-size: 30px; margin: 4px 0; }
footer { margin-top: 28px; border-top: 1px solid; font-size: 14px; }
@media print {
  @page { margin: 15mm; }
  body { max-width: none; margin: 0; padding: 0; font-size: 9.5pt; line-height: 1.3; }
  h1 { font-size: 15pt; } h2 { font-size: 11.5pt; margin: 9pt 0 3pt; }
  th, td { padding: 1.5pt 4pt; }
  tr, pre, .big { break-inside: avoid; } h2, h3, caption { break-after: avoid; }
}
"""


def html_page(document: Document) -> str:
    """The whole page."""
    direction = "rtl" if document.language.partition("_")[0] in _RIGHT_TO_LEFT else "ltr"
    near = "right" if direction == "rtl" else "left"
    language = escape(document.language.replace("_", "-"), quote=True)
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{language}" dir="{direction}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(document.window_title)}</title>",
            f"<style>{_STYLE.replace('NEAR', near)}</style>",
            "</head>",
            "<body>",
            "<main>",
            f"<h1>{escape(document.heading)}</h1>",
            *(_block(block) for block in document.lead),
            *(_section(section) for section in document.sections),
            "</main>",
            f"<footer><p>{escape(document.footer)}</p></footer>",
            "</body>",
            "</html>",
            "",
        )
    )


def _section(section: Section) -> str:
    tag = f"h{section.level}"
    body = "\n".join(_block(block) for block in section.blocks)
    return f"<section>\n<{tag}>{escape(section.heading)}</{tag}>\n{body}\n</section>"


def _block(block: Block) -> str:
    match block:
        case Paragraph(text=text, strong=strong):
            return f'<p class="strong">{escape(text)}</p>' if strong else f"<p>{escape(text)}</p>"
        case Pairs(rows=rows):
            body = "\n".join(
                f'<tr><th scope="row">{escape(label)}</th><td>{escape(value)}</td></tr>'
                for label, value in rows
            )
            return f"<table>\n{body}\n</table>"
        case Table():
            return _table(block)
        case Verbatim(lines=lines):
            text = "\n".join(escape(line) for line in lines)
            return f'<pre dir="ltr" translate="no">{text}</pre>'
        case Big(text=text, spelled=spelled):
            return (
                f'<p class="big" dir="ltr" translate="no">{escape(text)}</p>\n'
                f'<p class="spelled">{escape(spelled)}</p>'
            )


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.header)
    rows = "\n".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in table.rows
    )
    return (
        f"<table>\n<caption>{escape(table.caption)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )
