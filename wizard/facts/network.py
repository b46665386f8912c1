"""Facts about this computer's way into the internet."""

from enum import StrEnum

import msgspec


class LinkKind(StrEnum):
    """What an interface is, as far as its name and the system tell."""

    WIRED = "wired"
    WIRELESS = "wireless"
    MOBILE = "mobile"
    VPN = "vpn"
    LOOPBACK = "loopback"
    OTHER = "other"


class Interface(msgspec.Struct, frozen=True):
    """One network interface that is up. Addresses are textual IP addresses."""

    name: str
    kind: LinkKind
    addresses: tuple[str, ...]
    mtu: int


class LinkFacts(msgspec.Struct, frozen=True, tag="link", kw_only=True):
    """Interfaces, default routes (gateway address, '' when direct, None when absent), proxies."""

    interfaces: tuple[Interface, ...]
    gateway_ipv4: str | None
    gateway_ipv6: str | None
    default_route_over: str = ""
    vpn: tuple[str, ...] = ()
    system_proxy: str = ""
    shared_address: bool = False  # an own address inside 100.64.0.0/10 (RFC 6598)
    security_software: tuple[str, ...] = ()


class ConnectResult(StrEnum):
    """How one TCP connection attempt ended."""

    CONNECTED = "connected"
    REFUSED = "refused"
    TIMED_OUT = "timed_out"
    NO_ROUTE = "no_route"
    UNREACHABLE = "unreachable"
    FORBIDDEN = "forbidden"
    RESET = "reset"
    ERROR = "error"


class ConnectAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """One TCP connection attempt. `icmp_sender` is who rejected it, where the system tells."""

    address: str
    port: int
    result: ConnectResult
    took_seconds: float
    error: str = ""
    icmp_sender: str = ""


class InternetFacts(msgspec.Struct, frozen=True, tag="internet", kw_only=True):
    """Connections to well-known addresses outside, without any name lookup; one per family."""

    attempts: tuple[ConnectAttempt, ...]
    canary_answered: bool | None = None  # a documentation address answered: something intercepts

    def reached(self, ipv6: bool) -> bool | None:
        """Whether any address of the family answered; None when none was tried."""
        tried = [a for a in self.attempts if (":" in a.address) is ipv6]
        return any(a.result is ConnectResult.CONNECTED for a in tried) if tried else None


class PortalAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What one connectivity-check page answered."""

    url: str
    expected: bool | None  # None: no answer at all
    status: int | None = None
    location: str = ""
    error: str = ""


class PortalFacts(msgspec.Struct, frozen=True, tag="portal", kw_only=True):
    """Answers of the connectivity-check pages and what their clocks said.

    `clock_ahead_seconds` is this computer's clock minus the median of the servers' Date headers.
    """

    answers: tuple[PortalAnswer, ...]
    clock_ahead_seconds: float | None = None
