"""A document as plain text: for the clipboard, for screen readers, for a terminal."""

import textwrap

from wizard.support.document import Big, Block, Document, Pairs, Paragraph, Table, Verbatim

WIDTH = 78


def plain_text(document: Document, width: int = WIDTH) -> str:
    """The whole text, wrapped to `width` columns; exact words of a server are not wrapped."""
    parts = [_wrapped(document.heading, width), *(_block(b, width) for b in document.lead)]
    for section in document.sections:
        line = "-" * min(width, len(section.heading)) if section.level == 2 else ""
        heading = section.heading + (f"\n{line}" if line else "")
        parts.append(heading)
        parts.extend(_block(block, width) for block in section.blocks)
    parts.append(_wrapped(document.footer, width))
    return "\n\n".join(parts) + "\n"


def _block(block: Block, width: int) -> str:
    match block:
        case Paragraph(text=text):
            return _wrapped(text, width)
        case Pairs(rows=rows):
            return "\n".join(_labelled(label, value, width) for label, value in rows)
        case Table(header=header, rows=rows):
            return "\n".join(_row(header, row, width) for row in rows)
        case Verbatim(lines=lines):
            return "\n".join(f"    {line}" for line in lines)
        case Big(text=text, spelled=spelled):
            return f"    {text}\n" + _wrapped(spelled, width, "    ")


def _labelled(label: str, value: str, width: int) -> str:
    return _wrapped(f"{label}: {value}", width, "", "  ")


def _row(header: tuple[str, ...], row: tuple[str, ...], width: int) -> str:
    """One row of a table as a line of its own; an empty cell is left out."""
    cells = [f"{name}: {cell}" for name, cell in zip(header[1:], row[1:], strict=True) if cell]
    return _wrapped("; ".join((row[0], *cells)), width, "- ", "  ")


def _wrapped(text: str, width: int, first: str = "", further: str | None = None) -> str:
    lines = []
    for line in text.splitlines() or [""]:
        lines.append(
            textwrap.fill(
                line,
                width,
                initial_indent=first,
                subsequent_indent=first if further is None else further,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
    return "\n".join(lines)
