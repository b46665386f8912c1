"""Consistent pseudonyms: one value gets one token everywhere in a report, in order of appearance.

The mapping lives in memory only, for one report. Every use is counted by kind, so that the report
can say what was hidden.
"""

import ipaddress
import re
from collections import Counter
from enum import StrEnum
from functools import cache
from typing import TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

HIDDEN = "********"


class Kind(StrEnum):
    """What was hidden; the names stand in the manifest of a bundle."""

    SECRET = "secret"  # noqa: S105 - a kind
    USER = "user"
    DOMAIN = "domain"
    HOST = "host"
    IP = "ip"
    MAC = "mac"
    UUID = "uuid"
    PATH = "path"
    NUMBER = "number"
    ID = "id"
    WORD = "word"


TOKEN = re.compile(
    r"(?:user\d+(?:@(?:domain\d+|host\d+))?|(?:domain|host|mac|uuid|number|id|word)\d+"
    r"|ip\d+\([a-z0-9-]+\)|\*{8})\Z"
)


class Pseudonyms:
    """Gives out tokens and counts them."""

    def __init__(self) -> None:
        self._given: dict[tuple[Kind, str], int] = {}
        self._last: Counter[Kind] = Counter()
        self.counts: Counter[Kind] = Counter()

    def token(self, kind: Kind, value: str) -> str:
        """The token for a value, `user1`."""
        if kind is Kind.SECRET:
            self.counts[kind] += 1
            return HIDDEN
        return f"{kind.value}{self._number(kind, value.casefold())}"

    def ip_token(self, address: Address) -> str:
        """The token for an address, with its class: `ip1(private-v4)`."""
        number = self._number(Kind.IP, str(address))
        return f"ip{number}({address_class(address)})"

    def stand_in(self, address: Address) -> str:
        """An address of the same class that belongs to nobody, for facts to be judged again."""
        number = self._number(Kind.IP, str(address))
        network = _STAND_INS[address_class(address)]
        return str(network[number % network.num_addresses])

    def _number(self, kind: Kind, value: str) -> int:
        self.counts[kind] += 1
        number = self._given.get((kind, value))
        if number is None:
            self._last[kind] += 1
            number = self._given[kind, value] = self._last[kind]
        return number


def address_class(address: Address) -> str:
    """What support needs to know of an address: `private-v4`, `public-v6`, `cgnat-v4`, ..."""
    family = f"v{address.version}"
    if address in _CGNAT:
        return "cgnat-v4"
    if address in _NAT64:
        return "nat64-v6"
    if address.is_link_local:
        return f"link-local-{family}"
    if address.is_private and not any(address in network for network in _documentation()):
        return f"private-{family}"
    return f"public-{family}"


def is_plain(address: Address) -> bool:
    """Whether an address says nothing about anybody: loopback, unspecified, multicast."""
    return (
        address.is_loopback
        or address.is_unspecified
        or address.is_multicast
        or address in _BROADCAST
        or str(address) in _PUBLIC_RESOLVERS
    )


def is_stand_in(address: Address) -> bool:
    """Whether an address is one of ours, already."""
    return any(address in network for network in _STAND_INS.values())


def token_of_stand_in(address: Address) -> str:
    """The token that a stand-in stands for."""
    for name, network in _STAND_INS.items():
        if address in network:
            return f"ip{int(address) - int(network.network_address)}({name})"
    raise ValueError(address)


_CGNAT = ipaddress.ip_network("100.64.0.0/10")  # RFC 6598
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
_BROADCAST = ipaddress.ip_network("255.255.255.255/32")
# Resolvers that everybody may use name nobody, and support wants to see them.
_PUBLIC_RESOLVERS = frozenset(
    (
        "1.1.1.1",
        "1.0.0.1",
        "8.8.8.8",
        "8.8.4.4",
        "9.9.9.9",
        "149.112.112.112",
        "2606:4700:4700::1111",
        "2606:4700:4700::1001",
        "2001:4860:4860::8888",
        "2001:4860:4860::8844",
        "2620:fe::fe",
        "2620:fe::9",
    )
)
# Public on paper, yet nobody's: AS112 sinks for misdirected lookups (RFC 7534, RFC 7535).
_STAND_INS: dict[str, ipaddress.IPv4Network | ipaddress.IPv6Network] = {
    "public-v4": ipaddress.ip_network("192.31.196.0/24"),
    "public-v6": ipaddress.ip_network("2620:4f:8000::/48"),
    "private-v4": ipaddress.ip_network("10.255.254.0/24"),
    "private-v6": ipaddress.ip_network("fd00:5a:5a:5a::/64"),
    "cgnat-v4": ipaddress.ip_network("100.127.254.0/24"),
    "nat64-v6": ipaddress.ip_network("64:ff9b::c01f:c400/120"),
    "link-local-v4": ipaddress.ip_network("169.254.254.0/24"),
    "link-local-v6": ipaddress.ip_network("fe80:0:0:0:5a:5a:5a:0/112"),
}


@cache
def _documentation() -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    names = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20")
    return tuple(ipaddress.ip_network(name) for name in names)
