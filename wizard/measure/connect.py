"""Opens TCP connections and says exactly how an attempt ended.

The mapping of errors follows what Linux, Windows and macOS were seen to report for dropped,
reset and administratively prohibited connections. On Linux the kernel also tells who sent the
ICMP error (ip(7), IP_RECVERR): the own router, a network on the way, or this computer itself.
"""

import asyncio
import contextlib
import errno
import ipaddress
import socket
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from wizard.facts.network import ConnectAttempt, ConnectResult

# SYNs are repeated after 1 s and 3 s: six seconds forgive two lost ones. Windows repeats even
# after a reset and reports 'refused' only after about 2 s.
CONNECT_SECONDS = 6.0
# RFC 8305 section 5: the delay before the other family is tried as well.
STAGGER_SECONDS = 0.25

_IP_RECVERR, _IPV6_RECVERR, _MSG_ERRQUEUE = 11, 25, 0x2000
_ICMP_ORIGINS = (2, 3)  # SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_ICMP6
_PROHIBITED_IPV4 = (9, 10, 13)  # RFC 792 and RFC 1812 5.2.7.1, type 3
_PROHIBITED_IPV6 = (1, 5, 6)  # RFC 4443 3.1, type 1

_RESULTS = {
    ConnectResult.REFUSED: (errno.ECONNREFUSED, 10061, 1225),
    ConnectResult.TIMED_OUT: (errno.ETIMEDOUT, 10060, 121),
    ConnectResult.NO_ROUTE: (errno.ENETUNREACH, errno.EADDRNOTAVAIL, 10051, 10049, 1231),
    ConnectResult.UNREACHABLE: (errno.EHOSTUNREACH, errno.ENETDOWN, 10065, 1232),
    ConnectResult.FORBIDDEN: (errno.EACCES, errno.EPERM, 10013),
    ConnectResult.RESET: (errno.ECONNRESET, errno.ECONNABORTED, 10054, 1236),
}


@dataclass(frozen=True, slots=True)
class IcmpError:
    """An ICMP error that the kernel kept: its type, its code, and who sent it."""

    type: int
    code: int
    sender: str


async def connect(
    address: str, port: int, timeout_seconds: float = CONNECT_SECONDS
) -> tuple[ConnectAttempt, socket.socket | None]:
    """Try one address. The socket is the caller's to close; None when there is no connection."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    sock = None
    try:
        sock = _new_socket(address)
        async with asyncio.timeout(timeout_seconds):
            await loop.sock_connect(sock, (address, port))
    except TimeoutError:
        _close(sock)
        took = loop.time() - began
        return _attempt(address, port, ConnectResult.TIMED_OUT, took), None
    except OSError as error:
        icmp = _icmp_error(sock) if sock else None
        _close(sock)
        took = loop.time() - began
        result = _result(error, icmp)
        return _attempt(address, port, result, took, error, icmp), None
    except BaseException:
        _close(sock)
        raise
    return _attempt(address, port, ConnectResult.CONNECTED, loop.time() - began), sock


async def connect_any(
    addresses: Sequence[str], port: int, timeout_seconds: float = CONNECT_SECONDS
) -> tuple[tuple[ConnectAttempt, ...], socket.socket | None]:
    """Try addresses in order, the other family after a short delay (RFC 8305), until one connects.

    Within one family the next address is tried only when the one before has failed: a server
    that counts connections must not see two. Attempts are those that ended, the connected last.
    """
    families = _by_family(addresses)
    attempts: list[ConnectAttempt] = []
    # The second family starts at once when nothing of the first is left to try.
    first_failed = asyncio.Event()

    async def one_family(own: Sequence[str], *, second: bool) -> socket.socket | None:
        if second:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STAGGER_SECONDS):
                    await first_failed.wait()
        for address in own:
            attempt, sock = await connect(address, port, timeout_seconds)
            attempts.append(attempt)
            if sock is not None:
                return sock
        first_failed.set()
        return None

    tasks = [
        asyncio.create_task(one_family(own, second=index > 0)) for index, own in enumerate(families)
    ]
    winner: socket.socket | None = None
    try:
        trying = set(tasks)
        while trying and winner is None:
            done, trying = await asyncio.wait(trying, return_when=asyncio.FIRST_COMPLETED)
            winner = next((sock for task in done if (sock := task.result())), None)
    finally:
        await _let_go(tasks, winner)
    if winner is not None:
        connected = next(a for a in attempts if a.result is ConnectResult.CONNECTED)
        attempts.sort(key=lambda attempt: attempt is connected)
    return tuple(attempts), winner


async def _let_go(
    tasks: Sequence["asyncio.Task[socket.socket | None]"], winner: socket.socket | None
) -> None:
    """Cancel what is still trying; close what connected too late."""
    for task in tasks:
        task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(ended, socket.socket) and ended is not winner:
            ended.close()


def _by_family(addresses: Sequence[str]) -> list[list[str]]:
    """The addresses of each family, the family of the very first one first."""
    families: dict[bool, list[str]] = {}
    for address in addresses:
        families.setdefault(":" in address, []).append(address)
    return list(families.values())


def most_telling(attempts: Sequence[ConnectAttempt]) -> ConnectAttempt:
    """The attempt that says most: a connection, else a failure that is more than 'no route'."""
    told = [a for a in attempts if a.result is not ConnectResult.NO_ROUTE]
    return told[-1] if told else attempts[-1]


def local_address(sock: socket.socket) -> str:
    """The own address of a connected socket; '' when the system does not say."""
    try:
        return str(sock.getsockname()[0]).partition("%")[0]
    except OSError:
        return ""


def _new_socket(address: str) -> socket.socket:
    ipv6 = ipaddress.ip_address(address.partition("%")[0]).version == 6
    sock = socket.socket(socket.AF_INET6 if ipv6 else socket.AF_INET, socket.SOCK_STREAM)
    sock.setblocking(False)  # noqa: FBT003 - its own signature
    if sys.platform == "linux":
        level = socket.IPPROTO_IPV6 if ipv6 else socket.IPPROTO_IP
        with contextlib.suppress(OSError):
            sock.setsockopt(level, _IPV6_RECVERR if ipv6 else _IP_RECVERR, 1)
    return sock


def _close(sock: socket.socket | None) -> None:
    if sock is not None:
        sock.close()


def _attempt(
    address: str,
    port: int,
    result: ConnectResult,
    took: float,
    error: OSError | None = None,
    icmp: IcmpError | None = None,
) -> ConnectAttempt:
    return ConnectAttempt(
        address=address,
        port=port,
        result=result,
        took_seconds=took,
        error=_named(error) if error else "",
        icmp_sender=icmp.sender if icmp else "",
    )


def _named(error: OSError) -> str:
    name = errno.errorcode.get(error.errno or 0, "")
    return name or f"{type(error).__name__} {error.errno}"


def _result(error: OSError, icmp: IcmpError | None) -> ConnectResult:
    if icmp and _is_prohibited(icmp):
        return ConnectResult.FORBIDDEN
    numbers = {error.errno, getattr(error, "winerror", None)}
    for result, known in _RESULTS.items():
        if numbers & set(known):
            # 'No route' is this computer's own knowledge; a router that says so was reached.
            said_by_router = result is ConnectResult.NO_ROUTE and icmp is not None
            return ConnectResult.UNREACHABLE if said_by_router else result
    return ConnectResult.ERROR


def _is_prohibited(icmp: IcmpError) -> bool:
    if ":" in icmp.sender:
        return icmp.type == 1 and icmp.code in _PROHIBITED_IPV6
    return icmp.type == 3 and icmp.code in _PROHIBITED_IPV4


def _icmp_error(sock: socket.socket) -> IcmpError | None:
    """The newest entry of the socket's error queue; None off Linux, and after a real reset."""
    if sys.platform != "linux":
        return None
    try:
        _, ancillary, _, _ = sock.recvmsg(1, 512, _MSG_ERRQUEUE)
    except OSError:
        return None
    for _, _, data in ancillary:
        found = parse_extended_error(data)
        if found:
            return found
    return None


def parse_extended_error(data: bytes) -> IcmpError | None:
    """Read a `struct sock_extended_err` and the sender's address behind it (linux/errqueue.h)."""
    if len(data) < 16 + 8:
        return None
    _, origin, type_, code, _, _, _ = struct.unpack_from("=IBBBBII", data)
    if origin not in _ICMP_ORIGINS:
        return None
    (family,) = struct.unpack_from("=H", data, 16)
    if family == socket.AF_INET:
        return IcmpError(type_, code, socket.inet_ntop(socket.AF_INET, data[20:24]))
    if family == socket.AF_INET6 and len(data) >= 16 + 24:
        return IcmpError(type_, code, socket.inet_ntop(socket.AF_INET6, data[24:40]))
    return None
