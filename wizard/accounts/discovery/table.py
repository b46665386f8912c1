"""Candidates from the table of providers: works offline."""

from wizard.account import SignIn, Source
from wizard.accounts.discovery.candidates import Candidate
from wizard.accounts.providers import Provider

_PREFERENCE = (SignIn.PASSWORD, SignIn.APP_PASSWORD, SignIn.OAUTH2)


def candidates_of(
    provider: Provider, address: str, source: Source = Source.PROVIDER_TABLE
) -> list[Candidate]:
    """The provider's servers in its own order."""
    kind = next((k for k in _PREFERENCE if k in provider.sign_in), SignIn.PASSWORD)
    return [
        Candidate(
            host=server.host,
            port=server.port,
            security=server.security,
            username=server.username_for(address),
            source=source,
            sign_in=kind,
            provider=provider.id,
            read_at=f"providers/{provider.id}.json",
            date=provider.date,
        )
        for server in provider.servers
    ]
