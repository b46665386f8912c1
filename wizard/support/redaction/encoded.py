"""Finds known values however they are written: plain, percent, quoted-printable, HTML entities,
backslash escapes, base64 at any alignment, hexadecimal, UTF-16. Linear in the text.

A view is the text with one kind of escape undone, and the way back to places in the text. Runs of
base64 or hexadecimal are decoded as a whole: what holds a known value goes as a whole.
"""

import binascii
import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from wizard.support.redaction.known import Known

# (start, end, known): a stretch of the original text that spells a known value.
Hit = tuple[int, int, Known]

_SHORTEST_ENCODED = 4


class Finder:
    """Looks for a fixed set of known values."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._known = [(value, value.text.casefold()) for value in known]
        self._needles = [
            (needle, value)
            for value in known
            if len(value.text) >= _SHORTEST_ENCODED
            for needle in _needles(value.text)
        ]

    def hits(self, text: str) -> list[Hit]:
        """Every stretch that spells a known value, without overlaps, in order."""
        if not self._known:
            return []
        found = list(self._plain(text))
        for undo in _UNDO:
            view = _view(text, undo)
            if view is not None:
                found.extend(_back(self._plain(view.text), view))
        found.extend(self._in_base64(text))
        found.extend(self._in_hex(text))
        return _apart(found)

    def _plain(self, text: str) -> Iterator[Hit]:
        folded = text.casefold()
        present = [value for value, wanted in self._known if wanted in folded]
        if not present:
            return
        pattern = "|".join(f"(?P<g{i}>{_pattern(value)})" for i, value in enumerate(present))
        for match in re.finditer(pattern, text, re.IGNORECASE):
            group = match.lastgroup
            assert group is not None
            yield match.start(), match.end(), present[int(group[1:])]

    def _in_base64(self, text: str) -> Iterator[Hit]:
        """Runs of base64 go as a whole: a part of one would not decode."""
        for run in _BASE64.finditer(text):
            for reading in _base64_readings(run[0]):
                lowered = reading.lower()
                known = next((k for needle, k in self._needles if needle in lowered), None)
                if known is not None:
                    yield run.start(), run.end(), known
                    break

    def _in_hex(self, text: str) -> Iterator[Hit]:
        """In hexadecimal only the digits go that spell the value."""
        for run in _HEX.finditer(text):
            digits = run[0].translate(_HEX_ONLY)
            for skipped in range(2):
                rest = digits[skipped:]
                lowered = bytes.fromhex(rest[: len(rest) // 2 * 2]).lower()
                present = [(n, k) for n, k in self._needles if n in lowered]
                if present:
                    yield from _hex_hits(run, skipped, lowered, present)


def _hex_hits(
    run: re.Match[str], skipped: int, plain: bytes, present: list[tuple[bytes, Known]]
) -> Iterator[Hit]:
    places = [run.start() + i for i, c in enumerate(run[0]) if c not in _BETWEEN_HEX]
    for needle, known in present:
        place = plain.find(needle)
        while place >= 0:
            first = skipped + 2 * place
            yield places[first], places[first + 2 * len(needle) - 1] + 1, known
            place = plain.find(needle, place + len(needle))


def _pattern(known: Known) -> str:
    forms = {known.text, known.text.casefold()}
    alternatives = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    if known.anywhere:
        return f"(?:{alternatives})"
    return rf"(?<![^\W_])(?:{alternatives})(?![^\W_])"


def _needles(value: str) -> Iterator[bytes]:
    """A value as bytes: UTF-8, Latin-1, UTF-16 in either order (its zero bytes at the end cut)."""
    lowered = value.lower()
    yield lowered.encode("utf-8", "surrogatepass")
    if not lowered.isascii():
        yield lowered.encode("latin-1", "replace")
        yield lowered.encode("utf-16-be", "surrogatepass").strip(b"\0")
    yield lowered.encode("utf-16-le", "surrogatepass").strip(b"\0")


class _View:
    """A text with escapes undone. `starts` are places in `text`, `origins` where they came from."""

    __slots__ = ("origins", "starts", "text", "whole")

    def __init__(
        self, text: str, starts: list[int], origins: list[int], whole: list[tuple[int, int] | None]
    ) -> None:
        self.text = text
        self.starts = starts
        self.origins = origins
        self.whole = whole


_Undo = tuple[re.Pattern[str], Callable[[str], str]]


def _view(text: str, undo: _Undo) -> _View | None:
    """The text with one kind of escape undone; None when it holds none."""
    pattern, decode = undo
    pieces: list[str] = []
    starts, origins = [0], [0]
    spans: list[tuple[int, int] | None] = [None]
    place = last = 0
    for match in pattern.finditer(text):
        plain = text[last : match.start()]
        decoded = decode(match[0])
        pieces += (plain, decoded)
        place += len(plain)
        starts.append(place)
        origins.append(match.start())
        spans.append((match.start(), match.end()))
        place += len(decoded)
        starts.append(place)
        origins.append(match.end())
        spans.append(None)
        last = match.end()
    if not pieces:
        return None
    pieces.append(text[last:])
    return _View("".join(pieces), starts, origins, spans)


def _back(hits: Iterator[Hit], view: _View) -> Iterator[Hit]:
    """Hits in a view as stretches of the original text."""
    for start, end, known in hits:
        yield _origin(view, start, ending=False), _origin(view, end - 1, ending=True), known


def _origin(view: _View, place: int, *, ending: bool) -> int:
    segment = bisect_right(view.starts, place) - 1
    span = view.whole[segment]
    if span is not None:
        return span[1] if ending else span[0]
    return view.origins[segment] + place - view.starts[segment] + (1 if ending else 0)


def _apart(hits: list[Hit]) -> list[Hit]:
    """Overlapping hits become the earliest and longest."""
    chosen: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h[0], -h[1])):
        if chosen and hit[0] < chosen[-1][1]:
            if hit[1] > chosen[-1][1]:
                chosen[-1] = (chosen[-1][0], hit[1], chosen[-1][2])
            continue
        chosen.append(hit)
    return chosen


def _from_percent(escaped: str) -> str:
    return _text(bytes.fromhex(escaped.replace("%", "")))


def _from_quoted_printable(escaped: str) -> str:
    return _text(bytes.fromhex(re.sub(r"=\r?\n|=", "", escaped)))


def _from_entity(escaped: str) -> str:
    return html.unescape(escaped)


def _from_backslash(escaped: str) -> str:
    body = escaped[1:]
    if body[0] in "uxU":
        number = int(body[1:], 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    return chr(int(body, 8)) if body[0].isdigit() else body


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


# One escape a match: multi-byte characters stand together, everything else alone, so that a hit
# covers no more than what spells the value.
_UNDO: tuple[_Undo, ...] = (
    (re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+|%[0-7][0-9A-Fa-f]"), _from_percent),
    (
        re.compile(r"(?:=[89A-Fa-f][0-9A-Fa-f])+|=[0-7][0-9A-Fa-f]|=\r?\n"),
        _from_quoted_printable,
    ),
    (re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos|commat);"), _from_entity),
    (
        re.compile(r"\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[0-7]{3}|[\\/\"'@.])"),
        _from_backslash,
    ),
)

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{6,}(?:\r?\n[A-Za-z0-9+/_-]{2,})*={0,2}")
_HEX = re.compile(r"[0-9A-Fa-f]{2}(?:[ :.\-]?[0-9A-Fa-f]{2}){3,}[0-9A-Fa-f]?")
_URL_SAFE = str.maketrans("-_", "+/", "\r\n\t =")
_BETWEEN_HEX = " :.-"
_HEX_ONLY = str.maketrans("", "", _BETWEEN_HEX)


def _base64_readings(run: str) -> Iterator[bytes]:
    """The run decoded from each of its first four characters on: a prefix may be glued to it."""
    plain = run.translate(_URL_SAFE)
    for skipped in range(4):
        rest = plain[skipped:]
        rest = rest[: len(rest) - (len(rest) % 4 == 1)]
        try:
            yield binascii.a2b_base64(rest + "=" * (-len(rest) % 4))
        except binascii.Error:
            continue
