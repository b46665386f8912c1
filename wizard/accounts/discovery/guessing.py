"""Guessing, when nothing was found: usual names, each tested by one short conversation.

The test says nothing but EHLO and sends no name and no password. TLS with a certificate of the
name counts for more than a name that merely exists. Names as mail programs try them.
"""

import asyncio
import ssl

import msgspec

from wizard.account import Source
from wizard.accounts.discovery.candidates import Candidate
from wizard.facts.names import NameResult
from wizard.measure import connect, names
from wizard.measure.smtp.channel import Channel
from wizard.measure.world import World
from wizard.vocabulary import Security

# A server that lets strangers wait for its greeting does so for some six seconds (postscreen).
_TEST_SECONDS = 7.0
_CONNECT_SECONDS = 3.0
_LOOK_UP_SECONDS = 4.0
_MOST_BYTES = 8 * 1024
_LABELS = ("smtp", "mail", "")
# RFC 8314 section 3: implicit TLS first.
_WAYS = ((465, Security.TLS), (587, Security.STARTTLS))


def usual_names(domain: str) -> tuple[str, ...]:
    """The names that are tried."""
    return tuple(f"{label}.{domain}" if label else domain for label in _LABELS)


async def guessed(
    world: World, domain: str, address: str, lookup: names.Lookup, seconds: float
) -> list[Candidate]:
    """Servers at usual names that answered, else usual names that exist at all.

    Who has not answered after `seconds` counts as not there.
    """
    hosts = usual_names(domain)
    tasks = [asyncio.ensure_future(_at(world, host, address, lookup)) for host in hosts]
    done, late = await asyncio.wait(tasks, timeout=max(seconds, 1.0))
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    candidates = [candidate for task in tasks if task in done for candidate in task.result()]
    tested = [candidate for candidate in candidates if candidate.tested]
    # The domain's own name is mostly its website: it counts only when it answered.
    return tested or [c for c in candidates if c.host != domain]


async def _at(world: World, host: str, address: str, lookup: names.Lookup) -> list[Candidate]:
    looked_up = await names.look_up(host, lookup, _LOOK_UP_SECONDS)
    if looked_up.result is not NameResult.FOUND:
        return []
    usual = Candidate(
        host=host,
        port=587,
        security=Security.STARTTLS,
        username=address,
        source=Source.GUESS,
        read_at=host,
        date=world.now().date().isoformat(),
    )
    # One after the other: a mail server must not see two connections at once from us.
    for port, security in _WAYS:
        if await _answers(world, host, looked_up.addresses, port, security):
            return [msgspec.structs.replace(usual, port=port, security=security, tested=True)]
    return [usual]


async def _answers(
    world: World, host: str, addresses: tuple[str, ...], port: int, security: Security
) -> bool:
    """Whether a mail server that protects the connection answers there."""
    try:
        async with asyncio.timeout(_TEST_SECONDS):
            _, sock = await connect.connect_any(addresses, port, _CONNECT_SECONDS)
            if sock is None:
                return False
            async with Channel(sock) as channel:
                if security is Security.TLS:
                    await channel.start_tls(world.trusting_context(), host)
                return await _greets(channel, security)
    except (OSError, EOFError, ssl.SSLError, TimeoutError):
        return False


async def _greets(channel: Channel, security: Security) -> bool:
    """A greeting of 220, and STARTTLS where it is needed."""
    greeting = await _reply(channel)
    if not greeting.startswith(b"220"):
        return False
    await channel.send(b"EHLO localhost.localdomain\r\n")
    offered = await _reply(channel)
    await channel.send(b"QUIT\r\n")
    return security is Security.TLS or b"STARTTLS" in offered.upper()


async def _reply(channel: Channel) -> bytes:
    """One reply of RFC 5321 4.2, its last line included; what came until the end otherwise."""
    data = bytearray()
    while len(data) < _MOST_BYTES:
        more = await channel.receive()
        data += more
        lines = bytes(data).split(b"\r\n")
        if not more or any(line[3:4] in (b" ", b"") and line[:3].isdigit() for line in lines[:-1]):
            break
    return bytes(data)
