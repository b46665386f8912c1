"""A report as headings, sentences and tables, before it becomes a page or plain text.

Written once, so that the printed page and the text always say the same.
"""

from collections.abc import Sequence
from typing import TypeAlias

import msgspec


class Paragraph(msgspec.Struct, frozen=True):
    """One or more sentences. `strong` for what must not be overlooked."""

    text: str
    strong: bool = False


class Pairs(msgspec.Struct, frozen=True):
    """Labels and their values."""

    rows: tuple[tuple[str, str], ...]


class Table(msgspec.Struct, frozen=True):
    """A table. The first cell of a row is its heading."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Verbatim(msgspec.Struct, frozen=True):
    """Lines exactly as they were said or pasted."""

    lines: tuple[str, ...]


class Big(msgspec.Struct, frozen=True):
    """Something to be read out: large, with how it is spelled."""

    text: str
    spelled: str


Block: TypeAlias = Paragraph | Pairs | Table | Verbatim | Big


class Section(msgspec.Struct, frozen=True):
    """A heading and what stands under it. `level` 3 belongs to the section before."""

    heading: str
    blocks: tuple[Block, ...]
    level: int = 2


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A whole page."""

    language: str
    window_title: str
    heading: str
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]
    footer: str


def filled(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Without the sections that have nothing to say."""
    return tuple(section for section in sections if section.blocks)
