"""What one conversation finds out, ending by ending."""

import asyncio
import socket

import pytest

from tests.measure.world import ADDRESS, CANARY, TRUSTED, MailServer, context, listening, target
from wizard.facts.network import ConnectResult
from wizard.facts.server import Ending, SignInResult, TlsFailure
from wizard.measure.probe import Context
from wizard.measure.smtp.conversation import Depth, Patience, Target, converse
from wizard.vocabulary import Security, Stage


async def talk(server: MailServer, security: Security = Security.STARTTLS, **more):
    """One conversation with the server; its context and facts."""
    depth = more.pop("depth", Depth.ENVELOPE)
    patience = more.pop("patience", None)
    async with listening(server):
        told = context(server.port, security, **more)
        return told, await converse(told, target(server.port, security), depth, patience)


def said(told: Context) -> str:
    return "\n".join(f"{line.speaker} {line.text}" for line in told.transcript)


async def test_all_is_well_over_starttls_with_password() -> None:
    server = MailServer(tls=TRUSTED)
    told, facts = await talk(server, password=CANARY)
    assert facts.ending is Ending.COMPLETE
    assert facts.stage is Stage.RCPT
    assert facts.sign_in is SignInResult.ACCEPTED
    assert facts.tls is not None
    assert facts.tls.trusted
    assert facts.tls.version.startswith("TLSv1.")
    assert facts.size_limit == 10240000
    assert facts.sign_in_methods == ("PLAIN", "LOGIN")
    assert facts.starttls_offered is True
    verbs = [command.split(" ")[0] for command in server.heard]
    assert verbs == ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "RSET", "QUIT"]
    assert server.heard[4].startswith(f"MAIL FROM:<{ADDRESS}> SIZE=")
    assert server.heard[5] == f"RCPT TO:<{ADDRESS}>"
    assert told.server.made == 1


async def test_all_is_well_over_tls() -> None:
    server = MailServer(tls=TRUSTED, implicit=True)
    _, facts = await talk(server, Security.TLS, password=CANARY)
    assert facts.ending is Ending.COMPLETE
    assert facts.sign_in is SignInResult.ACCEPTED


async def test_over_ipv6() -> None:
    server = MailServer(tls=TRUSTED)
    async with listening(server, "::1"):
        told = context(server.port, host="::1")
        facts = await converse(told, target(server.port, host="::1"), Depth.ENVELOPE)
    assert facts.ending is Ending.COMPLETE
    assert facts.address == "::1"
    assert "EHLO [IPv6:::1]" in server.heard


async def test_without_password_nothing_is_tried_after_ehlo() -> None:
    server = MailServer(tls=TRUSTED)
    _, facts = await talk(server)
    assert facts.sign_in is SignInResult.NO_PASSWORD
    assert facts.ending is Ending.COMPLETE
    assert facts.stage is Stage.EHLO
    assert not any(c.startswith(("MAIL", "AUTH")) for c in server.heard)
    assert server.heard[-1] == "QUIT"


async def test_a_server_without_sign_in_is_asked_whether_it_takes_mail() -> None:
    server = MailServer(tls=TRUSTED, lines_in_tls=("SIZE",))
    _, facts = await talk(server)
    assert facts.sign_in is SignInResult.NOT_OFFERED
    assert facts.stage is Stage.RCPT
    assert "RSET" in server.heard
    assert "DATA" not in server.heard


async def test_the_test_message_is_sent_only_when_asked_for() -> None:
    server = MailServer(tls=TRUSTED)
    told, facts = await talk(server, password=CANARY, send_test=True)
    assert facts.ending is Ending.COMPLETE
    assert facts.stage is Stage.END_OF_DATA
    assert facts.test_message_id.encode() in server.body
    assert f"To: {ADDRESS}".encode() in server.body
    assert "RSET" not in server.heard
    assert "Subject" not in said(told)


async def test_wrong_password() -> None:
    server = MailServer(tls=TRUSTED, password="another")
    _, facts = await talk(server, password=CANARY)
    assert facts.ending is Ending.REPLY
    assert facts.stage is Stage.AUTH
    assert facts.sign_in is SignInResult.REFUSED
    assert facts.refusal is not None
    assert facts.refusal.code == 535
    assert [c.split(" ")[0] for c in server.heard].count("AUTH") == 1
    assert server.heard[-1] == "QUIT"


@pytest.mark.parametrize(
    ("verb", "stage"),
    [
        ("EHLO", Stage.EHLO),
        ("STARTTLS", Stage.STARTTLS),
        ("AUTH", Stage.AUTH),
        ("MAIL", Stage.MAIL),
        ("RCPT", Stage.RCPT),
    ],
)
async def test_421_at_any_stage_is_kept_and_shuts_the_door(verb: str, stage: Stage) -> None:
    server = MailServer(tls=TRUSTED, say={verb: b"421 4.7.0 too many connections\r\n"})
    told, facts = await talk(server, password=CANARY)
    assert facts.ending is Ending.REPLY
    assert facts.stage is stage
    assert facts.refusal is not None
    assert facts.refusal.code == 421
    assert facts.refusal.stage is stage
    assert told.server.stopped
    assert server.heard[-1] == "QUIT"


async def test_421_instead_of_a_greeting_names_our_address() -> None:
    text = b"421 4.7.0 mx.example.com Error: too many connections from 198.51.100.10\r\n"
    told, facts = await talk(MailServer(greeting=text))
    assert facts.stage is Stage.GREETING
    assert facts.echoed_address == "198.51.100.10"
    assert told.server.stopped


async def test_421_in_the_middle_of_the_ehlo_list() -> None:
    server = MailServer(say={"EHLO": b"250-mx\r\n250-SIZE\r\n421 4.3.2 going down\r\n"})
    told, facts = await talk(server)
    assert facts.refusal is not None
    assert facts.refusal.code == 421
    assert told.server.stopped


async def test_the_address_that_the_server_sees() -> None:
    hello = "mx.example.com Hello host [203.0.113.7]"
    _, facts = await talk(MailServer(tls=TRUSTED, hello=hello))
    assert facts.echoed_address == "203.0.113.7"


async def test_a_private_address_is_not_the_public_one() -> None:
    _, facts = await talk(MailServer(tls=TRUSTED, hello="mx Hello [192.168.1.5]"))
    assert facts.echoed_address == ""


async def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        told = context(port)
        facts = await converse(told, target(port), Depth.ENVELOPE)
    assert facts.ending is Ending.NO_CONNECTION
    assert facts.connect.result is ConnectResult.REFUSED
    assert facts.connect.error == "ECONNREFUSED"


async def test_a_server_that_says_nothing_is_silent_not_dead() -> None:
    _, facts = await talk(MailServer(greeting=None), patience=Patience(greeting=0.2, answer=0.2))
    assert facts.ending is Ending.SILENCE
    assert facts.stage is Stage.GREETING
    assert facts.waited_seconds is not None
    assert facts.waited_seconds >= 0.2


async def test_what_is_waited_for_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.measure.smtp.dialogue.TELL_AFTER_SECONDS", 0.05)
    waits: list[tuple[str, float]] = []
    await talk(
        MailServer(greeting=None),
        patience=Patience(greeting=0.3, answer=0.3),
        waiting=lambda what, until: waits.append((what, until)),
    )
    assert {what for what, _ in waits} == {"greeting"}


async def test_a_greeting_that_has_begun_gets_the_time_of_the_rfc() -> None:
    class Slow(MailServer):
        async def serve(self, reader, writer) -> None:
            writer.write(b"220-please wait\r\n")
            await asyncio.sleep(0.4)
            writer.write(b"220 ready\r\n")
            await super().serve(reader, writer)

    server = Slow(tls=TRUSTED, greeting=b"")
    _, facts = await talk(server, patience=Patience(greeting=0.2, answer=5))
    assert facts.ending is Ending.COMPLETE
    assert facts.greeting_seconds is not None
    assert facts.greeting_seconds >= 0.3


@pytest.mark.parametrize(
    "greeting",
    [
        b"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n",
        b"* OK IMAP4rev1 ready\r\n",
        b"+OK POP3 ready\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x00\x01\x02\xff\xfe",
        b"200 news.example.com ready\r\n",
    ],
)
async def test_another_kind_of_server(greeting: bytes) -> None:
    _, facts = await talk(MailServer(greeting=greeting))
    assert facts.ending is Ending.NOT_SMTP
    assert facts.received


async def test_a_web_server_shows_itself_when_we_leave() -> None:
    class Web(MailServer):
        async def serve(self, reader, writer) -> None:
            await reader.readline()
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            writer.close()

    _, facts = await talk(Web(), patience=Patience(greeting=0.2, answer=0.2))
    assert facts.ending is Ending.NOT_SMTP
    assert facts.received.startswith("HTTP/1.1 400")


async def test_a_tls_server_shows_itself_when_we_leave() -> None:
    server = MailServer(tls=TRUSTED, implicit=True)
    _, facts = await talk(server, patience=Patience(greeting=0.2, answer=0.2))
    assert facts.ending is Ending.SILENCE
    assert facts.speaks in (Security.TLS, None)  # some close without an alert


async def test_closed_before_the_greeting() -> None:
    class Broken(MailServer):
        async def serve(self, reader, writer) -> None:
            writer.close()

    _, facts = await talk(Broken())
    assert facts.ending is Ending.CLOSED
    assert facts.stage is Stage.GREETING


@pytest.mark.parametrize("verb", ["EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "RSET"])
async def test_closed_in_the_middle(verb: str) -> None:
    _, facts = await talk(MailServer(tls=TRUSTED, say={verb: b""}), password=CANARY)
    assert facts.ending in (Ending.CLOSED, Ending.RESET)


async def test_starttls_is_not_offered() -> None:
    server = MailServer(lines=("SIZE",))
    _, facts = await talk(server, password=CANARY)
    assert facts.ending is Ending.NO_STARTTLS
    assert facts.starttls_offered is False
    assert facts.sign_in is SignInResult.NOT_REACHED
    assert server.heard[-1] == "QUIT"


async def test_words_slipped_in_before_tls_are_dropped() -> None:
    slipped = b"220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n"
    server = MailServer(tls=TRUSTED, say={"STARTTLS": slipped}, lines_in_tls=("SIZE 5",))
    _, facts = await talk(server)
    # The plain words stand before the handshake, so it fails: nothing was taken as protected.
    assert facts.ending in (Ending.TLS_FAILED, Ending.COMPLETE)
    assert "AUTH PLAIN" not in facts.capabilities


async def test_a_starred_out_greeting() -> None:
    _, facts = await talk(
        MailServer(greeting=b"220 ****************************\r\n", lines=("XXXXXXXA",))
    )
    assert facts.masked_greeting
    assert facts.capabilities == ("XXXXXXXA",)


async def test_an_old_server_without_ehlo() -> None:
    server = MailServer(say={"EHLO": b"502 5.5.2 not known\r\n"})
    _, facts = await talk(server, Security.NONE)
    assert facts.ending is Ending.COMPLETE
    assert facts.stage is Stage.RCPT


async def test_tls_on_a_plain_port() -> None:
    _, facts = await talk(MailServer(), Security.TLS, password=CANARY)
    assert facts.ending is Ending.TLS_FAILED
    assert facts.tls is not None
    assert facts.tls.failure is TlsFailure.NOT_TLS
    assert facts.speaks is Security.STARTTLS
    assert facts.received.startswith("220 mx.example.com")


async def test_a_421_in_the_clear_where_tls_was_expected_is_heard() -> None:
    told, facts = await talk(MailServer(greeting=b"421 4.7.0 too many\r\n"), Security.TLS)
    assert facts.ending is Ending.TLS_FAILED
    assert facts.last_reply is not None
    assert facts.last_reply.code == 421
    assert told.server.stopped


async def test_endless_ehlo_list_ends_politely() -> None:
    endless = b"".join(b"250-LINE%d\r\n" % i for i in range(10_000)) + b"250 END\r\n"
    server = MailServer(say={"EHLO": endless})
    _, facts = await talk(server)
    assert facts.ending is Ending.TOO_LONG


async def test_without_addresses_nothing_is_tried() -> None:
    facts = await converse(
        context(1), Target("mx.example.com", 1, Security.TLS, ()), Depth.ENVELOPE
    )
    assert facts.ending is Ending.NO_CONNECTION
    assert facts.connect.result is ConnectResult.NOT_TRIED


async def test_connect_only() -> None:
    server = MailServer()
    _, facts = await talk(server, depth=Depth.CONNECT)
    assert facts.ending is Ending.COMPLETE
    assert facts.stage is Stage.CONNECT
    assert facts.connect.result is ConnectResult.CONNECTED


async def test_an_international_address_needs_a_server_that_knows_it() -> None:
    server = MailServer(tls=TRUSTED, lines_in_tls=("SIZE",))
    async with listening(server):
        told = context(server.port, address="ännä@exämple.com")
        facts = await converse(told, target(server.port), Depth.ENVELOPE)
    assert facts.ending is Ending.COMPLETE
    assert facts.stage is Stage.EHLO
    server = MailServer(tls=TRUSTED, lines_in_tls=("SIZE", "SMTPUTF8"))
    async with listening(server):
        told = context(server.port, address="ännä@exämple.com")
        facts = await converse(told, target(server.port), Depth.ENVELOPE)
    assert facts.stage is Stage.RCPT
    assert any("SMTPUTF8" in command for command in server.heard)


async def test_large_packets_pass() -> None:
    server = MailServer(tls=TRUSTED)
    patience = Patience(greeting=5, answer=5, padded=True)
    _, facts = await talk(server, patience=patience)
    assert facts.large_packets is True
    assert any(len(command) > 1400 for command in server.heard)


async def test_large_packets_vanish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.measure.smtp.stages._PADDED_SECONDS", 0.2)
    server = MailServer(tls=TRUSTED, say={"NOOP": None})
    patience = Patience(greeting=5, answer=5, padded=True)
    _, facts = await talk(server, patience=patience)
    assert facts.large_packets is False
    assert facts.ending is Ending.COMPLETE


async def test_cancelling_closes_at_once() -> None:
    server = MailServer(greeting=None)
    async with listening(server):
        told = context(server.port)
        task = asyncio.create_task(converse(told, target(server.port), Depth.ENVELOPE))
        while not server.open_now:
            await asyncio.sleep(0.01)
        task.cancel()
        async with asyncio.timeout(1):
            with pytest.raises(asyncio.CancelledError):
                await task
            while server.open_now:
                await asyncio.sleep(0.01)
