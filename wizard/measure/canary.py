"""Asks where nobody can be: an answer from a documentation address comes from an interceptor.

Both questions must go unanswered, so the waiting is all they cost; it runs beside everything
else, and is short because an interceptor is nearer than any real server.
"""

import asyncio
import socket

import dns.message

from wizard.facts.network import ConnectResult
from wizard.measure import connect
from wizard.measure.endpoints import endpoints

WAIT_SECONDS = 1.0
_DNS_PORT = 53


async def smtp_answered(seconds: float = WAIT_SECONDS) -> bool:
    """Whether a TCP connection to the mail port of the canary came about."""
    canary = endpoints().canary
    attempt, sock = await connect.connect(canary.ipv4, canary.smtp_port, seconds)
    if sock is not None:
        sock.close()
    return attempt.result is ConnectResult.CONNECTED


async def dns_answered(
    name: str, seconds: float = WAIT_SECONDS, address: str = "", port: int = _DNS_PORT
) -> bool:
    """Whether a DNS question to the canary was answered, with whatever."""
    loop = asyncio.get_running_loop()
    address = address or endpoints().canary.ipv4
    query = dns.message.make_query(name, "A").to_wire()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)  # noqa: FBT003 - its own signature
        try:
            async with asyncio.timeout(seconds):
                await loop.sock_connect(sock, (address, port))
                await loop.sock_sendall(sock, query)
                return bool(await loop.sock_recv(sock, 512))
        except (TimeoutError, OSError):
            return False
