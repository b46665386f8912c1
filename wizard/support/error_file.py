"""The error text in a file that somebody saved: a text, a log, a saved e-mail.

Outlook's own .msg files are no text; of those the readable stretches are taken, which is enough
to find a server's reply in a bounce.
"""

import re
from pathlib import Path

from wizard.errors import BadInput
from wizard.messages import message

MOST_BYTES = 1_048_576
_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an OLE compound file
_WIDE_WORDS = re.compile(rb"(?:[\x20-\x7e\x09\x0a\x0d\xa0-\xff]\x00){8,}")
# A file of another kind: a picture, a program, an archive.
_MOST_CONTROLS = 0.02


def error_text_of(path: Path) -> str:
    """The text of a file. BadInput: too large, not readable, no text."""
    try:
        if not path.is_file():
            raise BadInput(message("error_file.not_a_file", file=path.name))
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        raise BadInput(message("error_file.unreadable", file=path.name)) from None
    if len(data) > MOST_BYTES and not data.startswith(_OUTLOOK):
        raise BadInput(message("error_file.too_large", file=path.name))
    text = _decoded(data).strip()
    if not text:
        raise BadInput(message("error_file.no_text", file=path.name))
    return text


def _decoded(data: bytes) -> str:
    if data.startswith(_OUTLOOK):
        return "\n".join(found.decode("utf-16-le") for found in _WIDE_WORDS.findall(data))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    controls = sum(byte < 0x20 and byte not in b"\t\n\r\f\x1b" for byte in data)
    if controls > len(data) * _MOST_CONTROLS:
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
