"""Reads a refused certificate chain over a second connection, only to explain the refusal.

Needed where the first handshake did not leave the chain behind. Nothing but EHLO and STARTTLS is
said on this connection, and nothing at all after its handshake.
"""

import msgspec

from wizard.facts.server import Ending, ServerFacts
from wizard.measure import connect
from wizard.measure.probe import Context
from wizard.measure.server_gate import DoorShut
from wizard.measure.smtp import tls
from wizard.measure.smtp.capabilities import address_literal
from wizard.measure.smtp.channel import Channel
from wizard.measure.smtp.dialogue import Dialogue
from wizard.measure.smtp.masking import Mask
from wizard.vocabulary import Security, Stage


async def with_chain(context: Context, facts: ServerFacts) -> ServerFacts:
    """The same facts, the certificate explained if the chain could be read."""
    assert facts.tls is not None
    try:
        async with context.server.connection():
            _, sock = await connect.connect_any((facts.address,), facts.port)
            if sock is None:
                return facts
            async with Channel(sock) as channel:
                chain = await _chain(context, channel, facts)
    except DoorShut:
        return facts
    if not chain:
        return facts
    explained = tls.explained(facts.tls, chain, context.world, facts.host)
    return msgspec.structs.replace(facts, tls=explained)


async def _chain(context: Context, channel: Channel, facts: ServerFacts) -> tuple[bytes, ...]:
    if facts.security is Security.STARTTLS and not await _ask_for_tls(context, channel):
        return ()
    return await tls.read_chain(channel, facts.host, tls.HANDSHAKE_SECONDS)


async def _ask_for_tls(context: Context, channel: Channel) -> bool:
    talk = Dialogue(context, channel, Mask(None))
    seconds = tls.HANDSHAKE_SECONDS
    reply = await talk.answer(Stage.GREETING, seconds)
    own = address_literal(connect.local_address(channel.sock))
    for stage, command in ((Stage.EHLO, f"EHLO {own}"), (Stage.STARTTLS, "STARTTLS")):
        if isinstance(reply, Ending) or reply.code not in (220, 250):
            return False
        reply = await talk.ask(stage, command, seconds)
    return not isinstance(reply, Ending) and reply.code == 220
