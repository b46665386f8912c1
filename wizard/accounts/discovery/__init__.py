"""Finding the right settings for an address: every source at once, ranked by trust.

PACC (draft-ietf-mailmaint-pacc) is left out: it is a draft (-04) without a stable form, its trust
rests on a TXT record that few domains have, and the few that are known to publish it publish SRV
or autoconfig as well. When it is an RFC it becomes one more question in `_questions`.
"""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence

import dns.asyncresolver
import msgspec

from wizard.account import Source, checked_address
from wizard.accounts.discovery import autoconfig, autodiscover, dns_records
from wizard.accounts.discovery.autoconfig import Answer
from wizard.accounts.discovery.candidates import (
    Candidate,
    Doubt,
    SettingsFound,
    completed,
    disagree,
    ranked,
)
from wizard.accounts.discovery.domains import ascii_form, can_be_asked, registrable
from wizard.accounts.discovery.guessing import guessed, usual_names
from wizard.accounts.discovery.table import candidates_of
from wizard.accounts.providers import provider_for_domain, provider_for_mx
from wizard.measure import names
from wizard.measure.world import World

__all__ = ["Candidate", "Doubt", "SettingsFound", "find_settings", "places_asked"]

# The public database of settings that Mozilla keeps; mail programs ask it by domain.
ISPDB = "https://autoconfig.thunderbird.net/v1.1/"
DEADLINE_SECONDS = 20.0
# Once the domain's own protected word is there, nobody else can outrank it; those who answer
# at once are still heard, so that a disagreement shows.
_GRACE_SECONDS = 2.0
_MOST_MX = 3


async def find_settings(
    address: str,
    *,
    outside: bool,
    world: World | None = None,
    lookup: names.Lookup = names.system_lookup,
    resolver: dns.asyncresolver.Resolver | None = None,
    ispdb: str = ISPDB,
    known: Sequence[Candidate] = (),
    deadline_seconds: float = DEADLINE_SECONDS,
) -> SettingsFound:
    """Ask every source at once. With `outside` False only the built-in table is read.

    `known` are candidates from elsewhere: the organisation's profile, a mail program. `ispdb` is
    the address of the public database, '' for none. Raises BadInput for an unusable address.
    """
    address = checked_address(address)
    domain = address.rpartition("@")[2].lower()
    provider = provider_for_domain(domain)
    found = list(known) + (candidates_of(provider, address) if provider else [])
    asked: list[str] = []
    troubles: list[tuple[str, str]] = []
    if outside and can_be_asked(ascii_form(domain)):
        world = world or World()
        began = world.monotonic()
        resolver = resolver or names.system_resolver()
        questions = _questions(address, domain, world, lookup, resolver, ispdb)
        answers = await _answered(questions, deadline_seconds)
        for place, (candidates, trouble) in answers.items():
            asked.append(place)
            found += candidates
            if trouble:
                troubles.append((place, trouble))
        if not any(candidate.doubt in (None, Doubt.UNSURE_TABLE) for candidate in found):
            left = deadline_seconds - (world.monotonic() - began)
            guesses = await guessed(world, ascii_form(domain), address, lookup, left)
            # A name that merely exists says less than a record, even a doubtful one.
            found += [guess for guess in guesses if guess.tested or not found]
    provider_id = provider.id if provider else ""
    best = ranked([completed(candidate, provider_id) for candidate in found])
    return SettingsFound(
        address=address,
        domain=domain,
        candidates=best,
        provider=provider_id or next((c.provider for c in best if c.provider), ""),
        asked=tuple(asked),
        troubles=tuple(troubles),
        disagree=disagree(best),
    )


def places_asked(address: str, ispdb: str = ISPDB) -> tuple[str, ...]:
    """Every place that `find_settings` would ask for an address, to be shown before."""
    domain = ascii_form(address.rpartition("@")[2])
    if not can_be_asked(domain):
        return ()
    urls = (*autoconfig.addresses_to_ask(domain, address), *autodiscover.addresses_to_ask(domain))
    public = (f"{ispdb}{domain}",) if ispdb else ()
    records = (f"SRV {domain}", f"MX {domain}", f"autodiscover.{domain}")
    return (*(url.partition("?")[0] for url in urls), *public, *records, *usual_names(domain))


def _questions(
    address: str,
    domain: str,
    world: World,
    lookup: names.Lookup,
    resolver: dns.asyncresolver.Resolver | None,
    ispdb: str,
) -> dict[str, Awaitable[Answer]]:
    """Who is asked, by the place that is shown for it."""
    name = ascii_form(domain)
    questions: dict[str, Awaitable[Answer]] = {
        url.partition("?")[0]: autoconfig.ask(world, url, address, Source.AUTOCONFIG, lookup)
        for url in autoconfig.addresses_to_ask(domain, address)
    }
    for url in autodiscover.addresses_to_ask(name):
        questions[url] = autodiscover.ask(world, url, address, lookup)
    if ispdb:
        url = f"{ispdb}{name}"
        questions[url] = autoconfig.ask(world, url, address, Source.ISPDB, lookup)
    if resolver is not None:
        date = world.now().date().isoformat()
        questions[f"SRV {name}"] = dns_records.submission_services(resolver, name, address, date)
        questions[f"MX {name}"] = _by_mx(world, resolver, address, name, lookup, ispdb)
        questions[f"autodiscover.{name}"] = autodiscover.by_alias(resolver, name, address)
    return questions


async def _answered(
    questions: Mapping[str, Awaitable[Answer]], deadline_seconds: float
) -> dict[str, Answer]:
    """All answers that came in time; who is late is said to be."""
    tasks = {place: asyncio.ensure_future(question) for place, question in questions.items()}
    loop = asyncio.get_running_loop()
    ends = loop.time() + deadline_seconds
    waiting = set(tasks.values())
    try:
        while waiting and (left := ends - loop.time()) > 0:
            done, waiting = await asyncio.wait(
                waiting, timeout=left, return_when=asyncio.FIRST_COMPLETED
            )
            if any(_is_decisive(task.result()) for task in done):
                ends = min(ends, loop.time() + _GRACE_SECONDS)
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
    return {
        place: ([], "timed out") if task.cancelled() else task.result()
        for place, task in tasks.items()
    }


def _is_decisive(answer: Answer) -> bool:
    return any(c.source is Source.AUTOCONFIG and c.confirmed for c in answer[0])


async def _by_mx(
    world: World,
    resolver: dns.asyncresolver.Resolver,
    address: str,
    domain: str,
    lookup: names.Lookup,
    ispdb: str,
) -> Answer:
    """Whoever receives the domain's mail mostly sends it too: their table entry or document."""
    hosts = await dns_records.mx_hosts(resolver, domain)
    for host in hosts[:_MOST_MX]:
        provider = provider_for_mx(host)
        if provider is not None:
            return candidates_of(provider, address, Source.MX), ""
    if not hosts:
        return [], "no record"
    bases = [base for base in _bases_of(hosts[0]) if base != domain]
    urls = [f"https://autoconfig.{base}/mail/config-v1.1.xml" for base in bases]
    urls += [f"{ispdb}{base}" for base in bases if ispdb]
    answers = await asyncio.gather(
        *(autoconfig.ask(world, url, address, Source.MX, lookup) for url in urls)
    )
    found = [_unsigned(candidate) for candidates, _ in answers for candidate in candidates]
    return found, "" if found else "nothing known about who receives the mail"


def _bases_of(host: str) -> tuple[str, ...]:
    """The MX's name without its first label, and its registered domain (draft -06, 3.3)."""
    above = host.partition(".")[2]
    base = registrable(host)
    return tuple(dict.fromkeys(name for name in (above, base) if name.endswith(base)))


def _unsigned(candidate: Candidate) -> Candidate:
    """An MX record is not proven, so what it led to is not either."""
    return msgspec.structs.replace(candidate, doubt=candidate.doubt or Doubt.UNSIGNED_DNS)
