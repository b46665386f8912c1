"""The account under test: one address, its submission server, and where each value came from."""

import ipaddress
import re
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from wizard.errors import BadInput
from wizard.messages import message
from wizard.vocabulary import Security

# RFC 5321 4.5.3.1: 64 octets of local part, 255 of domain; RFC 1035: labels of at most 63.
_LONGEST_ADDRESS = 320
_LONGEST_HOST = 253
# What a copy from a web page or a letter brings along: zero-width characters, a full-width @.
_INVISIBLE = str.maketrans({"\u200b": "", "\u2060": "", "\ufeff": "", "＠": "@"})
_NAME_ADDRESS = re.compile(r"[^<>]*<(?P<address>[^<>]*)>[\s,;.]*")
_MAILTO = re.compile(r"mailto:", re.IGNORECASE)
_AROUND_AN_ADDRESS = " \t\r\n\xa0<>,;."
_QUOTED = re.compile(r"[\"'“„‘](?P<inner>.*)[\"'”“’]")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)\Z")

STANDARD_SECURITY = {
    465: Security.TLS,
    587: Security.STARTTLS,
    2525: Security.STARTTLS,
    25: Security.STARTTLS,
}


class Source(StrEnum):
    """Where a value of the account came from, most trusted first."""

    PROFILE = "organisation_profile"
    TYPED = "typed"
    MAIL_PROGRAM = "mail_program"
    PROVIDER_TABLE = "provider_table"
    AUTOCONFIG = "autoconfig"
    ISPDB = "ispdb"
    SRV = "srv"
    MX = "mx"
    AUTODISCOVER = "autodiscover"
    GUESS = "guess"
    PRACTICE = "practice"


class SignIn(StrEnum):
    """How the provider wants programs to sign in."""

    PASSWORD = "password"  # noqa: S105 - a kind, not a password
    APP_PASSWORD = "app_password"  # noqa: S105
    OAUTH2 = "oauth2"
    NONE = "none"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What is tested. Holds no password.

    `server_is_proven` is False when only a source that anybody on the way could have forged named
    the server: then no password is sent there, until the person has typed the server.
    """

    address: str
    host: str
    port: int
    security: Security
    username: str
    sign_in: SignIn = SignIn.PASSWORD
    provider: str = ""
    sources: Mapping[str, Source] = msgspec.field(default_factory=dict)
    server_is_proven: bool = True

    @property
    def domain(self) -> str:
        """The part after the @, lower case."""
        return self.address.rpartition("@")[2].lower()


class Secret:
    """A password in memory. Never shown, compared by identity only, refuses to be pickled."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The password itself; only the sign-in and the keyring call this."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(********)"

    def __reduce__(self) -> str:
        raise TypeError("a Secret does not leave the process")


class Token(Secret):
    """An OAuth 2 access token: signs in with XOAUTH2 or OAUTHBEARER, never as a password."""

    __slots__ = ()


def checked_address(text: str) -> str:
    """The address as typed, without what copying puts around it; BadInput says what to change.

    A name in front (RFC 5322 3.4: `Anna <anna@example.com>`), a `mailto:` and the end of the
    sentence are left away. International domains are kept as typed: the resolver converts them
    (IDNA) where needed.
    """
    address = _without_surroundings(text)
    if not address:
        raise BadInput(message("error.address_missing"))
    local, at, domain = address.rpartition("@")
    if not at or not local:
        raise BadInput(message("error.address_without_at", given=shortened(address)))
    if len(address) > _LONGEST_ADDRESS:
        raise BadInput(message("error.address_too_long"))
    if any(c.isspace() or ord(c) < 0x20 for c in address) or not _is_host_name(domain):
        raise BadInput(message("error.address_unusable", given=shortened(address)))
    return address


def _without_surroundings(text: str) -> str:
    plain = text.translate(_INVISIBLE).strip()
    named = _NAME_ADDRESS.fullmatch(plain)
    inner = named["address"] if named else plain
    bare = _MAILTO.sub("", inner.strip(_AROUND_AN_ADDRESS))
    quoted = _QUOTED.fullmatch(bare)
    return quoted["inner"].strip() if quoted else bare


def checked_host(text: str) -> str:
    """A server name or an IP address; BadInput says what to change."""
    host = text.translate(_INVISIBLE).strip().rstrip(".")
    if not host:
        raise BadInput(message("error.server_missing"))
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    if len(host) > _LONGEST_HOST:
        raise BadInput(message("error.server_too_long", count=len(host)))
    if not _is_host_name(host):
        raise BadInput(message("error.server_unusable", given=shortened(host)))
    return host


def checked_port(value: int | str) -> int:
    """A TCP port, 1 to 65535; BadInput says what to change."""
    try:
        port = int(value)
    except ValueError:
        port = -1
    if not 1 <= port <= 65535:
        raise BadInput(message("error.port_unusable", given=shortened(str(value))))
    return port


def shortened(text: str, longest: int = 60) -> str:
    """A typed text made safe and short enough to repeat in a sentence."""
    plain = "".join(c if c.isprintable() else "?" for c in text)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


def _is_host_name(host: str) -> bool:
    try:
        encoded = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return False
    return len(encoded) <= _LONGEST_HOST and all(_LABEL.match(part) for part in encoded.split("."))
