"""Servers that say from which address they were asked: STUN (RFC 8489), DNS; and DNS over HTTPS.

Run as a program inside the place where it listens: `python -m tests.servers.echo` reads what to
do as JSON from its first argument.
"""

import asyncio
import base64
import ipaddress
import json
import struct
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import cast
from urllib.parse import parse_qs, urlsplit

import dns.asyncquery
import dns.flags
import dns.message
import dns.rdatatype
import dns.rrset

from tests.servers.process import Place, Running

_BINDING_REQUEST, _BINDING_SUCCESS = 0x0001, 0x0101
_MAGIC_COOKIE = 0x2112A442
_XOR_MAPPED_ADDRESS = 0x0020
Peer = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Echoes:
    """Addresses and ports of each service; `resolver` answers what comes by HTTPS."""

    stun: Sequence[tuple[str, int]]
    dns: Sequence[tuple[str, int]]
    over_https: tuple[str, int]
    resolver: str

    def start(self, place: Place, name: str) -> Running:
        """Start them all in one process."""
        return Running(
            place,
            [sys.executable, "-m", "tests.servers.echo", json.dumps(asdict(self))],
            name=name,
            listening=[self.over_https],
        )


class _Answering(asyncio.DatagramProtocol):
    def __init__(self, answer: Callable[[bytes, Peer], bytes | None]) -> None:
        self._answer = answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, peer: tuple[str, int]) -> None:
        answer = self._answer(data, peer)
        if answer is not None:
            self._transport.sendto(answer, peer)


def mapped_address(request: bytes, peer: Peer) -> bytes | None:
    """A STUN success response with the asker's address; None for anything but a request."""
    if len(request) < 20:
        return None
    kind, _, cookie = struct.unpack("!HHI", request[:8])
    if kind != _BINDING_REQUEST or cookie != _MAGIC_COOKIE:
        return None
    ip = ipaddress.ip_address(peer[0].partition("%")[0])
    key = request[4:20]
    hidden = bytes(a ^ b for a, b in zip(ip.packed, key, strict=False))
    family = 1 if ip.version == 4 else 2
    value = struct.pack("!BBH", 0, family, peer[1] ^ (_MAGIC_COOKIE >> 16)) + hidden
    attribute = struct.pack("!HH", _XOR_MAPPED_ADDRESS, len(value)) + value
    return struct.pack("!HH", _BINDING_SUCCESS, len(attribute)) + key + attribute


def asker(request: bytes, peer: Peer) -> bytes | None:
    """A DNS answer that holds the asker's address, in the type that was asked for."""
    query = dns.message.from_wire(request)
    question = query.question[0]
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.AA
    address = peer[0].partition("%")[0]
    kind = dns.rdatatype.to_text(question.rdtype)
    fits = kind == "TXT" or kind == ("AAAA" if ":" in address else "A")
    if fits:
        text = f'"{address}"' if kind == "TXT" else address
        answer.answer.append(
            dns.rrset.from_text(question.name, 0, question.rdclass, question.rdtype, text)
        )
    return answer.to_wire()


async def _over_https(
    resolver: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    target = (await reader.readline()).decode("latin-1").split(" ")[1]
    while (await reader.readline()).strip():
        pass
    asked = parse_qs(urlsplit(target).query)["dns"][0]
    query = dns.message.from_wire(base64.urlsafe_b64decode(asked + "=" * (-len(asked) % 4)))
    body = (await dns.asyncquery.udp(query, resolver, timeout=3)).to_wire()
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/dns-message\r\nContent-Length: {len(body)}"
    )
    writer.write(f"{head}\r\nConnection: close\r\n\r\n".encode() + body)
    await writer.drain()
    writer.close()


async def _serve(given: Echoes) -> None:
    loop = asyncio.get_running_loop()
    for answer, places in ((mapped_address, given.stun), (asker, given.dns)):
        for address, port in places:
            await loop.create_datagram_endpoint(
                partial(_Answering, answer), local_addr=(address, port)
            )
    server = await asyncio.start_server(
        lambda r, w: _over_https(given.resolver, r, w), *given.over_https
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Echoes(**json.loads(sys.argv[1]))))
