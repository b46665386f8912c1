"""What an EHLO reply and the greeting say about the server. No I/O (RFC 5321 4.1.1.1, 4954)."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass

from wizard.facts.server import ServerReply
from wizard.measure.world import is_public

# '220 ****************' and '220 *2******': what Cisco's 'inspect esmtp' leaves of a greeting.
_MASKED = re.compile(r"[*0-9 ]*\*{3,}[*0-9 ]*\Z")
_IN_BRACKETS = re.compile(r"\[(?:IPv6:)?([0-9A-Fa-f:.]{3,45})\]", re.IGNORECASE)
_AFTER_FROM = re.compile(r"\bfrom\s+\[?([0-9A-Fa-f:.]{3,45})\]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The keywords of one EHLO reply, upper case with their parameters, and what they mean."""

    keywords: tuple[str, ...] = ()
    sign_in_methods: tuple[str, ...] = ()
    sign_in_announced: bool = False
    starttls: bool = False
    announces_size: bool = False
    size_limit: int | None = None
    international: bool = False


def capabilities(reply: ServerReply) -> Capabilities:
    """Read the lines after the first one."""
    keywords = tuple(line.strip().upper() for line in reply.lines[1:] if line.strip())
    announced = [k for k in keywords if re.match(r"AUTH(?:[ =]|\Z)", k)]
    methods = [name for keyword in announced for name in re.split(r"[ =]+", keyword)[1:] if name]
    return Capabilities(
        keywords=keywords,
        sign_in_methods=tuple(dict.fromkeys(methods)),
        sign_in_announced=bool(announced),
        starttls="STARTTLS" in keywords,
        announces_size=any(re.match(r"SIZE(?: |\Z)", k) for k in keywords),
        size_limit=_size_limit(keywords),
        international="SMTPUTF8" in keywords,
    )


def _size_limit(keywords: Iterable[str]) -> int | None:
    """RFC 1870: 0 and no number mean that no fixed limit is in force."""
    for keyword in keywords:
        found = re.fullmatch(r"SIZE (\d{1,15})", keyword, re.ASCII)
        if found:
            return int(found[1]) or None
    return None


def address_literal(address: str) -> str:
    """How to call oneself in EHLO (RFC 5321 4.1.3); loopback when the system keeps quiet."""
    return f"[IPv6:{address}]" if ":" in address else f"[{address or '127.0.0.1'}]"


def is_masked(greeting: ServerReply) -> bool:
    """Whether a firewall has starred out the greeting."""
    return bool(greeting.lines) and bool(_MASKED.match(greeting.lines[0].strip()))


def echoed_address(ehlo: ServerReply, own: str) -> str:
    """The client address that the server names in the first line of its EHLO reply; '' if none.

    Exim: 'host Hello name [198.51.100.10]'; Gmail: '... at your service, [198.51.100.10]'.
    """
    return _first_public(_IN_BRACKETS.findall(ehlo.lines[0]) if ehlo.lines else (), own)


def address_in_refusal(refusal: ServerReply, own: str, server: str) -> str:
    """The client address that a refusal names: '... too many connections from 198.51.100.10'."""
    text = " ".join(refusal.lines)
    found = [*_AFTER_FROM.findall(text), *_IN_BRACKETS.findall(text)]
    return _first_public((given for given in found if given != server), own)


def _first_public(candidates: Iterable[str], own: str) -> str:
    for candidate in candidates:
        given = candidate.rstrip(".:")
        try:
            address = str(ipaddress.ip_address(given))
        except ValueError:
            continue
        # What we called ourselves is only repeated politeness, not what the server sees; with a
        # public address of our own both are the same, and the literal is as good an answer.
        if is_public(address) and (address != own or is_public(own)):
            return address
    return ""
