"""The account to test: what was typed, completed by what was found, each value with its source."""

from wizard.account import (
    STANDARD_SECURITY,
    Account,
    SignIn,
    Source,
    checked_address,
    checked_host,
    checked_port,
    shortened,
)
from wizard.accounts.discovery.candidates import Candidate, SettingsFound, completed
from wizard.accounts.discovery.domains import ascii_form
from wizard.accounts.discovery.table import candidates_of
from wizard.accounts.providers import provider_for_server
from wizard.errors import BadInput
from wizard.messages import message
from wizard.vocabulary import Security

# RFC 8314 section 3.3 and RFC 6409; 25 is what programs use without protection.
USUAL_PORT = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


def account_for(
    address: str,
    *,
    host: str | None = None,
    port: int | str | None = None,
    security: Security | str | None = None,
    username: str | None = None,
    found: SettingsFound | None = None,
) -> Account:
    """Merge typed and found values. Raises BadInput for what cannot be used.

    A typed port without a protection gets the one that belongs to it (RFC 8314), a typed
    protection without a port its usual port. Found values count only for the same server.
    """
    address = checked_address(address)
    typed_host = checked_host(host).lower() if host else None
    typed_port = checked_port(port) if port not in (None, "") else None
    typed_security = Security(security) if security else None
    typed_username = _checked_username(username)
    best = _matching(address, found, typed_host, typed_port, typed_security)
    place = _place(best, typed_port, typed_security)
    sources = {
        "host": Source.TYPED if typed_host else best.source,
        "port": Source.TYPED if typed_port else place[2],
        "security": Source.TYPED if typed_security else place[3],
        "username": Source.TYPED if typed_username else _source_of_username(best),
        "sign_in": best.source,
    }
    return Account(
        address=address,
        host=typed_host or best.host,
        port=place[0],
        security=place[1],
        username=typed_username or best.username or address,
        sign_in=best.sign_in,
        provider=best.provider or (found.provider if found and not typed_host else ""),
        sources=sources,
        server_is_proven=typed_host is not None or best.confirmed,
    )


def _place(
    best: Candidate, port: int | None, security: Security | None
) -> tuple[int, Security, Source, Source]:
    """Port and protection with their sources; what only follows from the other is a guess."""
    same_port = port is None or port == best.port
    same_security = security is None or security is best.security
    if same_port and same_security:
        return best.port, best.security, best.source, best.source
    if port is not None:
        implied = security or STANDARD_SECURITY.get(port, Security.STARTTLS)
        return port, implied, Source.TYPED, Source.GUESS
    assert security is not None
    return USUAL_PORT[security], security, Source.GUESS, Source.TYPED


def _matching(
    address: str,
    found: SettingsFound | None,
    host: str | None,
    port: int | None,
    security: Security | None,
) -> Candidate:
    """The candidate that fits what was typed best; a guess when nothing else is known."""
    candidates = list(found.candidates) if found else []
    if host is not None:
        candidates = [c for c in candidates if c.host == host] or _known_server(host, address)
    fits = [
        candidate
        for candidate in candidates
        if (port is None or candidate.port == port)
        and (security is None or candidate.security is security)
    ]
    if fits or candidates:
        return (fits or candidates)[0]
    domain = ascii_form(address.rpartition("@")[2])
    return Candidate(
        host=host or f"smtp.{domain}",
        port=587,
        security=Security.STARTTLS,
        username="",
        source=Source.GUESS,
        sign_in=SignIn.PASSWORD,
    )


def _known_server(host: str, address: str) -> list[Candidate]:
    """A server of a provider in the table, typed for an address of another domain."""
    provider = provider_for_server(host)
    if provider is None:
        return []
    own = [c for c in candidates_of(provider, address) if c.host == host]
    return [completed(candidate, provider.id) for candidate in own]


def _source_of_username(best: Candidate) -> Source:
    """A user name that nobody named is the address: mostly right, but a guess."""
    return best.source if best.username else Source.GUESS


def _checked_username(username: str | None) -> str | None:
    """A user name that can be sent (RFC 4616: no NUL; no line can hold others either)."""
    name = (username or "").strip()
    if not name.isprintable() or len(name) > 320:
        raise BadInput(message("error.username_unusable", given=shortened(name)))
    return name or None
