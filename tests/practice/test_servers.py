"""Each practice server misbehaves as declared, as an independent client (smtplib) sees it."""

import asyncio
import contextlib
import smtplib
import socket
import ssl

import pytest

from wizard.errors import BadInput
from wizard.messages import ENGLISH
from wizard.practice import Staged, stage
from wizard.practice.scenarios import SCENARIOS, scenario
from wizard.vocabulary import Cause, Security, Stage


def trusting(staged: Staged) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.load_verify_locations(cadata=staged.world.extra_roots[0])
    return context


def conversation(staged: Staged) -> tuple[Stage, str]:
    """Talk like a mail program; where it ended, and with which words."""
    account, stage_ = staged.account, Stage.GREETING
    try:
        if account.security is Security.TLS:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                account.host, account.port, timeout=10, context=trusting(staged)
            )
        else:
            smtp = smtplib.SMTP(account.host, account.port, timeout=5)
        with smtp:
            stage_ = Stage.EHLO
            smtp.ehlo()
            if account.security is Security.STARTTLS:
                stage_ = Stage.STARTTLS
                smtp.starttls(context=trusting(staged))
                smtp.ehlo()
            stage_ = Stage.AUTH
            smtp.login(account.username, staged.password.reveal())
            for stage_, command in (
                (Stage.MAIL, f"MAIL FROM:<{account.address}>"),
                (Stage.RCPT, f"RCPT TO:<{account.address}>"),
            ):
                code, text = smtp.docmd(command)
                if code >= 400:
                    return stage_, f"{code} {text.decode()}"
            stage_ = Stage.QUIT
        return stage_, ""
    except (smtplib.SMTPException, OSError) as trouble:
        return stage_, str(trouble)


@pytest.mark.parametrize("name", [one.name for one in SCENARIOS])
async def test_a_mail_program_meets_what_is_declared(name: str):
    chosen = scenario(name)
    async with stage(chosen) as staged:
        ended_at, words = await asyncio.to_thread(conversation, staged)
    declared = chosen.behaviour.answers
    if chosen.cause is Cause.NONE:
        assert ended_at is Stage.QUIT, words
    elif declared:
        (stage_, said), *_ = declared.items()
        assert ended_at is stage_
        # smtplib keeps no words of a server that hangs up during the sign-in.
        assert str(said.code) in words or stage_ is Stage.AUTH
    else:
        assert ended_at is not Stage.QUIT


async def test_nothing_stays_open():
    async with stage(scenario("healthy")) as staged:
        port = staged.account.port
        hanging = socket.create_connection((staged.account.host, port))
    assert len(asyncio.all_tasks()) == 1
    hanging.settimeout(5)
    with contextlib.suppress(ConnectionResetError):
        while hanging.recv(1000):
            pass
    hanging.close()
    with pytest.raises(OSError):
        socket.create_connection((staged.account.host, port), timeout=1)


async def test_the_server_is_strict():
    def talk(staged: Staged) -> list[int]:
        with smtplib.SMTP(staged.account.host, staged.account.port, timeout=5) as smtp:
            codes = [
                smtp.docmd(line)[0] for line in ("NONSENSE", "MAIL FROM:<a@b>", "DATA", "NOOP")
            ]
            smtp.ehlo()
            codes.append(smtp.docmd("AUTH PLAIN !!!")[0])
            smtp.starttls(context=trusting(staged))
            smtp.ehlo()
            codes.append(smtp.docmd("AUTH PLAIN !!!")[0])
            codes.append(smtp.docmd("AUTH MAGIC")[0])
            return codes

    async with stage(scenario("healthy")) as staged:
        assert await asyncio.to_thread(talk, staged) == [502, 503, 503, 250, 503, 501, 504]


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(BadInput, match="too-many-connections"):
        scenario("to-many-conections")


def test_every_scenario_has_its_texts_and_a_name_of_its_own():
    assert len({one.name for one in SCENARIOS}) == len(SCENARIOS)
    for one in SCENARIOS:
        assert ENGLISH.render(one.title)
        assert ENGLISH.render(one.story)


def test_every_label_that_a_server_can_cause_can_be_practised():
    assert {one.cause for one in SCENARIOS} == set(Cause)
    assert sum(one.cause is Cause.NONE for one in SCENARIOS) >= 2
