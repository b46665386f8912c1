"""Where providers let people sign in with OAuth 2.0: one file each in `resources/oauth/`.

Every part has its source and date; `unconfirmed` names the parts that only other programs' source
code tells. No client id stands here: those belong to whoever registered.
"""

from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

import msgspec

from wizard.measure.world import is_loopback
from wizard.resources import resource


class ReadAt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where parts of a record were read, and when that place was last known to say so."""

    about: tuple[str, ...]
    where: str
    date: str


class Endpoints(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One place to sign in at.

    `providers` are ids of the provider table whose accounts sign in here. `device`: '' where
    signing in with a code is not offered for mail. `redirect_host` is the name of this computer
    that the provider accepts in a redirect (RFC 8252 7.3 wants 127.0.0.1). `more` are parameters
    that this provider needs beside the standard ones. `wants_client_secret`: even from programs
    that cannot keep one.
    """

    id: str
    name: str
    providers: tuple[str, ...] = ()
    authorize: str
    token: str
    device: str = ""
    scopes: tuple[str, ...] = ()
    redirect_host: str = "127.0.0.1"
    more: Mapping[str, str] = msgspec.field(default_factory=dict)
    wants_client_secret: bool = False
    registration_page: str = ""
    unconfirmed: tuple[str, ...] = ()
    sources: tuple[ReadAt, ...] = ()
    date: str = ""


@cache
def all_endpoints() -> tuple[Endpoints, ...]:
    """Every place to sign in at, by id."""
    decoder = msgspec.json.Decoder(Endpoints)
    files = resource("oauth").glob("*.json")
    return tuple(sorted((decoder.decode(f.read_bytes()) for f in files), key=lambda e: e.id))


def endpoints_for(provider: str) -> Endpoints | None:
    """Where accounts of a provider (its id in the table) sign in."""
    return next((e for e in all_endpoints() if provider in e.providers), None)


def is_protected(url: str) -> bool:
    """Whether secrets may go to this address: https, or a server on this very computer."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
