"""STUN binding requests (RFC 8489): from which address a server sees us, and how the line is.

A server that sends back some thirty bytes is also the politest echo there is.
"""

import asyncio
import ipaddress
import secrets
import socket
import struct
from dataclasses import dataclass, field

_BINDING_REQUEST, _BINDING_SUCCESS = 0x0001, 0x0101
_COOKIE = 0x2112A442
_MAPPED, _XOR_MAPPED = 0x0001, 0x0020
_HEADER = struct.Struct("!HHI12s")


def request(transaction: bytes) -> bytes:
    """A binding request; `transaction` is 12 random bytes."""
    return _HEADER.pack(_BINDING_REQUEST, 0, _COOKIE, transaction)


def answer(data: bytes) -> tuple[bytes, str] | None:
    """The transaction and the mapped address of a binding answer; None when it is none."""
    if len(data) < _HEADER.size:
        return None
    kind, length, cookie, transaction = _HEADER.unpack_from(data)
    if kind != _BINDING_SUCCESS or cookie != _COOKIE:
        return None
    mapped, at, end = "", _HEADER.size, min(len(data), _HEADER.size + length)
    while at + 4 <= end:
        attribute, size = struct.unpack_from("!HH", data, at)
        value = data[at + 4 : at + 4 + size]
        if attribute == _XOR_MAPPED:
            mapped = _address(value, struct.pack("!I", _COOKIE) + transaction) or mapped
        elif attribute == _MAPPED and not mapped:
            mapped = _address(value, bytes(16))
        at += 4 + size + (-size % 4)
    return transaction, mapped


def _address(value: bytes, mask: bytes) -> str:
    packed = bytes(byte ^ key for byte, key in zip(value[4:], mask, strict=False))
    family = value[1:2]
    if family == b"\x01" and len(packed) == 4:
        return str(ipaddress.IPv4Address(packed))
    return str(ipaddress.IPv6Address(packed)) if len(packed) == 16 else ""


@dataclass(slots=True)
class Series:
    """What a series of requests came to. `round_trips` are in the order of sending."""

    sent: int = 0
    mapped: str = ""
    round_trips: list[float] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """How many answers never came."""
        return self.sent - len(self.round_trips)


async def series(
    address: str, port: int, count: int, gap_seconds: float, patience_seconds: float
) -> Series:
    """Send `count` requests; stop waiting `patience_seconds` after the last. Trouble is loss."""
    loop = asyncio.get_running_loop()
    done = Series()
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)  # noqa: FBT003 - its own signature
        try:
            await loop.sock_connect(sock, (address, port))
        except OSError:
            done.sent = count
            return done
        sent_at: dict[bytes, float] = {}
        back: dict[bytes, float] = {}
        listening = asyncio.create_task(_listen(sock, sent_at, back, done, count))
        try:
            await _send_all(sock, sent_at, done, count, gap_seconds)
            async with asyncio.timeout(patience_seconds):
                await listening
        except (TimeoutError, OSError):
            pass
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
    done.round_trips = [back[key] - at for key, at in sent_at.items() if key in back]
    return done


async def _send_all(
    sock: socket.socket, sent_at: dict[bytes, float], done: Series, count: int, gap: float
) -> None:
    loop = asyncio.get_running_loop()
    for index in range(count):
        if index:
            await asyncio.sleep(gap)
        transaction = secrets.token_bytes(12)
        sent_at[transaction] = loop.time()
        done.sent += 1
        try:
            await loop.sock_sendall(sock, request(transaction))
        except OSError:
            continue  # an ICMP error for the one before; this one counts as lost


async def _listen(
    sock: socket.socket,
    sent_at: dict[bytes, float],
    back: dict[bytes, float],
    done: Series,
    count: int,
) -> None:
    loop = asyncio.get_running_loop()
    errors = 0
    while len(back) < count and errors <= count:
        try:
            data = await loop.sock_recv(sock, 1500)
        except OSError:
            errors += 1
            continue
        told = answer(data)
        if told and told[0] in sent_at:
            back.setdefault(told[0], loop.time())
            done.mapped = told[1] or done.mapped
