"""The conversation that the person's mail program would have: same server, port and protection."""

import re

import msgspec

from wizard.facts.names import ServerNameFacts
from wizard.facts.server import Ending, ServerFacts, TlsFailure
from wizard.measure.probe import Context
from wizard.measure.smtp.conversation import Depth, Patience, Target, converse
from wizard.vocabulary import Security, Stage

# A server that expects TLS waits for us in silence. On 465 (RFC 8314) that is the rule, so it is
# tried soon; the other mail ports greet by their nature; on any other port it is tried before
# the rest of the long wait for a slow greeting.
_SOON_SECONDS = 2.5
_LATER_SECONDS = 8.0
_PORTS_THAT_GREET = (25, 587, 2525)
_TRYING_TLS_SECONDS = 5.0

# Only then is the question worth a padded command whether large packets get through.
_SUSPECTS_LOST_PACKETS = re.compile(r"time[d ]*[ -]?out|4\.4\.2|timeout|idle", re.IGNORECASE)


def target_of(context: Context, security: Security | None = None) -> Target:
    """The account's server, its addresses as they were looked up."""
    account = context.account
    found = context.facts("server_name", ServerNameFacts)
    addresses = (found.order or (*found.ipv6, *found.ipv4)) if found else ()
    return Target(account.host, account.port, security or account.security, addresses)


async def run(context: Context) -> ServerFacts:
    """Talk to the server; when protection and port do not match, find out what the port speaks."""
    target = target_of(context)
    patience = context.world.patience_seconds
    if target.security is Security.TLS:
        facts = await converse(context, target, Depth.ENVELOPE, _patience(context, patience))
        return await _spoken_in_the_clear(context, target, facts)
    short = min(patience, _silence_that_suggests_tls(target.port, patience))
    facts = await converse(context, target, Depth.ENVELOPE, _patience(context, short))
    silent = facts.ending is Ending.SILENCE and facts.stage is Stage.GREETING
    if silent and facts.speaks is None and not facts.received:
        return await _perhaps_tls(context, target, facts, short)
    return facts


def _patience(context: Context, greeting: float) -> Patience:
    return Patience(
        greeting=greeting,
        answer=context.world.patience_seconds,
        padded=bool(_SUSPECTS_LOST_PACKETS.search(context.error_text)),
    )


def _silence_that_suggests_tls(port: int, patience: float) -> float:
    if port == 465:
        return _SOON_SECONDS
    return patience if port in _PORTS_THAT_GREET else _LATER_SECONDS


async def _perhaps_tls(
    context: Context, target: Target, silent: ServerFacts, waited: float
) -> ServerFacts:
    """Try TLS on a port that said nothing; if it is none, wait for the greeting to the end."""
    trying = Patience(greeting=_TRYING_TLS_SECONDS, answer=_TRYING_TLS_SECONDS)
    protected = await converse(context, target.over(Security.TLS), Depth.GREETING, trying)
    if protected.ending is Ending.TOLD_TO_STOP:
        return silent
    if protected.tls is not None and (protected.tls.version or protected.tls.certificate):
        return msgspec.structs.replace(silent, speaks=Security.TLS)
    left = context.world.patience_seconds - waited
    if left <= 0 or protected.ending is Ending.BUDGET:
        return silent
    again = await converse(context, target, Depth.ENVELOPE, _patience(context, left))
    if again.ending is Ending.BUDGET:
        return silent
    if again.ending is Ending.SILENCE and again.waited_seconds is not None:
        return msgspec.structs.replace(again, waited_seconds=waited + again.waited_seconds)
    return again


async def _spoken_in_the_clear(context: Context, target: Target, facts: ServerFacts) -> ServerFacts:
    """A plain greeting came instead of TLS: see whether STARTTLS is what the port wants."""
    failed = facts.tls is not None and facts.tls.failure is TlsFailure.NOT_TLS
    if not failed or facts.speaks is None or context.server.stopped:
        return facts
    upgraded = await converse(context, target.over(Security.STARTTLS), Depth.PROTECTED)
    if upgraded.starttls_offered is False:
        return msgspec.structs.replace(facts, speaks=Security.NONE)
    return facts
