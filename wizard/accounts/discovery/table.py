"""Candidates from the table of providers: works offline."""

from wizard.account import SignIn, Source
from wizard.accounts.discovery.candidates import Candidate, Doubt, preferred
from wizard.accounts.providers import Part, Provider, Username


def candidates_of(
    provider: Provider, address: str, source: Source = Source.PROVIDER_TABLE
) -> list[Candidate]:
    """The provider's servers for this address, in its own order."""
    domain = address.rpartition("@")[2].lower()
    unsure = not provider.confirmed or Part.SERVERS in provider.unconfirmed
    return [
        Candidate(
            host=host,
            port=server.port,
            security=server.security,
            username="" if server.username is Username.OWN else server.username_for(address),
            source=source,
            sign_in=preferred(provider.sign_in) if provider.sign_in else SignIn.PASSWORD,
            provider=provider.id,
            read_at=f"providers/{provider.id}.json",
            date=provider.date,
            doubt=Doubt.UNSURE_TABLE if unsure or not server.confirmed else None,
        )
        for server in provider.servers_for(domain)
        if (host := server.host_for(domain)) is not None
    ]
