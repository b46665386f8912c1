"""The places outside that a run may contact, from `resources/endpoints.json`. Nothing else."""

import ipaddress
from functools import cache

import msgspec

from wizard.resources import resource


class Canary(msgspec.Struct, frozen=True, kw_only=True):
    """A documentation address where nobody can answer."""

    ipv4: str
    smtp_port: int


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """A well-known address and port, reached without any name lookup."""

    address: str
    port: int
    operator: str


class PortalPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page with a known answer."""

    url: str
    operator: str
    status: int
    body_contains: str


class StunServer(msgspec.Struct, frozen=True, kw_only=True):
    """A server that says from which address it was asked (RFC 8489)."""

    host: str
    port: int
    operator: str


class AddressByDns(msgspec.Struct, frozen=True, kw_only=True, rename={"rdclass": "class"}):
    """A name server that answers with the address that asks. Type ADDRESS means A or AAAA."""

    servers: tuple[str, ...]
    name: str
    type: str
    rdclass: str
    operator: str


class AddressByHttps(msgspec.Struct, frozen=True, kw_only=True):
    """A page that holds the address that asks, in the line that begins with `line_start`."""

    url: str
    operator: str
    line_start: str


class EgressName(msgspec.Struct, frozen=True, kw_only=True):
    """A name whose answer is the address of the resolver that asks."""

    name: str
    type: str
    operator: str


class DnsOverHttps(msgspec.Struct, frozen=True, kw_only=True):
    """A resolver that is asked over HTTPS (RFC 8484)."""

    url: str
    operator: str


class ControlServer(msgspec.Struct, frozen=True, kw_only=True):
    """The submission server of a big provider; no control for its own `domains`."""

    host: str
    port: int
    operator: str
    domains: tuple[str, ...]


class PublicResolver(msgspec.Struct, frozen=True, kw_only=True):
    """A resolver that anybody may use, with the networks it listens on and asks from."""

    operator: str
    networks: tuple[str, ...]


class Endpoints(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file."""

    canary: Canary
    internet: tuple[Address, ...]
    portal: tuple[PortalPage, ...]
    stun: tuple[StunServer, ...]
    address_by_dns: tuple[AddressByDns, ...]
    address_by_https: tuple[AddressByHttps, ...]
    resolver_egress: EgressName
    second_opinion: tuple[DnsOverHttps, ...]
    control: tuple[ControlServer, ...]
    public_resolvers: tuple[PublicResolver, ...]


@cache
def endpoints() -> Endpoints:
    """The places as shipped."""
    return msgspec.json.decode(resource("endpoints.json").read_bytes(), type=Endpoints)


def is_address(text: str) -> bool:
    """Whether a text is an IP address and nothing else."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def resolver_operator(addresses: tuple[str, ...]) -> str:
    """Whose public resolver one of these addresses belongs to; '' when none is known."""
    for address in addresses:
        try:
            ip = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            continue
        for public in endpoints().public_resolvers:
            networks = (ipaddress.ip_network(network) for network in public.networks)
            if any(ip in network for network in networks if network.version == ip.version):
                return public.operator
    return ""
