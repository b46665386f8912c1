"""What reports and codes need of the provider table: permanent numbers and public names."""

from functools import cache

from wizard.accounts.providers import Provider, all_providers, provider_by_id, provider_by_number


def of_number(number: int) -> Provider | None:
    """The provider with this permanent number; None when this version knows none."""
    return provider_by_number(number)


def number_of(provider_id: str) -> int | None:
    """The permanent number of a provider; None when it is not in the table."""
    provider = provider_by_id(provider_id)
    return provider.number if provider else None


@cache
def public_names() -> frozenset[str]:
    """Domains and hosts of well-known providers: they say nothing about a person."""
    names = (name for provider in all_providers() for name in provider.public_names)
    return frozenset(name.casefold() for name in names)
