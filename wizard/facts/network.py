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
    NOT_TRIED = "not_tried"  # the rules of this run allowed no further connection


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


class SystemOpinion(StrEnum):
    """Whether the operating system believes that it is on the internet."""

    ONLINE = "online"
    PORTAL = "portal"
    LIMITED = "limited"
    OFFLINE = "offline"


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
    system_opinion: SystemOpinion | None = None  # what the operating system itself thinks


class LineFacts(msgspec.Struct, frozen=True, tag="line", kw_only=True):
    """A short series of small questions and answers (STUN), or of TCP connections.

    `lost` of `sent` came back never. `jitter_seconds` is the mean change from one round trip to
    the next (in the manner of RFC 3550). Times are None when nothing came back.
    """

    way: str  # 'stun' or 'tcp'
    sent: int
    lost: int
    round_trip_seconds: float | None = None  # median
    jitter_seconds: float | None = None

    @property
    def loss(self) -> float | None:
        """The part that was lost, 0 to 1; None when nothing was sent."""
        return self.lost / self.sent if self.sent else None
