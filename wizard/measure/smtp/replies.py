"""Reads SMTP replies from bytes. No I/O: bytes in, replies or garbage out (RFC 5321 4.2).

Rules: a line ends with LF, a CR before it belongs to the end; a change of code ends a reply
(seen with `220-` teasers); what cannot be a reply is said to be none as soon as that is certain;
nothing is kept beyond the caps below, however much is fed.
"""

import dataclasses
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

# RFC 5321 4.5.3.1.5 allows 512 octets a reply line; servers exceed it, none comes near 2,000.
LONGEST_LINE = 2_000
# The longest honest EHLO lists have about 30 lines; long policy texts stay below this as well.
MOST_LINES = 200
LARGEST_REPLY = 64 * 1024
# Enough of what was no reply to see what it was: 'HTTP/1.1 400', '* OK IMAP', 'SSH-2.0'.
SAMPLE_BYTES = 500

_FIRST_DIGITS = b"2345"
_DIGITS = b"0123456789"


class NeedData(Enum):
    """The single value that asks for more bytes."""

    NEED_DATA = auto()


NEED_DATA = NeedData.NEED_DATA


@dataclass(frozen=True, slots=True)
class WholeReply:
    """One reply: its code and the text of each line after the code, undecoded.

    `broken_off`: its last line announced more (`250-`), but another code or the end followed.
    """

    code: int
    lines: tuple[bytes, ...]
    broken_off: bool = False


@dataclass(frozen=True, slots=True)
class Garbage:
    """Bytes that are no SMTP reply; nothing can be read after them. `sample` is their start."""

    sample: bytes


@dataclass(frozen=True, slots=True)
class TooLong:
    """A line or a reply beyond the caps; nothing can be read after it."""

    sample: bytes


@dataclass(frozen=True, slots=True)
class Closed:
    """The other side closed, and everything it had said before was delivered."""


Event: TypeAlias = WholeReply | Garbage | TooLong | Closed | NeedData


class ReplyReader:
    """Feed it with `receive_data`, ask it with `next_event` until it needs data again."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._searched = 0
        self._code: int | None = None
        self._lines: list[bytes] = []
        self._size = 0
        self._closed = False
        self._stuck: Garbage | TooLong | None = None

    @property
    def begun(self) -> bool:
        """Whether the first lines of a reply are there and more was announced (`220-`)."""
        return self._code is not None

    @property
    def unread(self) -> bytes:
        """What was fed and not yet read as a reply, at most the sample's length."""
        return bytes(self._buffer[:SAMPLE_BYTES])

    def receive_data(self, data: bytes) -> None:
        """Feed bytes; b'' says that the other side closed."""
        if not data:
            self._closed = True
        elif self._stuck is None:
            self._buffer += data
        elif len(self._stuck.sample) < SAMPLE_BYTES:
            sample = (self._stuck.sample + data)[:SAMPLE_BYTES]
            self._stuck = dataclasses.replace(self._stuck, sample=sample)

    def next_event(self) -> Event:
        """The next whole reply, or what stands in its way."""
        while self._stuck is None:
            line = self._next_line()
            if line is None:
                return self._stuck or self._at_the_end()
            reply = self._take(line)
            if reply is not None:
                return reply
        return self._stuck

    def _next_line(self) -> bytes | None:
        end = self._buffer.find(b"\n", self._searched)
        if end < 0 and not (self._closed and self._buffer):
            self._searched = len(self._buffer)
            self._judge_unfinished()
            return None
        line = bytes(self._buffer[:end] if end >= 0 else self._buffer)
        if end < 0 and len(line) < len("220") and _could_begin_a_reply(line):
            self._buffer.clear()  # cut off in the middle of a code: nothing was said
            return None
        if len(line) > LONGEST_LINE:
            self._give_up(TooLong)
            return None
        # A line that starts another reply is looked at again after the broken one is delivered.
        if self._starts_another(line):
            return line
        self._drop(end)
        return line

    def _drop(self, end: int) -> None:
        del self._buffer[: end + 1 if end >= 0 else len(self._buffer)]
        self._searched = 0

    def _starts_another(self, line: bytes) -> bool:
        return self._code is not None and is_reply_line(line) and int(line[:3]) != self._code

    def _take(self, line: bytes) -> WholeReply | None:
        if not is_reply_line(line):
            self._give_up(Garbage, line + b"\n")
            return None
        if self._starts_another(line):
            self._searched = 0
            return self._finish(broken_off=True)
        self._code = int(line[:3])
        self._size += len(line) + 1
        self._lines.append(line[4:].rstrip(b" \t\r"))
        if line[3:4] != b"-":
            return self._finish(broken_off=False)
        if len(self._lines) >= MOST_LINES or self._size > LARGEST_REPLY:
            self._give_up(TooLong)
        return None

    def _finish(self, *, broken_off: bool) -> WholeReply:
        assert self._code is not None
        reply = WholeReply(self._code, tuple(self._lines), broken_off)
        self._code, self._lines, self._size = None, [], 0
        return reply

    def _at_the_end(self) -> Event:
        if not self._closed:
            return NEED_DATA
        return self._finish(broken_off=True) if self._code is not None else Closed()

    def _judge_unfinished(self) -> None:
        if len(self._buffer) > LONGEST_LINE:
            self._give_up(TooLong)
        elif not _could_begin_a_reply(self._buffer):
            self._give_up(Garbage)

    def _give_up(self, kind: type[Garbage] | type[TooLong], taken: bytes = b"") -> None:
        self._stuck = kind((taken + self.unread)[:SAMPLE_BYTES])
        self._buffer.clear()
        self._lines.clear()


def is_reply_line(line: bytes) -> bool:
    """Whether a line (without its LF) can stand in a reply: a code, then space, `-` or the end."""
    return (
        _could_begin_a_reply(line)
        and len(line) >= 3
        and (line[3:4] in (b"", b" ", b"-", b"\t") or line[3:].strip(b" \t\r") == b"")
    )


def _could_begin_a_reply(start: bytes | bytearray) -> bool:
    """Whether bytes that may still grow can be the beginning of a reply line."""
    if start[:1] and start[0] not in _FIRST_DIGITS:
        return False
    return all(byte in _DIGITS for byte in start[1:3])
