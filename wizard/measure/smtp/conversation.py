"""One conversation with a mail server, from TCP to QUIT, exactly as a mail program would hold it.

Never a message unless asked for. Whatever the server does, the answer is ServerFacts.
"""

from collections.abc import Sequence

from wizard.facts.network import ConnectAttempt, ConnectResult
from wizard.facts.server import Ending, ServerFacts
from wizard.measure import connect
from wizard.measure.probe import Context
from wizard.measure.server_gate import DoorShut, Refused
from wizard.measure.smtp.chain import with_chain
from wizard.measure.smtp.channel import Channel
from wizard.measure.smtp.stages import Stages
from wizard.measure.smtp.target import Depth, Patience, Target
from wizard.observation import Speaker
from wizard.vocabulary import Stage

__all__ = ["Depth", "Patience", "Target", "converse", "not_tried", "without_connection"]


async def converse(
    context: Context, target: Target, depth: Depth, patience: Patience | None = None
) -> ServerFacts:
    """Hold one conversation through the door to the server; facts whatever happens."""
    if not target.addresses:
        return without_connection(target, (_not_an_attempt(target),))
    seconds = context.world.patience_seconds
    patience = patience or Patience(greeting=seconds, answer=seconds)
    try:
        async with context.server.connection():
            attempts, sock = await connect.connect_any(
                target.addresses, target.port, patience.connect
            )
            conversation = Stages(context, target, depth, patience, attempts)
            for attempt in attempts:
                context.note(Speaker.NOTE, _connect_line(attempt))
            if sock is None:
                return conversation.facts(Ending.NO_CONNECTION)
            async with Channel(sock) as channel:
                facts = await conversation.hold(channel)
    except DoorShut as shut:
        return not_tried(target, shut.why)
    if conversation.chain_missing:
        return await with_chain(context, facts)
    return facts


def not_tried(target: Target, why: Refused) -> ServerFacts:
    """Facts of a conversation that the rules did not allow."""
    ending = Ending.BUDGET if why is Refused.BUDGET else Ending.TOLD_TO_STOP
    return without_connection(target, (_not_an_attempt(target),), ending)


def without_connection(
    target: Target, attempts: Sequence[ConnectAttempt], ending: Ending = Ending.NO_CONNECTION
) -> ServerFacts:
    """Facts of attempts that led to no conversation."""
    told = connect.most_telling(attempts)
    return ServerFacts(
        host=target.host,
        address=told.address,
        port=target.port,
        security=target.security,
        connect=told,
        stage=Stage.CONNECT,
        ending=ending,
        attempts=tuple(attempts),
    )


def _not_an_attempt(target: Target) -> ConnectAttempt:
    address = target.addresses[0] if target.addresses else ""
    return ConnectAttempt(
        address=address, port=target.port, result=ConnectResult.NOT_TRIED, took_seconds=0.0
    )


def _connect_line(attempt: ConnectAttempt) -> str:
    milliseconds = round(attempt.took_seconds * 1000)
    via = f", ICMP from {attempt.icmp_sender}" if attempt.icmp_sender else ""
    where = f"{attempt.address} port {attempt.port}"
    return f"TCP {where}: {attempt.result.value} ({milliseconds} ms{via})"
