"""A name server on loopback, UDP and TCP, whose answers are a dictionary."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import dns.asyncresolver
import dns.flags
import dns.message
import dns.rcode
import dns.rrset

Zone = Mapping[str, object]


@dataclass
class NameServer:
    """`zone`: 'name TYPE' to texts, to an rcode's name, or to None for no answer at all.

    A name that stands there with another type has no data; any other name does not exist;
    '*' stands for every name that is not there.
    """

    zone: Zone
    udp: bool = True
    port: int = 0
    asked: list[str] = field(default_factory=list)

    def answer(self, wire: bytes) -> bytes | None:
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name = question.name.to_text().rstrip(".").lower()
        kind = question.rdtype.name
        self.asked.append(f"{name} {kind}")
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        known = {key.split(" ")[0] for key in self.zone}
        found = self.zone.get(f"{name} {kind}", self.zone.get(f"* {kind}", ()))
        if found is None:
            return None
        if isinstance(found, str):
            reply.set_rcode(dns.rcode.from_text(found))
        elif found:
            texts = list(found)  # type: ignore[call-overload]
            if kind == "TXT":
                texts = [f'"{text}"' for text in texts]
            reply.answer.append(
                dns.rrset.from_text(
                    question.name, 60, "IN" if question.rdclass == 1 else "CH", kind, *texts
                )
            )
        elif name not in known:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply.to_wire()

    def resolver(self, seconds: float = 1.0) -> dns.asyncresolver.Resolver:
        """A resolver that asks this server only."""
        resolver = dns.asyncresolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = self.port
        resolver.lifetime = seconds
        resolver.timeout = seconds / 2
        return resolver


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, server: NameServer) -> None:
        self.server = server

    def connection_made(self, transport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, peer) -> None:
        if self.server.udp:
            answer = self.server.answer(data)
            if answer:
                self.transport.sendto(answer, peer)


@asynccontextmanager
async def answering(zone: Zone, *, udp: bool = True) -> AsyncIterator[NameServer]:
    """The name server on a free port."""
    server = NameServer(zone, udp)

    async def over_tcp(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            size = int.from_bytes(await reader.readexactly(2))
            answer = server.answer(await reader.readexactly(size))
            if answer:
                writer.write(len(answer).to_bytes(2) + answer)
                await writer.drain()
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    listener = await asyncio.start_server(over_tcp, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: _Udp(server), local_addr=("127.0.0.1", server.port)
    )
    try:
        yield server
    finally:
        transport.close()
        listener.close()
        await listener.wait_closed()
