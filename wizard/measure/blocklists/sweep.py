"""The sweep: every list at once, three questions each, through the system's own resolver.

The system's resolver, because that is what the lists' terms and the truth of other mail servers
expect. Going round its refusal with a resolver of our own would be rude and is not done.
"""

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import dns.asyncresolver

from wizard.facts.blocklist_table import Asking, Blocklist, blocklists
from wizard.facts.blocklists import BlocklistFacts, Listing, ListingResult, PublicAddressFacts
from wizard.facts.names import NameResult, ResolverFacts
from wizard.facts.server import ServerFacts
from wizard.measure import endpoints, names
from wizard.measure.blocklists.answers import (
    Answer,
    Meaning,
    meaning,
    point_address,
    question,
    shown_text,
)
from wizard.measure.blocklists.store import HEALTHY_FOR, NOT_LISTED_FOR, Store
from wizard.measure.probe import Context
from wizard.measure.public_address import network_of
from wizard.measure.world import is_public
from wizard.paths import cache_folder

_ASKING_SECONDS = 3.0

# Words by which servers say that an address is refused for what it is.
_POINTS_AT_BLOCKING = re.compile(
    r"spamhaus|zen\b|\brbl|dnsbl|block ?list|black ?list|blocked|\blisted|reputation|banned"
    r"|spamcop|barracuda|\bpbl\b|\bxbl\b|\bsbl\b|5\.7\.606|poor reputation",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Asker:
    resolver: dns.asyncresolver.Resolver
    store: Store

    async def test_point(self, name: str) -> Answer:
        """A test point; a right answer is remembered for a day."""
        known = self.store.answer(name)
        if known is not None:
            return known
        answer = Answer(*await names.ask(self.resolver, name))
        if not answer.failed and not _is_odd(answer):
            self.store.keep(name, answer, HEALTHY_FOR)
        return answer

    async def target(self, name: str) -> Answer:
        """The address itself; remembered only as 'not listed', and only by the caller."""
        known = self.store.answer(name)
        return known or Answer(*await names.ask(self.resolver, name))


async def run(context: Context) -> BlocklistFacts:
    """Ask every list that may be asked about every public address of this connection."""
    resolver = names.system_resolver(_ASKING_SECONDS)
    return await measure(context, resolver, blocklists(), cache_folder())


async def measure(
    context: Context,
    resolver: dns.asyncresolver.Resolver | None,
    lists: Sequence[Blocklist],
    folder: Path | None,
) -> BlocklistFacts:
    """Ask `lists` through `resolver`; `folder` keeps what need not be asked again soon."""
    addresses = addresses_to_ask(context)
    if resolver is None or not addresses:
        return BlocklistFacts(listings=())
    nameservers = tuple(str(server) for server in resolver.nameservers)
    seen = context.facts("resolver", ResolverFacts)
    operator = (seen.operator if seen else "") or endpoints.resolver_operator(nameservers)
    store = Store(folder, nameservers, context.world.now())
    asker = _Asker(resolver, store)
    with_cause = context.world.ask_reserved_lists or has_cause(context)
    listings = await asyncio.gather(
        *(
            _one(context, asker, of, address, operator)
            for of in lists
            if of.asking is Asking.ALWAYS or (of.asking is Asking.WITH_CAUSE and with_cause)
            for address in addresses
            if ":" not in address or of.zone_ipv6
        )
    )
    store.save()
    return BlocklistFacts(listings=tuple(listings), resolver_operator=operator)


def addresses_to_ask(context: Context) -> tuple[str, ...]:
    """The public addresses: those the mail server named, then those found otherwise."""
    found: list[str] = []
    for probe in ("account_server", "other_family"):
        server = context.facts(probe, ServerFacts)
        found.append(server.echoed_address if server else "")
    public = context.facts("public_address", PublicAddressFacts)
    found += [public.ipv4, public.ipv6] if public else []
    by_network = {network_of(a): a for a in reversed(found) if a and is_public(a)}
    return tuple(reversed(by_network.values()))


def has_cause(context: Context) -> bool:
    """Whether the pasted error, or the server itself, points at blocking of an address."""
    texts = [context.error_text]
    for probe in ("account_server", "other_family"):
        server = context.facts(probe, ServerFacts)
        if server is not None:
            texts += [reply.text for reply in server.replies if reply.code >= 400]
    return any(_POINTS_AT_BLOCKING.search(text) for text in texts)


async def _one(
    context: Context, asker: _Asker, of: Blocklist, address: str, operator: str
) -> Listing:
    began = context.world.monotonic()
    if operator and of.refuses_public_resolvers:
        # It would answer this resolver with an error: known beforehand, so not asked.
        found = Meaning(ListingResult.REFUSED)
    else:
        found = await _asked(asker, of, address)
    return Listing(
        list_id=of.id,
        address=network_of(address),
        result=found.result,
        codes=found.codes,
        text=found.text,
        took_seconds=context.world.monotonic() - began,
    )


async def _asked(asker: _Asker, of: Blocklist, address: str) -> Meaning:
    ipv6 = ":" in address
    zone = of.zone_ipv6 if ipv6 else of.zone
    asked = question(address, zone)
    target, listed_test, clean_test = await asyncio.gather(
        asker.target(asked),
        asker.test_point(question(point_address(of.listed_test, ipv6=ipv6), zone)),
        asker.test_point(question(point_address(of.clean_test, ipv6=ipv6), zone)),
    )
    found = meaning(target, listed_test, clean_test, of)
    if found.result is ListingResult.NOT_LISTED:
        asker.store.keep(asked, target, NOT_LISTED_FOR)
    if found.result is not ListingResult.LISTED:
        return found
    _, texts = await names.ask(asker.resolver, asked, "TXT")
    return Meaning(found.result, found.codes, shown_text(texts, of))


def _is_odd(answer: Answer) -> bool:
    """Not an answer to be remembered: an error code, or an address from elsewhere."""
    return answer.result is NameResult.NO_ADDRESS or not _all_plain(answer.addresses)


def _all_plain(addresses: Iterable[str]) -> bool:
    return all(a.startswith("127.") and not a.startswith("127.255.255.") for a in addresses)
