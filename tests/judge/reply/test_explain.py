"""What people paste, and what they are told."""

import base64
import quopri

import pytest

from wizard.judge.reply import explain, meaning_of
from wizard.judge.reply.phrases import phrases_for, usual_phrases
from wizard.judge.waiting import retry_schedule, wait_for
from wizard.messages import ENGLISH
from wizard.reply import Reply
from wizard.support.explain_json import explain_json
from wizard.vocabulary import Cause, Layer, Stage, Who

TOO_MANY = "421 4.7.0 mx.example.com Error: too many connections from 192.0.2.1"


def deciding_words(reply: Reply) -> list[str]:
    return [reply.text[span.start : span.end].lower() for span in reply.decided_by]


@pytest.mark.parametrize(
    "pasted",
    [
        TOO_MANY,
        f'"{TOO_MANY}"',
        TOO_MANY.replace("too many", "too\nmany"),
        f"smtplib.SMTPConnectError: (421, b'{TOO_MANY[4:]}')",
        f"Exception: Expected response code 220 but got code 421, with message {TOO_MANY}\\r\\n",
        f"<html><body><p>Error:<br><b>{TOO_MANY}</b></p></body></html>",
        f"Nov 23 10:00:01 mail postfix/smtp[99]: 4ABC: to=<a@example.com>, "
        f"relay=mx.example.com[192.0.2.1]:25, delay=3, dsn=4.7.0, status=deferred "
        f"(host mx.example.com[192.0.2.1] refused to talk to me: {TOO_MANY})",
        "４２１ ４．７．０ Too many connections",
        "421 4.7.0 Zu viele Verbindungen",
        "421-4.7.0 Too many\n421-4.7.0 connections from\n421 4.7.0 your address",
    ],
)
def test_the_same_refusal_is_known_in_every_wrapping(pasted: str):
    reply = explain(pasted)
    assert reply.cause is Cause.TOO_MANY_CONNECTIONS
    assert reply.code == 421
    assert reply.confidence >= 0.8


def test_a_saved_bounce_is_read_and_the_returned_message_is_not():
    mail = (
        "From: MAILER-DAEMON@example.com\nTo: a@example.com\nSubject: Undelivered Mail\n"
        "MIME-Version: 1.0\nContent-Type: multipart/report; boundary=x\n\n"
        "--x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode(b"Ihre Nachricht wurde nicht zugestellt.").decode()
        + "\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
        "Final-Recipient: rfc822; b@example.org\nAction: failed\nStatus: 5.2.2\n"
        "Diagnostic-Code: smtp; 552 5.2.2 Mailbox full\n\n"
        "--x\nContent-Type: message/rfc822\n\nSubject: my password is wrong\n\n"
        "535 authentication failed, too many connections\n\n--x--\n"
    )
    reply = explain(mail)
    assert reply.cause is Cause.MAILBOX_OR_CONTENT
    assert reply.layer is Layer.RECIPIENT_SERVER
    assert (reply.code, reply.enhanced) == (552, "5.2.2")


def test_quoted_printable_and_wrong_charset_are_undone():
    text = "Zeitüberschreitung bei der Verbindung mit dem Server"
    broken = text.encode().decode("cp1252")
    printed = quopri.encodestring(text.encode()).decode()
    assert {explain(t).cause for t in (text, broken, printed)} == {Cause.NETWORK}


@pytest.mark.parametrize(
    "said", ["4 2 1 4 7 0", "four two one", "42l 4.7.0", "Fehler vier zwo eins", "quattro due uno"]
)
def test_a_code_read_out_on_the_phone_is_understood(said: str):
    reply = explain(f"it says {said}")
    assert reply.code == 421
    assert reply.cause is Cause.UNKNOWN_GENERIC


def test_the_failure_counts_not_the_conversation_before_it():
    reply = explain(
        "220 mx.example.com ESMTP\nEHLO me\n250-STARTTLS\n250-AUTH PLAIN LOGIN\n250 SIZE 1000000\n"
        "MAIL FROM:<a@example.com>\n250 ok\nRCPT TO:<b@example.org>\n"
        "451 4.7.1 Greylisted for 300 seconds\nQUIT\n221 bye"
    )
    assert reply.cause is Cause.GREYLISTING
    assert reply.stage is Stage.RCPT
    assert reply.wait_seconds == (300, 900)
    assert "5 minutes" in ENGLISH.render(reply.next)


def test_the_last_failure_of_a_long_log_is_found():
    sent = "Nov 23 10:00:01 mail postfix/smtp[1]: 4A: to=<a@example.com>, status=sent (250 ok)\n"
    failed = "Nov 23 10:59:01 mail postfix/smtp[1]: 4B: status=deferred (connect to mx.example.com[192.0.2.1]:25: Connection timed out)\n"  # noqa: E501
    reply = explain(sent * 3000 + failed + sent * 20)
    assert reply.cause is Cause.NETWORK
    assert "timed out" in " ".join(deciding_words(reply))


def test_a_recipients_server_that_puts_mail_off_leaves_nothing_to_do():
    reply = explain(
        "<b@example.org>: host mx.example.org[192.0.2.1] said: 451 4.3.0 Temporary lookup failure "
        "(in reply to RCPT TO command)"
    )
    assert reply.layer is Layer.RECIPIENT_SERVER
    assert reply.stage is Stage.RCPT
    assert reply.who is Who.WAIT
    assert "do not need to do anything" in ENGLISH.render(reply.next)


@pytest.mark.parametrize(
    ("text", "cause", "words"),
    [
        ("534-5.7.9 Application-specific password required", Cause.AUTH_FAILED, "app password"),
        (
            "535 5.7.139 Authentication unsuccessful, basic authentication is disabled",
            Cause.OUTDATED_CLIENT,
            "sign-in",
        ),
        (
            "ssl.SSLError: [SSL: WRONG_VERSION_NUMBER] wrong version number",
            Cause.CLIENT_SETTINGS,
            "465",
        ),
        ("554 5.7.1 blocked using pbl.spamhaus.org", Cause.IP_BLOCKED, "587"),
        ("552 5.3.4 Message size exceeds fixed limit", Cause.MAILBOX_OR_CONTENT, "smaller"),
        ("452 4.5.3 Error: too many recipients", Cause.RATE_LIMIT, "fewer people"),
    ],
)
def test_the_next_action_fits_the_case(text: str, cause: Cause, words: str):
    reply = explain(text)
    assert reply.cause is cause
    assert words in ENGLISH.render(reply.next)


def test_yandex_is_not_tried_again():
    reply = explain("550 5.7.1 Yandex: daily sending limit exceeded")
    assert reply.retry_prolongs
    assert wait_for(reply) == (86_400, 86_400)
    assert retry_schedule(reply) == (86_400,)


def test_yahoo_waits_four_hours():
    reply = explain("421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred")
    assert reply.cause is Cause.IP_BLOCKED
    assert reply.wait_seconds is not None
    assert reply.wait_seconds[0] == 4 * 3600


@pytest.mark.parametrize(
    "text", ["535 5.7.8 authentication failed", "550 5.1.1 User unknown", "554 Relay access denied"]
)
def test_nothing_is_waited_for_where_waiting_cannot_help(text: str):
    reply = explain(text)
    assert wait_for(reply) is None
    assert retry_schedule(reply) == ()


def test_a_schedule_grows():
    for text in (TOO_MANY, "421", "450 4.7.1 greylisted", "Hourly sending limit reached"):
        tries = retry_schedule(explain(text))
        assert tries
        assert list(tries) == sorted(set(tries))


@pytest.mark.parametrize("text", ["", " ", "hello, how are you", "👍", "\x00\x01", "Grüße"])
def test_a_text_that_says_nothing_is_not_judged(text: str):
    reply = explain(text)
    assert reply.cause is Cause.UNKNOWN_GENERIC
    assert reply.confidence < 0.8


def test_the_deciding_words_are_marked_where_they_stand():
    text = "Server said: 421 4.7.0 Too many connections from your IP."
    assert "too many connections" in deciding_words(explain(text))
    assert deciding_words(explain("it says 4 2 1 4 7 0")) == ["4 2 1 4 7 0"]


@pytest.mark.parametrize("phrase", usual_phrases(), ids=lambda phrase: phrase.id)
def test_every_phrase_to_pick_is_understood(phrase):
    reply = explain(phrase.text)
    assert reply.cause is phrase.cause
    assert reply.confidence >= 0.5


def test_phrases_come_in_the_readers_language_first():
    german = phrases_for("de")
    assert german[0].language == "de"
    assert any(phrase.language == "en" for phrase in german)


@pytest.mark.parametrize(
    ("stage", "cause"),
    [
        (Stage.GREETING, Cause.TOO_MANY_CONNECTIONS),
        (Stage.AUTH, Cause.TOO_MANY_CONNECTIONS),
        (Stage.MAIL, Cause.RATE_LIMIT),
        (Stage.RCPT, Cause.GREYLISTING),
        (Stage.IDLE, Cause.SESSION_TIMEOUT),
    ],
)
def test_a_bare_421_heard_live_is_understood_by_its_stage(stage: Stage, cause: Cause):
    reply = meaning_of(421, ["Service not available, closing transmission channel"], stage)
    assert reply.cause is cause
    assert reply.layer is Layer.OWN_SERVER
    assert reply.stage is stage
    assert reply.confidence < 0.8


def test_the_words_of_a_live_reply_count_more_than_its_stage():
    reply = meaning_of(421, ["4.3.2 mx.example.com Shutting down"], Stage.GREETING)
    assert reply.cause is Cause.MAINTENANCE_SHUTDOWN
    several = meaning_of(421, ["421-4.7.0 Too many", "421 4.7.0 connections"], Stage.GREETING)
    assert several.cause is Cause.TOO_MANY_CONNECTIONS


def test_a_time_out_while_sending_is_not_an_idle_connection():
    lines = ["4.4.2 mx.example.com Error: timeout exceeded"]
    assert meaning_of(421, lines, Stage.DATA).cause is Cause.NETWORK
    assert meaning_of(421, lines, Stage.IDLE).cause is Cause.SESSION_TIMEOUT


def test_the_json_has_the_shape_of_the_contract():
    answer = explain_json(explain(TOO_MANY), ENGLISH)
    assert {
        "cause", "secondary", "confidence", "who", "wait_seconds", "stage", "layer", "code",
        "enhanced", "title", "meaning", "next",
    } <= set(answer)  # fmt: skip
    assert answer["who"] in {"wait", "user", "provider", "admin"}
