"""No input, whatever it is, raises or takes over a second."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.judge.reply import explain, meaning_of
from wizard.judge.reply.surroundings import unpacked
from wizard.judge.reply.text import folded
from wizard.vocabulary import Stage

PIECES = st.sampled_from(
    ["421", "4.7.0", "-", " ", "\n", "said:", "host a[1.2.3.4] said: ", "(in reply to ", "<p>",
     "=?utf-8?q?", "=3D", "\\n", "&#x41;", "Content-Type: text/plain\n", "MIME-Version: 1.0\n",
     "Subject: x\n", "too many", "接続", "Ã¼", "4 2 1", "250 ok\n", "EHLO x\n", "a@b.c", "relay=",
     "server responded: ", "please check", "greylisted for 5 minutes", "--x\n", "\x00", "\ud800"]
)  # fmt: skip


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_text_gets_an_answer(text: str):
    reply = explain(text)
    assert 0 <= reply.confidence <= 1
    assert all(0 <= span.start < span.end <= len(reply.text) for span in reply.decided_by)


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_telling_pieces_gets_an_answer(text: str):
    reply = explain(text)
    assert all(span.end <= len(reply.text) for span in reply.decided_by)


@given(st.text(max_size=300))
def test_folding_keeps_the_length(text: str):
    assert len(folded(text)) == len(text)


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_bytes_of_any_kind_get_an_answer(raw: bytes):
    explain(raw.decode("utf-8", errors="replace"))
    explain(raw.decode("latin-1"))


@given(
    st.integers(200, 599), st.lists(st.text(max_size=80), max_size=5), st.sampled_from(list(Stage))
)
@settings(max_examples=100, deadline=None)
def test_any_live_reply_gets_an_answer(code: int, lines: list[str], stage: Stage):
    assert meaning_of(code, lines, stage).code == code


MEBIBYTE = 1 << 20
REPEATED = [
    "a", " ", "\n", "4", ".", "<", "@", "a.", "a.b@", "421 ", "4 2 1 ", "4.7.0 ", "<p ", "<p>",
    "&amp;", "=3D", "=?utf-8?q?a?=", "\\n", "\\u4e00", "too many ", "host a[1.2.3.4] said: ",
    "(in reply to ", "Subject: x\n", "250 ok\n", "ehlo a\n", "421-4.7.0 x\n", "aaa.bbb.ccc.",
    "server said: ", "接続", "Ã¼", "--\n", "<style>", "in 5 ", "-", "(", "[", "{", "#4.7.",
    "Content-Type: multipart/mixed; boundary=a\n\n--a\n", "A" * 76 + "\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED, ids=repr)
def test_pathological_repetition_stays_under_a_second(piece: str):
    text = piece * (MEBIBYTE // len(piece))
    before = time.process_time()
    explain(text)
    assert time.process_time() - before < 1


def test_escaped_json_of_many_errors_is_read():
    text = json.dumps(["421 4.7.0 Too many connections\r\n"] * 2000)
    assert explain(text).cause == "too_many_connections"


def test_unpacking_what_needs_no_unpacking_changes_nothing():
    for text in ("421 4.7.0 try again", "a < b and c > d", "x = 3", "Grüße"):
        assert unpacked(text) == text
