"""Apart from what is declared, a practice server keeps to RFC 5321, 3207 and 4954."""

import asyncio
import base64
import smtplib
from collections.abc import Callable

import msgspec
import pytest

from tests.practice.clients import Bytes, connected, plain_words, signed_in
from wizard.practice import Staged, stage
from wizard.practice.behaviour import Behaviour
from wizard.practice.scenarios import Scenario, scenario
from wizard.vocabulary import Cause


async def with_server(talk: Callable[[Staged], None], name: str = "healthy") -> None:
    async with stage(scenario(name)) as staged:
        await asyncio.to_thread(talk, staged)


def asked(caller: Bytes, *lines: str | bytes) -> list[int]:
    return [int(caller.ask(line)[:3]) for line in lines]


async def test_before_tls_only_tls_is_to_be_had():
    def talk(staged: Staged) -> None:
        caller = Bytes(staged)
        caller.reply()
        out_of_order = ("NONSENSE", "", "MAIL FROM:<a@b>", "RCPT TO:<a@b>", "DATA", "AUTH PLAIN")
        assert asked(caller, *out_of_order) == [502, 502, 503, 503, 503, 503]
        assert asked(caller, "EHLO", "EHLO two words", "HELO", "VRFY a") == [501, 501, 501, 502]
        assert asked(caller, b"\xff\xfe\x00 \x01\r\n", "NOOP", "noop ignored") == [502, 250, 250]
        assert "AUTH" not in caller.ask("EHLO [127.0.0.1]")
        assert asked(caller, "AUTH PLAIN", "MAIL FROM:<a@b>") == [503, 530]
        assert asked(caller, "STARTTLS now", "RSET now", "RSET") == [501, 501, 250]
        assert caller.ask("QUIT").startswith("221")
        assert caller.reply() == ""
        caller.close()

    await with_server(talk)


async def test_after_tls_everything_begins_anew():
    def talk(staged: Staged) -> None:
        caller = Bytes(staged)
        caller.reply()
        caller.ask("EHLO [127.0.0.1]")
        caller.ask("STARTTLS")
        caller.start_tls(staged)
        assert asked(caller, "AUTH PLAIN x", "MAIL FROM:<a@b>") == [503, 503]
        offered = caller.ask("EHLO [127.0.0.1]")
        assert "STARTTLS" not in offered
        assert "250 AUTH PLAIN LOGIN" in offered
        assert asked(caller, "STARTTLS", "MAIL FROM:<a@b>") == [502, 530]
        caller.close()

    await with_server(talk)


@pytest.mark.parametrize("slipped_in", [b"NOOP\r\n", b"NO", b"NOOP\r\n" * 500])
async def test_what_was_slipped_in_before_tls_is_forgotten(slipped_in: bytes):
    def talk(staged: Staged) -> None:
        caller = Bytes(staged)
        caller.reply()
        caller.ask("EHLO [127.0.0.1]")
        caller.ask(b"STARTTLS\r\n" + slipped_in)
        caller.start_tls(staged)
        assert caller.ask("EHLO [127.0.0.1]").startswith("250-mail.practice.example")
        caller.close()

    await with_server(talk)


async def test_the_envelope_has_its_order_and_its_grammar():
    def talk(staged: Staged) -> None:
        smtp = signed_in(staged)

        def said(*lines: str) -> list[int]:
            return [smtp.docmd(line)[0] for line in lines]

        assert said("RCPT TO:<a@b>", "DATA", "AUTH PLAIN x") == [503, 503, 503]
        bad_senders = ("MAIL", "MAIL FROM:a@b", "MAIL FROM:<a@b> X=1", "MAIL FROM:<a@b> SIZE=big")
        assert said(*bad_senders, f"MAIL FROM:<a@b> SIZE={'9' * 999}") == [501, 501, 555, 501, 501]
        assert (
            said("MAIL FROM:<a@b> SIZE=36700161", f"MAIL FROM:<a@b> SIZE={'9' * 20}") == [552] * 2
        )
        assert said("MAIL FROM:<a@b> SIZE=5 BODY=8BITMIME", "MAIL FROM:<a@b>") == [250, 503]
        assert said("DATA", "RCPT TO:<>", "RCPT TO:a", "RCPT TO:<a@b>") == [503, 501, 501, 250]
        assert said("RSET", "DATA", "MAIL FROM:<>", "EHLO x", "RCPT TO:<a@b>") == [
            250, 503, 250, 250, 503,
        ]  # fmt: skip
        smtp.quit()

    await with_server(talk)


async def test_a_message_of_long_lines_and_dots_comes_to_its_end():
    def talk(staged: Staged) -> None:
        smtp = signed_in(staged)
        for command in ("MAIL FROM:<a@b>", "RCPT TO:<a@b>", "DATA"):
            smtp.docmd(command)
        smtp.send(b"x" * 200_000 + b"\r\n..\r\n. \r\n.x\r\n")
        assert smtp.docmd(".")[0] == 250
        assert smtp.docmd("DATA")[0] == 503
        smtp.quit()

    await with_server(talk)


async def test_a_message_above_the_announced_size_is_refused():
    small = Scenario(
        name="healthy", cause=Cause.NONE, behaviour=Behaviour(capabilities=("SIZE 1000",))
    )

    def talk(staged: Staged) -> None:
        smtp = signed_in(staged)
        for command in ("MAIL FROM:<a@b>", "RCPT TO:<a@b>", "DATA"):
            smtp.docmd(command)
        smtp.send(b"a line of a message\r\n" * 100)
        assert smtp.docmd(".") == (552, b"5.3.4 Message size exceeds fixed limit")
        smtp.quit()

    async with stage(small) as staged:
        await asyncio.to_thread(talk, staged)


async def test_a_line_without_end_costs_one_reply_and_no_memory():
    def talk(staged: Staged) -> None:
        caller = Bytes(staged)
        caller.reply()
        assert asked(caller, b"NOOP " + b"x" * 1_000_000 + b"\r\n") == [500]
        assert asked(caller, b"NOOP " + b"x" * 2_040 + b"\r\n", "NOOP") == [250, 250]
        caller.close()

    await with_server(talk)


async def test_somebody_who_talks_nonsense_is_sent_away():
    def talk(staged: Staged) -> None:
        caller = Bytes(staged)
        caller.reply()
        replies = [caller.ask("GET / HTTP/1.1") for _ in range(21)]
        assert {reply[:3] for reply in replies[:20]} == {"502"}
        assert replies[20].startswith("421 4.7.0")
        assert caller.reply() == ""
        caller.close()

    await with_server(talk)


async def test_who_was_turned_away_at_the_greeting_can_only_leave():
    def talk(staged: Staged) -> None:
        caller = Bytes(staged)
        assert caller.reply().startswith("554")
        assert asked(caller, "EHLO [127.0.0.1]", "MAIL FROM:<a@b>", "QUIT") == [503, 503, 221]
        caller.close()

    await with_server(talk, "address-blocked")


async def test_commands_may_come_all_at_once():
    def talk(staged: Staged) -> None:
        caller = Bytes(staged)
        caller.reply()
        caller.sock.sendall(b"EHLO x\r\nNOOP\r\nVRFY a\r\nQUIT\r\n")
        assert [caller.reply()[-40:][:3] for _ in range(4)][1:] == ["250", "502", "221"]
        caller.close()

    await with_server(talk)


# Signing in.


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize("method", ["plain", "login", "cram_md5"])
@pytest.mark.parametrize("with_initial_response", [True, False])
async def test_the_right_password_and_no_other_opens_every_method(
    method: str, with_initial_response: bool
):
    healthy = scenario("healthy")
    methods = ("PLAIN", "LOGIN", "CRAM-MD5")
    behaviour = msgspec.structs.replace(healthy.behaviour, sign_in_methods=methods)

    def talk(staged: Staged) -> None:
        smtp = connected(staged)
        smtp.user = staged.account.username
        for smtp.password in ("wrong", "x"):
            with pytest.raises(smtplib.SMTPAuthenticationError) as refused:
                attempt(smtp)
            assert refused.value.smtp_code == 535
        smtp.user, smtp.password = "somebody-else", staged.password.reveal()
        with pytest.raises(smtplib.SMTPAuthenticationError):
            attempt(smtp)
        smtp.user = staged.account.username
        assert attempt(smtp)[0] == 235
        smtp.quit()

    def attempt(smtp: smtplib.SMTP) -> tuple[int, bytes]:
        answers = getattr(smtp, f"auth_{method}")
        name = method.upper().replace("_", "-")
        return smtp.auth(name, answers, initial_response_ok=with_initial_response)

    async with stage(msgspec.structs.replace(healthy, behaviour=behaviour)) as staged:
        await asyncio.to_thread(talk, staged)


async def test_an_answer_that_makes_no_sense_is_told_from_a_wrong_one():
    def talk(staged: Staged) -> None:
        smtp = connected(staged)

        def said(*lines: str) -> list[int]:
            return [smtp.docmd(line)[0] for line in lines]

        assert said("AUTH", "AUTH MAGIC", "AUTH CRAM-MD5") == [504, 504, 504]
        assert said("AUTH PLAIN !!!", f"AUTH PLAIN {encoded('no zero')}") == [501, 501]
        assert said("AUTH PLAIN =", f"AUTH PLAIN {encoded(chr(0) * 3)}") == [501, 501]
        assert said("AUTH PLAIN", "*", "AUTH LOGIN", "*") == [334, 501, 334, 501]
        assert said("AUTH LOGIN", encoded("anna"), "*", "NOOP") == [334, 334, 501, 250]
        words = plain_words(staged)
        assert said("AUTH PLAIN", words, f"AUTH PLAIN {words}") == [334, 235, 503]
        smtp.quit()

    await with_server(talk)
