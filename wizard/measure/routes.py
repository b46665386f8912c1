"""Default routes of this computer: which interface, and over which gateway.

Linux: /proc/net/route and /proc/net/ipv6_route (proc(5)). Elsewhere the gateway's address is not
to be had without running system tools or rights; there a route is known only to exist, by
connecting a UDP socket, which sends nothing.
"""

import contextlib
import ipaddress
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Documentation addresses (RFC 5737, RFC 3849): global to the routing table, nobody's in truth.
SOMEWHERE_IPV4 = "203.0.113.99"
SOMEWHERE_IPV6 = "2001:db8::99"
_RTF_UP, _RTF_REJECT = 0x1, 0x200


@dataclass(frozen=True, slots=True)
class Route:
    """A default route. `gateway` is '' when packets go straight out or it is not known."""

    interface: str
    gateway: str
    metric: int = 0


def default_ipv4() -> Route | None:
    """The IPv4 default route in use."""
    return _by_table("/proc/net/route", parse_ipv4) or _by_asking(SOMEWHERE_IPV4)


def default_ipv6() -> Route | None:
    """The IPv6 default route in use."""
    return _by_table("/proc/net/ipv6_route", parse_ipv6) or _by_asking(SOMEWHERE_IPV6)


def source_address(destination: str) -> str:
    """The own address from which packets to a destination would leave; '' when there is no way."""
    family = socket.AF_INET6 if ":" in destination else socket.AF_INET
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.connect((destination, 9))
        return str(sock.getsockname()[0])
    return ""


def parse_ipv4(table: str) -> Route | None:
    """The default route with the lowest metric in the text of /proc/net/route."""
    found = []
    for line in table.splitlines()[1:]:
        fields = line.split()
        if len(fields) < 8:
            continue
        interface, destination, gateway, flags, metric, mask = (
            fields[0], fields[1], fields[2], int(fields[3], 16), int(fields[6]), fields[7],
        )  # fmt: skip
        if (destination, mask) == ("00000000", "00000000") and flags & _RTF_UP:
            if flags & _RTF_REJECT:
                continue
            address = ipaddress.IPv4Address(bytes.fromhex(gateway)[::-1])
            found.append(Route(interface, "" if int(address) == 0 else str(address), metric))
    return min(found, key=lambda route: route.metric, default=None)


def parse_ipv6(table: str) -> Route | None:
    """The default route with the lowest metric in the text of /proc/net/ipv6_route."""
    found = []
    for line in table.splitlines():
        fields = line.split()
        if len(fields) < 10 or fields[1] != "00" or int(fields[0], 16) != 0:
            continue
        flags, interface = int(fields[8], 16), fields[9]
        if not flags & _RTF_UP or flags & _RTF_REJECT or interface == "lo":
            continue
        address = ipaddress.IPv6Address(bytes.fromhex(fields[4]))
        gateway = "" if int(address) == 0 else str(address)
        found.append(Route(interface, gateway, int(fields[5], 16)))
    return min(found, key=lambda route: route.metric, default=None)


def _by_table(path: str, parse: Callable[[str], Route | None]) -> Route | None:
    if sys.platform != "linux":
        return None
    try:
        return parse(Path(path).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _by_asking(destination: str) -> Route | None:
    """A route may stand in another table (a VPN's), or this may be another system."""
    return Route("", "") if source_address(destination) else None
