"""Loss and jitter of the line, by a short series of small questions (or connections).

STUN to two operators: the better of the two counts, because a loss at only one is that one's.
Where UDP does not get through at all (companies), TCP connections to well-known addresses stand
in; a connection that took more than 0.9 s lost a SYN, because those are repeated after 1 s.
"""

import asyncio
import itertools
import statistics
from collections.abc import Sequence

from wizard.facts.network import ConnectResult, LineFacts
from wizard.measure import connect, names, stun
from wizard.measure.endpoints import Address, StunServer, endpoints
from wizard.measure.probe import Context

_COUNT, _GAP_SECONDS, _PATIENCE_SECONDS = 20, 0.05, 1.0
_TCP_COUNT, _TCP_GAP_SECONDS, _TCP_SECONDS = 10, 0.1, 3.0
_REPEATED_SYN_SECONDS = 0.9
_LOOKUP_SECONDS = 3.0


async def run(_: Context) -> LineFacts:
    """Measure by STUN, else by TCP."""
    places = endpoints()
    return await measure(places.stun[:2], [p for p in places.internet if ":" not in p.address])


async def measure(servers: Sequence[StunServer], addresses: Sequence[Address]) -> LineFacts:
    """Measure over IPv4: both families share the line, and this one is everywhere."""
    done = await asyncio.gather(*(_series(server) for server in servers))
    answered = [one for one in done if one.round_trips]
    if answered:
        best = min(answered, key=lambda one: one.lost / one.sent)
        return described("stun", best.sent, best.round_trips)
    return await _by_tcp(addresses[:1])


def described(way: str, sent: int, round_trips: Sequence[float]) -> LineFacts:
    """The figures of one series."""
    changes = [abs(b - a) for a, b in itertools.pairwise(round_trips)]
    return LineFacts(
        way=way,
        sent=sent,
        lost=sent - len(round_trips),
        round_trip_seconds=statistics.median(round_trips) if round_trips else None,
        jitter_seconds=statistics.fmean(changes) if changes else None,
    )


async def _series(server: StunServer) -> stun.Series:
    found = await names.look_up(server.host, seconds=_LOOKUP_SECONDS)
    ipv4 = [address for address in found.addresses if ":" not in address]
    if not ipv4:
        return stun.Series()
    return await stun.series(ipv4[0], server.port, _COUNT, _GAP_SECONDS, _PATIENCE_SECONDS)


async def _by_tcp(addresses: Sequence[Address]) -> LineFacts:
    round_trips: list[float] = []
    sent = 0
    for place in addresses:
        for index in range(_TCP_COUNT):
            if index:
                await asyncio.sleep(_TCP_GAP_SECONDS)
            attempt, sock = await connect.connect(place.address, place.port, _TCP_SECONDS)
            if sock is not None:
                sock.close()
            sent += 1
            if attempt.result is not ConnectResult.CONNECTED and not round_trips:
                return LineFacts(way="tcp", sent=0, lost=0)  # blocked, which is not loss
            if attempt.took_seconds < _REPEATED_SYN_SECONDS:
                round_trips.append(attempt.took_seconds)
    return described("tcp", sent, round_trips)
