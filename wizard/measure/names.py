"""Name lookups in the two ways there are: as programs do (getaddrinfo), and as DNS itself answers.

getaddrinfo is what counts: it knows the hosts file, mDNS and the names of a VPN. dnspython is
asked only to tell failures apart, because getaddrinfo has one word for 'no server answered',
SERVFAIL and REFUSED.
"""

import ipaddress
import secrets
import socket
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import dns.asyncresolver
import dns.exception
import dns.rdatatype
import dns.resolver

from wizard.facts.names import NameResult
from wizard.measure.daemon import aside

# Linux tries each server twice for five seconds by default; more than two servers are rare.
LOOKUP_SECONDS = 21.0
# The C library's numbers differ by system; Python gives names where the system has them.
_NO_NAME = {getattr(socket, "EAI_NONAME", -2), 11001}
_NO_ADDRESS = {getattr(socket, "EAI_NODATA", -5), 11004, getattr(socket, "EAI_ADDRFAMILY", -9)}
_TRY_AGAIN = {getattr(socket, "EAI_AGAIN", -3), 11002}

Lookup: TypeAlias = Callable[[str], Sequence[str]]
"""Name to addresses in the order to be tried; raises socket.gaierror. Blocking."""


@dataclass(frozen=True, slots=True)
class Found:
    """How a lookup ended, and the addresses when it found any."""

    result: NameResult
    addresses: tuple[str, ...] = ()


def system_lookup(host: str) -> tuple[str, ...]:
    """What getaddrinfo answers, each address once, in its order (RFC 6724)."""
    answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))


async def look_up(
    host: str, lookup: Lookup = system_lookup, seconds: float = LOOKUP_SECONDS
) -> Found:
    """The addresses of a name as mail programs get them. A literal address is its own answer."""
    try:
        return Found(NameResult.FOUND, (str(ipaddress.ip_address(host)),))
    except ValueError:
        pass
    try:
        addresses = await aside(partial(lookup, host), seconds)
    except TimeoutError:
        return Found(NameResult.NO_ANSWER)
    except socket.gaierror as error:
        return Found(_named(error.errno))
    except (OSError, UnicodeError):
        return Found(NameResult.ERROR)
    return Found(NameResult.FOUND, tuple(addresses))


def _named(number: int | None) -> NameResult:
    if number in _NO_NAME:
        return NameResult.NO_SUCH_NAME
    if number in _NO_ADDRESS:
        return NameResult.NO_ADDRESS
    return NameResult.NO_ANSWER if number in _TRY_AGAIN else NameResult.ERROR


def system_resolver(seconds: float = 3.0) -> dns.asyncresolver.Resolver | None:
    """A resolver with the system's own name servers; None when the system names none."""
    try:
        resolver = dns.asyncresolver.Resolver()
    except (dns.exception.DNSException, OSError):
        return None
    resolver.lifetime = seconds
    resolver.timeout = seconds / 2
    resolver.cache = None
    return resolver


async def ask(
    resolver: dns.asyncresolver.Resolver, name: str, kind: str = "A"
) -> tuple[NameResult, tuple[str, ...]]:
    """One DNS question, never completed by a search domain; the answers as text."""
    try:
        answer = await resolver.resolve(f"{name.rstrip('.')}.", kind, search=False)
    except dns.resolver.NXDOMAIN:
        return NameResult.NO_SUCH_NAME, ()
    except dns.resolver.NoAnswer:
        return NameResult.NO_ADDRESS, ()
    except dns.resolver.NoNameservers as error:
        return _refusal(error), ()
    except dns.exception.Timeout:
        return NameResult.NO_ANSWER, ()
    except (dns.exception.DNSException, OSError, UnicodeError, ValueError):
        return NameResult.ERROR, ()
    return NameResult.FOUND, tuple(text_of(record) for record in answer)


def text_of(record: object) -> str:
    """A record's value: the joined strings of TXT, else its usual text form."""
    strings = getattr(record, "strings", None)
    if strings is not None:
        return b"".join(strings).decode("utf-8", "replace")
    return str(record)


def _refusal(error: dns.resolver.NoNameservers) -> NameResult:
    said = str(error.kwargs.get("errors", ""))
    if "SERVFAIL" in said:
        return NameResult.SERVER_FAILURE
    return NameResult.REFUSED if "REFUSED" in said else NameResult.NO_ANSWER


def made_up_label() -> str:
    """Twelve random letters: a name that nobody has registered."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))
