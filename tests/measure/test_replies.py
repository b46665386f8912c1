"""The reply reader against the standard library's, and against bytes that nobody should send."""

import io
import smtplib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.measure.smtp.replies import (
    LARGEST_REPLY,
    LONGEST_LINE,
    MOST_LINES,
    NEED_DATA,
    SAMPLE_BYTES,
    Closed,
    Garbage,
    ReplyReader,
    TooLong,
    WholeReply,
)


def read(*pieces: bytes, closed: bool = False) -> list[object]:
    """All events of these bytes."""
    reader = ReplyReader()
    events: list[object] = []
    for piece in [*pieces, *([b""] if closed else [])]:
        reader.receive_data(piece)
        while (event := reader.next_event()) is not NEED_DATA:
            events.append(event)
            if not isinstance(event, WholeReply):
                break
    return events


def by_smtplib(data: bytes) -> tuple[int, bytes]:
    """What the standard library makes of the same bytes."""
    client = smtplib.SMTP()
    client.file = io.BytesIO(data)  # type: ignore[attr-defined]
    client.sock = None
    return client.getreply()


codes = st.integers(200, 559)
texts = st.binary(max_size=80).filter(lambda t: b"\n" not in t and b"\r" not in t)
replies = st.tuples(codes, st.lists(texts, min_size=1, max_size=8))


def on_the_wire(code: int, lines: list[bytes], end: bytes = b"\r\n") -> bytes:
    last = len(lines) - 1
    return b"".join(
        b"%d%s%s%s" % (code, b" " if i == last else b"-", line, end) for i, line in enumerate(lines)
    )


@given(replies, st.sampled_from([b"\r\n", b"\n"]))
def test_reads_what_smtplib_reads(reply: tuple[int, list[bytes]], end: bytes) -> None:
    data = on_the_wire(*reply, end)
    code, text = by_smtplib(data)
    [event] = read(data)
    assert isinstance(event, WholeReply)
    assert event.code == code
    assert b"\n".join(line.strip(b" \t\r\n") for line in event.lines) == text


@given(replies)
def test_byte_by_byte_is_the_same_as_at_once(reply: tuple[int, list[bytes]]) -> None:
    data = on_the_wire(*reply)
    assert read(*(data[i : i + 1] for i in range(len(data)))) == read(data)


@given(st.lists(st.binary(max_size=300), max_size=30))
def test_no_bytes_break_it_or_make_it_grow(pieces: list[bytes]) -> None:
    reader = ReplyReader()
    for piece in pieces:
        reader.receive_data(piece)
        for _ in range(400):
            event = reader.next_event()
            if not isinstance(event, WholeReply):
                break
        assert len(reader._buffer) <= LONGEST_LINE + 300


@given(st.lists(st.binary(max_size=60), max_size=8), st.binary(max_size=40))
def test_how_bytes_are_cut_does_not_matter(lines: list[bytes], tail: bytes) -> None:
    data = b"\r\n".join(lines) + tail
    whole = [e for e in read(data, closed=True) if isinstance(e, WholeReply)]
    pieces = [data[i : i + 7] for i in range(0, len(data), 7)]
    cut = [e for e in read(*pieces, closed=True) if isinstance(e, WholeReply)]
    assert cut == whole


def test_a_change_of_code_ends_a_reply() -> None:
    teaser, ehlo = read(b"220-wait\r\n250-mx\r\n250 SIZE\r\n")
    assert teaser == WholeReply(220, (b"wait",), broken_off=True)
    assert ehlo == WholeReply(250, (b"mx", b"SIZE"))


def test_a_421_in_the_middle_is_heard() -> None:
    assert read(b"250-mx\r\n421 4.3.2 bye\r\n") == [
        WholeReply(250, (b"mx",), broken_off=True),
        WholeReply(421, (b"4.3.2 bye",)),
    ]


def test_several_replies_in_one_piece() -> None:
    assert [e.code for e in read(b"220 a\r\n250 b\r\n221 c\r\n")] == [220, 250, 221]  # type: ignore[attr-defined]


@pytest.mark.parametrize("line", [b"250\r\n", b"250 \r\n", b"250\n", b"250-\r\n250\r\n"])
def test_replies_without_text(line: bytes) -> None:
    [event] = read(line)
    assert isinstance(event, WholeReply)
    assert event.code == 250
    assert set(event.lines) == {b""}


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 400 Bad Request\r\n",
        b"\r\n220 late\r\n",
        b"\x16\x03\x01\x02",
        b"\x00220 hi\r\n",
        b"99",
        b"2x0 hi\r\n",
        b"220_hi\r\n",
        b"620 hi\r\n",
        b"120 hi\r\n",
        b"250-mx\r\nno code\r\n250 end\r\n",
    ],
)
def test_what_is_no_reply_is_said_to_be_none(data: bytes) -> None:
    events = read(data)
    assert isinstance(events[-1], Garbage)


def test_nuls_inside_a_line_belong_to_it() -> None:
    assert read(b"220 a\x00b\r\n") == [WholeReply(220, (b"a\x00b",))]


def test_a_bare_cr_is_no_end_of_line() -> None:
    assert read(b"220 a\rb\r\n") == [WholeReply(220, (b"a\rb",))]
    assert read(b"220 a\r") == []


def test_the_last_line_may_lack_its_end_when_the_server_closes() -> None:
    assert read(b"421 4.7.0 too many", closed=True) == [
        WholeReply(421, (b"4.7.0 too many",)),
        Closed(),
    ]


@pytest.mark.parametrize("data", [b"", b"2", b"22"])
def test_closing_without_a_word(data: bytes) -> None:
    assert read(data, closed=True)[-1] == Closed()


def test_closing_in_the_middle_of_a_list() -> None:
    assert read(b"250-mx\r\n", closed=True) == [
        WholeReply(250, (b"mx",), broken_off=True),
        Closed(),
    ]


def test_a_line_without_end_is_too_long() -> None:
    assert isinstance(read(b"220 " + b"a" * LONGEST_LINE)[-1], TooLong)
    assert isinstance(read(b"220 " + b"a" * LONGEST_LINE + b"\r\n")[-1], TooLong)


def test_a_list_without_end_is_too_long() -> None:
    assert isinstance(read(b"250-x\r\n" * MOST_LINES)[-1], TooLong)
    assert isinstance(read(*[b"250-" + b"x" * 1000 + b"\r\n"] * 70)[-1], TooLong)
    assert LARGEST_REPLY < 70 * 1006


def test_after_trouble_nothing_is_kept_but_a_sample() -> None:
    reader = ReplyReader()
    reader.receive_data(b"x")
    assert reader.next_event() == Garbage(b"x")
    for _ in range(1000):
        reader.receive_data(b"y" * 1000)
    event = reader.next_event()
    assert isinstance(event, Garbage)
    assert len(event.sample) == SAMPLE_BYTES


def test_a_teaser_is_known_to_be_one() -> None:
    reader = ReplyReader()
    assert not reader.begun
    reader.receive_data(b"220-wait\r\n")
    reader.next_event()
    assert reader.begun
