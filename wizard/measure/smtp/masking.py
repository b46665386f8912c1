"""Keeps the password out of whatever is recorded, at the moment it is recorded.

What we send is masked by whoever sends it. What the server says is searched for the password in
every form in which a server could say it: plain, in base64 at any offset, in hex, percent-encoded,
quoted-printable, as HTML, and each of these over UTF-16; upper and lower case alike.
"""

import base64
import html
import quopri
import re
from urllib.parse import quote, quote_plus

from wizard.account import Secret

MASK = "********"


class Mask:
    """Replaces every trace of one password in text. Without a password it changes nothing."""

    def __init__(self, password: Secret | None, username: str = "") -> None:
        traces = _traces(password.reveal(), username) if password else set()
        longest_first = sorted(traces, key=len, reverse=True)
        self._pattern = (
            re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
            if longest_first
            else None
        )

    def __call__(self, text: str) -> str:
        """The text without the password."""
        return self._pattern.sub(MASK, text) if self._pattern else text

    def __repr__(self) -> str:
        return "Mask(********)"


def _traces(password: str, username: str) -> set[str]:
    if not password:
        return set()
    raw = password.encode()
    wide = (password.encode("utf-16-le"), password.encode("utf-16-be"))
    plain = f"\0{username}\0{password}".encode()
    whole = {base64.b64encode(data).decode() for data in (raw, plain, *wide)}
    return {
        password,
        raw.decode("latin-1"),
        html.escape(password),
        quote(password, safe=""),
        quote_plus(password),
        quopri.encodestring(raw, quotetabs=True).decode(),
        quopri.encodestring(raw).decode(),
        *(data.decode("latin-1") for data in wide),
        *(sign + data.hex(sign) for data in (raw, *wide) for sign in "%="),
        *(data.hex(sign) for data in (raw, *wide) for sign in " :-"),
        *(data.hex() for data in (raw, *wide)),
        *whole,
        *(encoded.rstrip("=") for encoded in whole),
        *(trace for data in (raw, *wide) for trace in _base64_inside(data)),
    }


def _base64_inside(raw: bytes) -> set[str]:
    """What stands in any base64 text that holds these bytes, whatever came before and after."""
    shortest = 6  # below that a match says nothing: any text would be full of them
    found = set()
    for offset in range(3):
        encoded = base64.b64encode(bytes(offset) + raw).decode().rstrip("=")
        # Characters that also depend on the neighbouring bytes are left out at both ends.
        start = (8 * offset + 5) // 6
        end = 8 * (offset + len(raw)) // 6
        if end - start >= shortest:
            found.add(encoded[start:end])
    return found


def printable(text: str, longest: int = 2_000) -> str:
    """Text from outside, safe to show: no control characters, no direction marks, not too long."""
    cut = text[:longest]
    return "".join(c if c.isprintable() else " " if c in "\t\r\n" else "\ufffd" for c in cut)


def decoded(data: bytes) -> str:
    """Server bytes as text: UTF-8 (RFC 6531), else Latin-1, which never fails."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
