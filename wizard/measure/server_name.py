"""The addresses of the account's mail server, as mail programs on this computer get them."""

import asyncio

import dns.asyncresolver

from wizard.facts.names import NameResult, ServerNameFacts
from wizard.measure import names, spelling
from wizard.measure.probe import Context
from wizard.measure.world import is_loopback

# A sibling that does not exist is answered as fast as the name itself; a resolver that dawdles
# over it must not hold up the run.
_SIBLING_SECONDS = 1.0
_EXPLAIN_SECONDS = 3.0


async def run(context: Context) -> ServerNameFacts:
    """Look the server up."""
    return await measure(context, names.system_lookup, names.system_resolver(_EXPLAIN_SECONDS))


async def measure(
    context: Context, lookup: names.Lookup, resolver: dns.asyncresolver.Resolver | None
) -> ServerNameFacts:
    """Look the server up by `lookup`; `resolver` explains a failure and tries a sibling name."""
    host = context.account.host
    began = context.world.monotonic()
    found, sibling = await asyncio.gather(
        names.look_up(host, lookup), _sibling_addresses(host, resolver)
    )
    took = context.world.monotonic() - began
    if found.result is NameResult.FOUND:
        return ServerNameFacts(
            host=host,
            result=NameResult.FOUND,
            ipv4=tuple(a for a in found.addresses if ":" not in a),
            ipv6=tuple(a for a in found.addresses if ":" in a),
            order=found.addresses,
            took_seconds=took,
            parked=bool(set(sibling) & set(found.addresses)),
        )
    result = await _explained(found.result, host, resolver)
    suggestion = ""
    if result in (NameResult.NO_SUCH_NAME, NameResult.NO_ADDRESS):
        suggestion = await spelling.suggestion(context.account, lookup)
    return ServerNameFacts(host=host, result=result, took_seconds=took, suggestion=suggestion)


async def _sibling_addresses(
    host: str, resolver: dns.asyncresolver.Resolver | None
) -> tuple[str, ...]:
    """The addresses of a made-up name beside the server's; () when it has none, as it should."""
    _, _, parent = host.partition(".")
    if resolver is None or "." not in parent or is_loopback(host) or host[-1].isdigit():
        return ()
    try:
        async with asyncio.timeout(_SIBLING_SECONDS):
            _, addresses = await names.ask(resolver, f"{names.made_up_label()}.{parent}")
    except TimeoutError:
        return ()
    return addresses


async def _explained(
    result: NameResult, host: str, resolver: dns.asyncresolver.Resolver | None
) -> NameResult:
    """What DNS itself says, where getaddrinfo has one word for several troubles."""
    if resolver is None or result is NameResult.NO_ADDRESS:
        return result
    said, _ = await names.ask(resolver, host)
    if said is NameResult.FOUND:
        return result  # getaddrinfo is what programs use, so its failure stands
    if said is NameResult.NO_ADDRESS:
        for_ipv6, _ = await names.ask(resolver, host, "AAAA")
        return NameResult.NO_ADDRESS if for_ipv6 is NameResult.NO_ADDRESS else result
    return result if said is NameResult.ERROR else said
