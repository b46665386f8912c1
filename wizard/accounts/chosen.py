"""The account to test: what was typed, completed by what was found, each value with its source."""

from wizard.account import (
    STANDARD_SECURITY,
    Account,
    SignIn,
    Source,
    checked_address,
    checked_host,
    checked_port,
)
from wizard.accounts.discovery.candidates import Candidate, SettingsFound
from wizard.vocabulary import Security

_USUAL_PORT = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


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
    best = _matching(found, checked_host(host) if host else None, port)
    sources: dict[str, Source] = {}

    def took(field: str, typed: bool) -> None:
        sources[field] = Source.TYPED if typed else best.source

    took("host", bool(host))
    chosen_host = checked_host(host) if host else best.host
    typed_security = Security(security) if security else None
    if port is not None:
        chosen_port = checked_port(port)
        chosen_security = typed_security or STANDARD_SECURITY.get(chosen_port, Security.STARTTLS)
        if typed_security is None and best.port == chosen_port and best.host == chosen_host:
            chosen_security = best.security
    elif typed_security is not None and typed_security is not best.security:
        chosen_port, chosen_security = _USUAL_PORT[typed_security], typed_security
    else:
        chosen_port, chosen_security = best.port, best.security
    took("port", port is not None)
    took("security", typed_security is not None)
    took("username", bool(username))
    return Account(
        address=address,
        host=chosen_host,
        port=chosen_port,
        security=chosen_security,
        username=username or best.username or address,
        sign_in=best.sign_in,
        provider=best.provider,
        sources=sources,
    )


def _matching(found: SettingsFound | None, host: str | None, port: int | str | None) -> Candidate:
    """The best candidate for the typed server; a guess when nothing else is known."""
    candidates = found.candidates if found else ()
    if host is not None:
        same = [c for c in candidates if c.host == host]
        with_port = [c for c in same if str(c.port) == str(port)]
        if with_port or same:
            return (with_port or same)[0]
        return Candidate(
            host=host, port=587, security=Security.STARTTLS, username="", source=Source.GUESS
        )
    if candidates:
        with_port = [c for c in candidates if str(c.port) == str(port)]
        return (with_port or list(candidates))[0]
    return Candidate(
        host=f"smtp.{found.domain}" if found else "smtp.invalid",
        port=587,
        security=Security.STARTTLS,
        username="",
        source=Source.GUESS,
        sign_in=SignIn.PASSWORD,
    )
