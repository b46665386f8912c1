"""Errors as people pass them on: inside a letter, with a word misspelt."""

import pytest

from wizard.judge.reply import explain
from wizard.judge.reply.spelling import letters_for_digits, mended
from wizard.judge.reply.story import without_story
from wizard.judge.reply.text import folded
from wizard.vocabulary import Cause

LETTER = (
    "Hello, since yesterday my mother cannot send any e-mails, she writes many messages a day. "
    "When she presses send this comes: {error} What can we do? Thank you, Anna"
)
BRIEF = (
    "Guten Tag, seit gestern kann ich keine Mails mehr verschicken, Empfangen geht. Es kommt "
    "immer diese Meldung: {error}\nWas soll ich tun? Mit freundlichen Grüßen, Karl"
)


@pytest.mark.parametrize("letter", [LETTER, BRIEF])
@pytest.mark.parametrize(
    ("error", "cause"),
    [
        ("421 Too much load; please try again later", Cause.SERVER_OVERLOAD),
        ("421 4.7.0 Error: too many connections from 192.0.2.1", Cause.TOO_MANY_CONNECTIONS),
        ("Sender refused", Cause.CLIENT_SETTINGS),
        ("Benutzername oder Kennwort wurde nicht akzeptiert", Cause.AUTH_FAILED),
    ],
)
def test_only_what_the_server_said_counts(letter: str, error: str, cause: Cause) -> None:
    assert explain(letter.format(error=error)).cause is cause


@pytest.mark.parametrize(
    "text",
    ["I cannot send mail because the password is wrong", "ich habe kein Internet", "my mail"],
)
def test_a_letter_without_an_error_is_read_as_it_is(text: str) -> None:
    assert without_story(text) == text


def test_blanking_keeps_every_place() -> None:
    text = LETTER.format(error="421 try again later").lower()
    assert len(without_story(text)) == len(text)


@pytest.mark.parametrize(
    ("typed", "cause"),
    [
        ("421 too many conections", Cause.TOO_MANY_CONNECTIONS),
        ("pasword incorect", Cause.AUTH_FAILED),
        ("Conection timed out", Cause.NETWORK),
        ("serevr overlaoded", Cause.SERVER_OVERLOAD),
        ("messgae size exceeds the maximun", Cause.MAILBOX_OR_CONTENT),
    ],
)
def test_one_wrong_letter_a_word_is_forgiven(typed: str, cause: Cause) -> None:
    assert explain(typed).cause is cause


def test_names_are_left_alone() -> None:
    words = ["smtp", "example", "gandalf", "rivendell", "421"]
    assert mended(words) == words


@pytest.mark.parametrize(
    ("seen", "cause"),
    [
        ("421 4.7.O Too rnany connecti0ns frorn y0ur IP", Cause.TOO_MANY_CONNECTIONS),
        ("42l 4.4.2 t1meout exceeded", Cause.SESSION_TIMEOUT),
        ("535 5.7.8 passw0rd wr0ng", Cause.AUTH_FAILED),
    ],
)
def test_letters_that_a_camera_took_for_digits_are_read(seen: str, cause: Cause) -> None:
    assert explain(seen).cause is cause


@pytest.mark.parametrize("name", ["554 IPBL1000", "0x800CCC0E", "host mx0a.example.net said"])
def test_names_with_digits_stay_names(name: str) -> None:
    assert letters_for_digits(folded(name)) == folded(name)


@pytest.mark.parametrize(
    "agreed",
    [
        "250 2.0.0 Ok: queued as 86607FB82A5",
        "EHLO me\n250-mx.example.net\n250 SIZE 1000\nMAIL FROM:<a@example.net>\n250 ok",
    ],
)
def test_what_a_server_agreed_to_is_no_error(agreed: str) -> None:
    reply = explain(agreed)
    assert reply.cause is Cause.NONE
    assert reply.title.id == "reply.accepted.title"


@pytest.mark.parametrize(
    "text", ["221 bye", "Hello, I cannot send mail since yesterday, what can I do?", "milk, eggs"]
)
def test_without_an_error_nobody_is_told_that_a_server_refused(text: str) -> None:
    assert explain(text).title.id == "reply.unknown_text.title"


def test_the_own_lookup_that_failed_is_not_blamed_on_the_recipient() -> None:
    reply = explain("socket.gaierror: [Errno -3] Temporary failure in name resolution")
    assert reply.cause is Cause.NETWORK
    assert reply.title.id == "reply.name_not_found.title"
