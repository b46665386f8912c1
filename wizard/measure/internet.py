"""Whether the internet can be reached by address, without any name, over each IP family."""

import asyncio
from collections.abc import Sequence

from wizard.facts.network import ConnectAttempt, ConnectResult, InternetFacts
from wizard.measure import canary, connect
from wizard.measure.endpoints import Address, endpoints
from wizard.measure.probe import Context

# Three seconds forgive one lost SYN; whoever answers does so within a fraction of one.
_CONNECT_SECONDS = 3.0


async def run(_: Context) -> InternetFacts:
    """Connect to well-known addresses; ask one where nobody can be."""
    return await measure(endpoints().internet)


async def measure(places: Sequence[Address]) -> InternetFacts:
    """All places at once; a family is settled by its first answer."""
    attempts, answered = await asyncio.gather(_settle(places), canary.smtp_answered())
    return InternetFacts(attempts=tuple(attempts), canary_answered=answered)


async def _settle(places: Sequence[Address]) -> list[ConnectAttempt]:
    families = {":" in place.address for place in places}
    groups = [[p for p in places if (":" in p.address) is family] for family in families]
    found = await asyncio.gather(*(_first_answer(group) for group in groups))
    return [attempt for attempts in found for attempt in attempts]


async def _first_answer(places: Sequence[Address]) -> list[ConnectAttempt]:
    tasks = [asyncio.create_task(_attempt(place)) for place in places]
    attempts: list[ConnectAttempt] = []
    try:
        for finished in asyncio.as_completed(tasks):
            attempts.append(await finished)
            if attempts[-1].result is ConnectResult.CONNECTED:
                break
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return attempts


async def _attempt(place: Address) -> ConnectAttempt:
    attempt, sock = await connect.connect(place.address, place.port, _CONNECT_SECONDS)
    if sock is not None:
        sock.close()
    return attempt
