"""Finding the right settings for an address: every source at once, ranked by trust.

PACC (draft-ietf-mailmaint-pacc) is left out: at its fourth draft the document's fields still
change between drafts, and who publishes it publishes autoconfig or SRV as well.
"""

import asyncio
from collections.abc import Awaitable

import dns.asyncresolver

from wizard.account import Source, checked_address
from wizard.accounts.discovery import autoconfig, dns_records
from wizard.accounts.discovery.candidates import Candidate, SettingsFound, ranked
from wizard.accounts.discovery.table import candidates_of
from wizard.accounts.providers import provider_for_domain, provider_for_mx
from wizard.measure import names
from wizard.measure.world import World
from wizard.vocabulary import Security

__all__ = ["Candidate", "SettingsFound", "find_settings"]

# The public database of settings that Mozilla keeps; mail programs ask it by domain.
ISPDB = "https://autoconfig.thunderbird.net/v1.1/"
DEADLINE_SECONDS = 20.0
_GUESSES = ("smtp", "mail")

_Answer = tuple[list[Candidate], str]


async def find_settings(
    address: str,
    *,
    outside: bool,
    world: World | None = None,
    lookup: names.Lookup = names.system_lookup,
    resolver: dns.asyncresolver.Resolver | None = None,
) -> SettingsFound:
    """Ask every source at once. With `outside` False only the built-in table is read."""
    address = checked_address(address)
    domain = address.rpartition("@")[2].lower()
    provider = provider_for_domain(domain)
    found = candidates_of(provider, address) if provider else []
    asked: list[str] = []
    troubles: list[tuple[str, str]] = []
    if outside:
        answers = await _ask_outside(address, domain, world or World(), lookup, resolver)
        for place, (candidates, trouble) in answers.items():
            asked.append(place)
            found += candidates
            if trouble:
                troubles.append((place, trouble))
    if not found:
        found = await _guessed(address, domain, lookup) if outside else []
    best = ranked(found)
    return SettingsFound(
        address=address,
        domain=domain,
        candidates=best,
        provider=provider.id if provider else next((c.provider for c in best if c.provider), ""),
        asked=tuple(asked),
        troubles=tuple(troubles),
    )


async def _ask_outside(
    address: str,
    domain: str,
    world: World,
    lookup: names.Lookup,
    resolver: dns.asyncresolver.Resolver | None,
) -> dict[str, _Answer]:
    resolver = resolver or names.system_resolver()
    questions: dict[str, Awaitable[_Answer]] = {
        url.partition("?")[0]: autoconfig.ask(world, url, address, Source.AUTOCONFIG, lookup)
        for url in autoconfig.addresses_to_ask(domain, address)
    }
    ispdb = f"{ISPDB}{domain}"
    questions[ispdb] = autoconfig.ask(world, ispdb, address, Source.ISPDB, lookup)
    if resolver is not None:
        questions[f"SRV {domain}"] = dns_records.submission_services(resolver, address)
        questions[f"MX {domain}"] = _by_mx(world, resolver, address, domain, lookup)
    tasks = {place: asyncio.ensure_future(question) for place, question in questions.items()}
    _, late = await asyncio.wait(tasks.values(), timeout=DEADLINE_SECONDS)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    return {
        place: ([], "timed out") if task.cancelled() else task.result()
        for place, task in tasks.items()
    }


async def _by_mx(
    world: World,
    resolver: dns.asyncresolver.Resolver,
    address: str,
    domain: str,
    lookup: names.Lookup,
) -> _Answer:
    """Whoever receives the domain's mail mostly sends it too: their table entry or document."""
    hosts = await dns_records.mx_hosts(resolver, domain)
    for host in hosts[:3]:
        provider = provider_for_mx(host)
        if provider is not None:
            return candidates_of(provider, address, Source.MX), ""
    for host in hosts[:1]:
        base = ".".join(host.split(".")[-2:])
        if base != domain:
            url = f"https://autoconfig.{base}/mail/config-v1.1.xml"
            return await autoconfig.ask(world, url, address, Source.MX, lookup)
    return [], "" if hosts else "no record"


async def _guessed(address: str, domain: str, lookup: names.Lookup) -> list[Candidate]:
    """Usual names that exist. The check that follows finds out whether they are right."""
    guesses = []
    for label in _GUESSES:
        host = f"{label}.{domain}"
        if (await names.look_up(host, lookup, 5.0)).addresses:
            guesses.append(
                Candidate(
                    host=host,
                    port=587,
                    security=Security.STARTTLS,
                    username=address,
                    source=Source.GUESS,
                    read_at=host,
                )
            )
    return guesses
