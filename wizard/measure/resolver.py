"""Whether the system's resolver answers, honestly, and on whose behalf.

Asked are two names that cannot exist, the mail server's own name, and, past the resolver, a
documentation address. Some networks answer all of them, for money or for control.
"""

import asyncio
import base64
from collections.abc import Awaitable

import dns.asyncresolver
import dns.exception
import dns.message
import dns.rcode
import dns.resolver

from wizard.facts.names import NameResult, ResolverFacts
from wizard.measure import canary, endpoints, names, web
from wizard.measure.probe import Context
from wizard.measure.world import World

_ASKING_SECONDS = 3.0
_EGRESS_SECONDS = 1.0
_SECOND_OPINION_SECONDS = 3.0


async def run(context: Context) -> ResolverFacts:
    """Ask the system's resolver."""
    return await measure(context, names.system_resolver(_ASKING_SECONDS))


async def measure(context: Context, resolver: dns.asyncresolver.Resolver | None) -> ResolverFacts:
    """Ask `resolver`; None: the system names no resolver at all."""
    if resolver is None:
        return ResolverFacts(nameservers=(), result=NameResult.ERROR)
    host = context.account.host
    nameservers = tuple(str(server) for server in resolver.nameservers)
    began = context.world.monotonic()
    first, second, own, egress, diverted = await asyncio.gather(
        names.ask(resolver, f"{names.made_up_label()}.com"),
        names.ask(resolver, f"{names.made_up_label()}.org"),
        _timed(context, names.ask(resolver, host)),
        _egress(resolver),
        canary.dns_answered(host),
    )
    (own_result, _), took = own[0], own[1] - began
    result = _overall([first[0], second[0], own_result])
    invented = set(first[1]) & set(second[1])
    honest = (first[0], second[0]) == (NameResult.NO_SUCH_NAME,) * 2
    return ResolverFacts(
        nameservers=nameservers,
        result=result,
        took_seconds=took if result is NameResult.FOUND else None,
        invents_names=True if invented else False if honest else None,
        invented_address=min(invented, default=""),
        diverted=diverted,
        egress_address=egress,
        operator=endpoints.resolver_operator((*nameservers, egress)),
        took_tcp=await _over_tcp(resolver, host) if result is NameResult.NO_ANSWER else None,
        server_result=own_result,
        second_opinion=await _second_opinion(context.world, host, own_result),
    )


async def _timed(
    context: Context, asking: Awaitable[tuple[NameResult, tuple[str, ...]]]
) -> tuple[tuple[NameResult, tuple[str, ...]], float]:
    return await asking, context.world.monotonic()


def _overall(results: list[NameResult]) -> NameResult:
    """FOUND when any question got an answer, even 'no such name'; else the first failure."""
    answers = (NameResult.FOUND, NameResult.NO_SUCH_NAME, NameResult.NO_ADDRESS)
    if any(result in answers for result in results):
        return NameResult.FOUND
    return results[0]


async def _egress(resolver: dns.asyncresolver.Resolver) -> str:
    """The address from which the resolver asks the world; '' when it is not to be learnt."""
    question = endpoints.endpoints().resolver_egress
    try:
        async with asyncio.timeout(_EGRESS_SECONDS):
            _, answers = await names.ask(resolver, question.name, question.type)
    except TimeoutError:
        return ""
    return next((text for text in answers if endpoints.is_address(text)), "")


async def _over_tcp(resolver: dns.asyncresolver.Resolver, host: str) -> bool:
    """Networks that drop DNS over UDP sometimes let it pass over TCP."""
    try:
        await resolver.resolve(f"{host}.", "A", tcp=True, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return True
    except (dns.exception.DNSException, OSError):
        return False
    return True


async def _second_opinion(world: World, host: str, own_result: NameResult) -> NameResult | None:
    """What independent resolvers say over HTTPS, which nobody on the way can change."""
    if own_result is NameResult.FOUND:
        return None
    for service in endpoints.endpoints().second_opinion:
        query = dns.message.make_query(host, "A", id=0).to_wire()
        asked = base64.urlsafe_b64encode(query).rstrip(b"=").decode()
        answer = await web.fetch(
            world,
            f"{service.url}?dns={asked}",
            _SECOND_OPINION_SECONDS,
            accept="application/dns-message",
        )
        if answer.status == 200:
            return opinion_in(answer.body)
    return None


def opinion_in(wire: bytes) -> NameResult | None:
    """What a DNS answer says about a name; None when it cannot be read."""
    try:
        message = dns.message.from_wire(wire)
    except (dns.exception.DNSException, ValueError):
        return None
    match message.rcode():
        case dns.rcode.NXDOMAIN:
            return NameResult.NO_SUCH_NAME
        case dns.rcode.NOERROR:
            return NameResult.FOUND if message.answer else NameResult.NO_ADDRESS
        case dns.rcode.REFUSED:
            return NameResult.REFUSED
        case _:
            return NameResult.SERVER_FAILURE
