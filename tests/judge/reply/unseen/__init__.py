"""Error texts to measure with, kept apart from everything that records and weights learn from.

Each was written from knowledge of the wording, not copied, and labelled with its cause and the
causes that a careful reader would also accept before the program had been asked. `practice` may
be looked at when the reading is improved; `exam` never is. Families of wording (one server, one
provider, one program) stand in one of the two, never in both.
"""

from pathlib import Path
from typing import NamedTuple

from wizard.vocabulary import Cause

PARTS = ("practice", "exam")


class Unseen(NamedTuple):
    """One text, who said it (`family`, `layer`), and what it should be understood to mean."""

    family: str
    layer: str
    language: str
    cause: Cause
    secondary: tuple[Cause, ...]
    text: str


def unseen(part: str) -> tuple[Unseen, ...]:
    """All texts of one part. A line break in a text is written as backslash and n."""
    lines = (Path(__file__).parent / f"{part}.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(_read(line) for line in lines[1:])


def _read(line: str) -> Unseen:
    family, layer, language, cause, secondary, text = line.split("\t")
    also = tuple(Cause(each) for each in secondary.split(",") if each)
    return Unseen(family, layer, language, Cause(cause), also, text.replace("\\n", "\n"))
