"""A queue listing pasted from another machine is read, whichever mail server printed it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.queue.listings import read_listing
from wizard.queue.selection import Selection, grouped
from wizard.vocabulary import Cause

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)

MAILQ = b"""\
-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------
4A1B2C3D4E*    1234 Mon Nov 23 13:01:02  anna@example.com
                                         bob@yahoo.example

5A1B2C3D4F     2048 Sun Nov 22 09:11:12  MAILER-DAEMON
(host mx.yahoo.example[203.0.113.5] said: 421 4.7.0 [TSS04] deferred)
                                         cem@yahoo.example
                                         dora@yahoo.example

6A1B2C3D50!     512 Thu Dec 31 23:59:00  eve@example.com
                                         finn@other.example

-- 3 Kbytes in 3 Requests.
"""
EXIM = b"""\
25m  2.9K 0t5C6f-0000c8-00 <alice@wonderland.example>
          red.king@looking-glass.example

 3d  1.1M 1uQ2aB-00000000abc-1XyZ <> *** frozen ***
        D done@example.com
          bob@example.com
"""
POSTQUEUE = (
    b'{"queue_name": "deferred", "queue_id": "4A1B", "arrival_time": 1795436462, '
    b'"message_size": 12, "sender": "a@b.example", '
    b'"recipients": [{"address": "c@d.example", "delay_reason": "421 busy"}]}\n'
)
OPENSMTPD = b"""\
70120cbf7a7de81e|inet4|mta||anna@example.com|bob@yahoo.example|bob@yahoo.example|1795436462|1795782062|1795440062|3|pending|600|421 4.7.0 [TSS04] deferred
70120cbf46a13bc2|inet4|mta||anna@example.com|eve@yahoo.example|eve@yahoo.example|1795436462|1795782062|1795440062|3|pending|600|421 4.7.0 [TSS04] deferred
c866cd47c1c23f36|local|mta||dora@example.com|x|finn@other.example|1795436463|1795782062|1795436463|0|inflight|10|
"""  # noqa: E501
EXCHANGE = b"""\
Identity          : MAIL01\\17\\1234
FromAddress       : anna@example.com
Status            : Retry
Size              : 4.5 KB (4,608 bytes)
LastError         : {LED=421 4.4.2 Connection dropped}
Recipients        : {bob@other.example;2;3}

Identity          : MAIL01\\17\\1235
FromAddress       : dora@example.com
Status            : Suspended
Size              : 1 KB (1,024 bytes)
LastError         :
Recipients        : {eve@other.example}
"""


def test_postfix_and_sendmail():
    first, second, third = read_listing(MAILQ, NOW)
    assert (first.id, first.queue, first.recipients) == (
        "4A1B2C3D4E",
        "active",
        ("bob@yahoo.example",),
    )
    assert second.sender == ""
    assert second.recipients == ("cem@yahoo.example", "dora@yahoo.example")
    assert "TSS04" in second.reason
    assert (third.queue, third.arrived[:10]) == ("hold", "2025-12-31")


def test_exim():
    first, second = read_listing(EXIM, NOW)
    assert (first.sender, first.size_bytes) == ("alice@wonderland.example", 2970)
    assert first.arrived.startswith("2026-11-23T13:35")
    assert (second.sender, second.queue) == ("", "hold")
    assert second.recipients == ("bob@example.com",)


def test_postqueue_json():
    (one,) = read_listing(POSTQUEUE, NOW)
    assert (one.id, one.reason) == ("4A1B", "421 busy")


def test_opensmtpd():
    first, second = read_listing(OPENSMTPD, NOW)
    assert (first.id, first.sender, first.queue) == ("70120cbf", "anna@example.com", "deferred")
    assert first.recipients == ("eve@yahoo.example", "bob@yahoo.example")
    assert "TSS04" in first.reason
    assert (second.queue, second.reason) == ("active", "")
    assert second.arrived.startswith("2026-11-23T")


def test_exchange():
    first, second = read_listing(EXCHANGE, NOW)
    assert (first.sender, first.size_bytes) == ("anna@example.com", 4608)
    assert "421 4.4.2" in first.reason
    assert second.queue == "hold"


@pytest.mark.parametrize("listing", [MAILQ, EXIM, POSTQUEUE, OPENSMTPD, EXCHANGE])
def test_a_listing_cut_off_anywhere_is_read_as_far_as_it_goes(listing: bytes):
    whole = len(read_listing(listing, NOW))
    for end in range(0, len(listing), 7):
        assert len(read_listing(listing[:end], NOW)) <= whole


@given(st.binary(max_size=2000))
def test_rubbish_is_no_listing_and_no_fault(pasted: bytes):
    read_listing(pasted, NOW)


def test_filters_and_groups():
    queue = read_listing(MAILQ, NOW)

    def cause_of(reason: str) -> Cause:
        return Cause.IP_BLOCKED if "TSS04" in reason else Cause.UNKNOWN_GENERIC

    def chosen(**asked: object) -> list[str]:
        return [one.id for one in Selection(**asked).chosen(queue, NOW, cause_of)]  # type: ignore[arg-type]

    assert chosen() == []
    assert len(chosen(everything=True)) == 3
    assert chosen(sender="<>") == ["5A1B2C3D4F"]
    assert chosen(sender="@example.com") == ["4A1B2C3D4E", "6A1B2C3D50"]
    assert chosen(recipient_domain="yahoo.example", cause=Cause.IP_BLOCKED) == ["5A1B2C3D4F"]
    assert chosen(reason="tss04") == ["5A1B2C3D4F"]
    assert [group.count for group in grouped(queue, cause_of)] == [1, 1, 1]
