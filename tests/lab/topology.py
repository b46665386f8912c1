"""The sealed little internet: homes (a client behind a router with NAT), and servers beyond.

Addresses are those of documentation (RFC 5737, RFC 3849), and the literal addresses that the
program contacts according to resources/endpoints.json, which mean nothing outside the lab.

    client 10.77.H.2 ── router ── 198.51.100.H? ── servers 203.0.113.x
    2001:db8:77:H::2              2001:db8:51:H::10     2001:db8:113::x
"""

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from tests.lab.sealed import Namespace

SERVERS = "203.0.113"
SERVERS_IPV6 = "2001:db8:113::"
_NETWORK = "198.51.100"
_FULL, _UPPER_HALF = 255, 128


class Infrastructure(IntEnum):
    """The last number of the addresses of what every world shares."""

    ECHO = 5
    CONTROL = 6
    RESOLVER = 53
    REFUSING_RESOLVER = 54
    INVENTING_RESOLVER = 55
    STRIPPING_RESOLVER = 56
    DEAD_RESOLVER = 57
    FALSIFYING_RESOLVER = 58
    LISTS = 59
    WEB = 80
    PORTAL = 81
    DIVERTED_MAIL = 82


FIRST_MAIL_SERVER = 100


class Line(IntEnum):
    """What the public address of a home is known for; the last digit of the address."""

    ORDINARY = 1
    NEW = 2
    HOME_LINE = 3  # on policy lists, as nearly every home is
    INFECTED = 4
    UNWANTED_MAIL = 5
    NEIGHBOURHOOD = 6
    VPN_EXIT = 7


def server_address(number: int) -> str:
    """The IPv4 address of a server. Beyond 254 the upper half of the lines' network is used."""
    return f"{SERVERS}.{number}" if number < _FULL else f"{_NETWORK}.{number - _FULL + _UPPER_HALF}"


def server_address_ipv6(number: int) -> str:
    """The IPv6 address of the same server."""
    return f"{SERVERS_IPV6}{number:x}"


class Internet:
    """The side of the servers: one namespace that holds every server's address."""

    def __init__(self, extra_addresses: list[str], mail_servers: int) -> None:
        self.namespace = Namespace("servers")
        numbers = [*Infrastructure, *range(FIRST_MAIL_SERVER, FIRST_MAIL_SERVER + mail_servers)]
        own = [server_address(n) for n in numbers] + [server_address_ipv6(n) for n in numbers]
        self.namespace.ip(*(_added(address) for address in [*own, *extra_addresses]))
        self.namespace.shell("sysctl -qw net.ipv6.conf.all.forwarding=1")
        dead = server_address(Infrastructure.DEAD_RESOLVER)
        self.namespace.nft(
            "table inet lab {\n chain input {\n  type filter hook input priority 0;\n"
            f"  ip daddr {dead} drop\n }}\n}}"
        )


def _added(address: str) -> str:
    if ":" in address:
        return f"addr add {address}/128 dev lo nodad"
    return f"addr add {address}/32 dev lo"


@dataclass(frozen=True, slots=True)
class Home:
    """A client and its router. `number` (1 to 9) tells homes apart."""

    number: int
    client: Namespace
    router: Namespace
    internet: Internet
    resolv_conf: Path

    @property
    def public(self) -> str:
        """The ordinary public address."""
        return self.public_for(Line.ORDINARY)

    @property
    def public_ipv6(self) -> str:
        """The client's address, which IPv6 shows to the world."""
        return f"2001:db8:77:{self.number}::2"

    def public_for(self, line: Line) -> str:
        """The public address with that reputation."""
        return public_address(self.number, line)

    def use_resolver(self, number: Infrastructure) -> None:
        """What /etc/resolv.conf of the client names from now on."""
        self.resolv_conf.write_text(
            f"nameserver {server_address(number)}\noptions timeout:2 attempts:1\n"
        )

    def go_out_as(self, line: Line) -> None:
        """The address to which the router translates from now on."""
        self.router.nft(
            "flush chain inet lab post\n"
            f"add rule inet lab post meta nfproto ipv4 oifname {{ rs, wire0 }} "
            f"snat ip to {self.public_for(line)}"
        )

    def reset(self) -> None:
        """Take back whatever rules a fault has set."""
        for chain in ("forward", "pre"):
            self.router.nft(f"flush chain inet lab {chain}")
        for chain in ("output", "divert"):
            self.client.nft(f"flush chain inet lab {chain}")
        self.go_out_as(Line.ORDINARY)
        self.use_resolver(Infrastructure.RESOLVER)


def public_address(home: int, line: Line) -> str:
    """The public address of a home with a reputation."""
    return f"{_NETWORK}.{home * 10 + line}"


def home(number: int, internet: Internet, folder: Path, trusted: Path) -> Home:
    """Build a home and wire it to the internet. `trusted` becomes its /etc/ssl/certs."""
    client, router = Namespace(f"client{number}"), Namespace(f"router{number}")
    servers = internet.namespace
    router.ip(
        f"link add rc type veth peer name eth0 netns {client.pid}",
        f"link add rs type veth peer name s{number} netns {servers.pid}",
        "link set rc up",
        "link set rs up",
        f"addr add 10.77.{number}.1/24 dev rc",
        f"addr add 2001:db8:77:{number}::1/64 dev rc nodad",
        *(f"addr add {public_address(number, line)}/32 dev rs" for line in Line),
        f"addr add 2001:db8:51:{number}::10/64 dev rs nodad",
    )
    router.ip(
        f"route add default via {_NETWORK}.254 dev rs onlink",
        f"route add ::/0 via 2001:db8:51:{number}::1",
    )
    servers.ip(
        f"link set s{number} up",
        f"addr add {_NETWORK}.254/32 dev s{number}",
        f"addr add 2001:db8:51:{number}::1/64 dev s{number} nodad",
        *(f"route add {public_address(number, line)}/32 dev s{number}" for line in Line),
        f"route add 2001:db8:77:{number}::/64 via 2001:db8:51:{number}::10",
    )
    client.ip(
        "link set eth0 up",
        f"addr add 10.77.{number}.2/24 dev eth0",
        f"addr add 2001:db8:77:{number}::2/64 dev eth0 nodad",
        f"route add default via 10.77.{number}.1",
        f"route add ::/0 via 2001:db8:77:{number}::1",
    )
    router.shell("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1")
    router.nft(_ROUTER_RULES)
    client.nft(_CLIENT_RULES)
    built = Home(number, client, router, internet, folder / f"resolv{number}.conf")
    built.reset()
    hosts = folder / "hosts"
    hosts.write_text("127.0.0.1 localhost\n::1 localhost\n")
    client.shell(
        f"mount --bind {built.resolv_conf} /etc/resolv.conf; mount --bind {hosts} /etc/hosts; "
        f"mount --bind {trusted} /etc/ssl/certs"
    )
    return built


_ROUTER_RULES = """\
table inet lab {
 chain forward {
  type filter hook forward priority 0; policy accept;
 }
 chain pre {
  type nat hook prerouting priority -100;
 }
 chain post {
  type nat hook postrouting priority 100;
 }
}
"""

_CLIENT_RULES = """\
table inet lab {
 chain output {
  type filter hook output priority 0; policy accept;
 }
 chain divert {
  type nat hook output priority -100;
 }
}
"""
