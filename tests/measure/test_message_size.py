"""A size is asked about without data, once, and the rest of the conversation goes on as ever."""

from tests.measure.world import CANARY, TRUSTED, MailServer, context, listening, target
from wizard.facts.server import Ending, ServerFacts
from wizard.measure.smtp.conversation import Depth, converse
from wizard.vocabulary import Security, Stage

_SIGN_IN_ONLY = ("AUTH PLAIN",)


async def _asked(
    server: MailServer, size: int | None, password: str | None = CANARY
) -> ServerFacts:
    async with listening(server):
        told = context(server.port, Security.STARTTLS, password=password, message_size=size)
        return await converse(told, target(server.port, Security.STARTTLS), Depth.ENVELOPE)


def _senders(server: MailServer) -> list[str]:
    return [command for command in server.heard if command.startswith("MAIL")]


async def test_a_size_that_is_taken() -> None:
    server = MailServer(tls=TRUSTED)
    facts = await _asked(server, 5_000_000)
    assert facts.ending is Ending.COMPLETE
    assert facts.size_reply is not None
    assert facts.size_reply.code == 250
    assert _senders(server)[0].endswith(" SIZE=5000000")
    assert "DATA" not in server.heard


async def test_a_size_that_is_refused_ends_nothing() -> None:
    server = MailServer(tls=TRUSTED)
    facts = await _asked(server, 20_000_000)
    assert facts.size_reply is not None
    assert facts.size_reply.code == 552
    assert (facts.ending, facts.stage) == (Ending.COMPLETE, Stage.RCPT)
    assert len(_senders(server)) == 2


async def test_421_stops_at_once() -> None:
    server = MailServer(tls=TRUSTED, say={"MAIL": b"421 4.7.0 slow down\r\n"})
    facts = await _asked(server, 20_000_000)
    assert (facts.ending, facts.stage) == (Ending.REPLY, Stage.MAIL)
    assert len(_senders(server)) == 1


async def test_a_server_without_sizes_is_not_asked() -> None:
    server = MailServer(tls=TRUSTED, lines_in_tls=_SIGN_IN_ONLY)
    facts = await _asked(server, 20_000_000)
    assert facts.size_reply is None
    assert not any("SIZE=" in command for command in _senders(server))


async def test_nobody_is_asked_unless_a_size_is_given() -> None:
    server = MailServer(tls=TRUSTED)
    facts = await _asked(server, None)
    assert (facts.message_size, facts.size_reply) == (None, None)
    assert len(_senders(server)) == 1


async def test_before_the_sign_in_the_announced_limit_is_all_that_is_known() -> None:
    server = MailServer(tls=TRUSTED)
    facts = await _asked(server, 20_000_000, password=None)
    assert (facts.message_size, facts.size_limit, facts.size_reply) == (20_000_000, 10240000, None)
