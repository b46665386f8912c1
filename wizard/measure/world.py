"""What a run may touch, and through which doors.

The ordinary world is this computer on the internet. Practice brings a world of its own: a server
on loopback whose certificate is signed by a practice authority made for that run.
"""

import ipaddress
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import truststore

# RFC 5737 and RFC 3849: never assigned, so they cannot meet a real host. They count as public
# addresses here, which lets a closed network stand in for the internet.
_DOCUMENTATION = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)

# RFC 5321 4.5.3.2.1 lets a greeting take five minutes, and a server may lawfully use them. A
# person who waits for an answer cannot: after one minute a run says 'no word within a minute'
# (never 'dead') and offers to wait on, which is a run with LONGEST_PATIENCE_SECONDS. A server
# that has begun its greeting (`220-`) is given the five minutes in any case.
PATIENCE_SECONDS = 60.0
LONGEST_PATIENCE_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class World:
    """The environment of one run.

    `outside`: whether anything but the account's own servers may be contacted.
    `extra_roots`: PEM of certificate authorities trusted besides the system's store.
    `practice`: the name of the practice scenario, '' in earnest.
    `patience_seconds`: how long one answer of the mail server is waited for; see below.
    `ask_reserved_lists`: the person asked for the blocklists that want to be asked with cause only.
    """

    outside: bool = True
    extra_roots: tuple[str, ...] = ()
    practice: str = ""
    patience_seconds: float = PATIENCE_SECONDS
    ask_reserved_lists: bool = False
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    monotonic: Callable[[], float] = field(default=time.monotonic)

    def trusting_context(self) -> ssl.SSLContext:
        """A TLS client context that verifies against the system's own trust store.

        The system's verifier cannot take further roots, so practice uses OpenSSL's with its own.
        """
        if self.extra_roots:
            context = ssl.create_default_context()
            for pem in self.extra_roots:
                context.load_verify_locations(cadata=pem)
            return context
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def is_public(address: str) -> bool:
    """Whether an IP address can be reached from everywhere (documentation addresses included)."""
    ip = ipaddress.ip_address(address)
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    if any(ip in network for network in _DOCUMENTATION if network.version == ip.version):
        return True
    return ip.is_global


def is_loopback(host: str) -> bool:
    """Whether a literal address or a reserved name (RFC 6761) means this computer."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
