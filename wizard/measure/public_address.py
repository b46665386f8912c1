"""The public address of this connection, by independent ways that must agree; each family apart.

STUN and direct DNS come first; a web page is asked only when they do not agree, because a proxy
may stand before the web but not before mail. Two different operators must say the same, and at
least one of them not by DNS: a network that intercepts DNS answers for all of them.
"""

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, Iterable, Sequence

import dns.asyncquery
import dns.exception
import dns.message
import dns.rdataclass

from wizard.facts.blocklists import AddressReport, PublicAddressFacts
from wizard.facts.names import NameResult
from wizard.facts.server import ServerFacts
from wizard.measure import names, routes, stun, web
from wizard.measure.endpoints import (
    AddressByDns,
    AddressByHttps,
    Endpoints,
    StunServer,
    endpoints,
    is_address,
)
from wizard.measure.probe import Context
from wizard.measure.world import World

# All ways of a round run at once; a lost packet is forgiven by the other ways, not by waiting.
_ROUND_SECONDS = 2.0
_WEB_SECONDS = 3.0


async def run(context: Context) -> PublicAddressFacts:
    """Ask all ways, over the families that have a way out at all."""
    families = tuple(
        ipv6
        for ipv6, somewhere in ((False, routes.SOMEWHERE_IPV4), (True, routes.SOMEWHERE_IPV6))
        if routes.source_address(somewhere)
    )
    return await measure(context, endpoints(), families)


async def measure(
    context: Context, places: Endpoints, families: Sequence[bool]
) -> PublicAddressFacts:
    """Ask `places`; `families` holds False for IPv4 and True for IPv6, as far as wanted."""
    reports = list(_said_by_the_mail_server(context))
    both = await asyncio.gather(
        *(_one_family(context.world, places, ipv6=ipv6) for ipv6 in families)
    )
    for found in both:
        reports.extend(found)
    return PublicAddressFacts(
        reports=tuple(reports),
        ipv4=agreed(reports, ipv6=False),
        ipv6=agreed(reports, ipv6=True),
    )


def agreed(reports: Iterable[AddressReport], *, ipv6: bool) -> str:
    """The address on which two operators agree; '' when none is.

    What the mail server itself said needs no second: it is the address that is judged. IPv6
    addresses agree when their /64 does, because privacy addresses change (RFC 8981).
    """
    said = [r for r in reports if is_address(r.address) and (":" in r.address) is ipv6]
    for report in said:
        if report.way == "server_ehlo":
            return report.address
    for report in said:
        others = [r for r in said if _same(r.address, report.address)]
        operators = {r.operator for r in others}
        if len(operators) > 1 and any(r.way != "dns" for r in others):
            return report.address
    return ""


def _same(one: str, other: str) -> bool:
    return network_of(one) == network_of(other)


def network_of(address: str) -> str:
    """What stands for an address in public: itself, or the /64 of an IPv6 address."""
    ip = ipaddress.ip_address(address)
    if ip.version == 4:
        return str(ip)
    return str(ipaddress.ip_network(f"{address}/64", strict=False))


def _said_by_the_mail_server(context: Context) -> Iterable[AddressReport]:
    for probe in ("account_server", "other_family"):
        facts = context.facts(probe, ServerFacts)
        if facts is not None and facts.echoed_address:
            yield AddressReport(
                way="server_ehlo", operator=facts.host, address=facts.echoed_address
            )


async def _one_family(world: World, places: Endpoints, *, ipv6: bool) -> list[AddressReport]:
    ways = [
        *(lambda server=server: _by_stun(server, ipv6=ipv6) for server in places.stun),
        *(lambda place=place: _by_dns(place, ipv6=ipv6) for place in places.address_by_dns),
    ]
    reports = await _until_agreed(ways, [], ipv6=ipv6)
    if agreed(reports, ipv6=ipv6):
        return reports
    pages = [
        lambda page=page: _by_https(world, page, ipv6=ipv6) for page in places.address_by_https
    ]
    return await _until_agreed(pages, reports, ipv6=ipv6)


async def _until_agreed(
    ways: Sequence[Callable[[], Awaitable[AddressReport]]],
    before: list[AddressReport],
    *,
    ipv6: bool,
) -> list[AddressReport]:
    """All ways at once, until two agree; what is still on its way then is called off."""
    reports = list(before)
    tasks = [asyncio.ensure_future(way()) for way in ways]
    try:
        for finished in asyncio.as_completed(tasks):
            reports.append(await finished)
            if agreed(reports, ipv6=ipv6):
                break
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return reports


async def _by_stun(server: StunServer, *, ipv6: bool) -> AddressReport:
    report = _reporter("stun", server.operator)
    found = await names.look_up(server.host, seconds=_ROUND_SECONDS)
    own_family = [a for a in found.addresses if (":" in a) is ipv6]
    if not own_family:
        said = found.result if found.result is not NameResult.FOUND else NameResult.NO_ADDRESS
        return report(error=said.value)
    # Two requests, so that one lost packet is forgiven.
    done = await stun.series(own_family[0], server.port, 2, 0.3, _ROUND_SECONDS - 0.5)
    return report(address=done.mapped, error="" if done.mapped else "no answer")


async def _by_dns(place: AddressByDns, *, ipv6: bool) -> AddressReport:
    report = _reporter("dns", place.operator)
    server = next((s for s in place.servers if (":" in s) is ipv6), "")
    if not server:
        return report(error=NameResult.NO_ADDRESS.value)
    kind = ("AAAA" if ipv6 else "A") if place.type == "ADDRESS" else place.type
    query = dns.message.make_query(place.name, kind, dns.rdataclass.from_text(place.rdclass))
    try:
        answer = await dns.asyncquery.udp(query, server, timeout=_ROUND_SECONDS)
    except (dns.exception.DNSException, OSError, EOFError):
        return report(error="no answer")
    texts = (names.text_of(record) for section in answer.answer for record in section)
    address = next((text for text in texts if is_address(text)), "")
    return report(address=address, error="" if address else "no address in the answer")


async def _by_https(world: World, page: AddressByHttps, *, ipv6: bool) -> AddressReport:
    report = _reporter("https", page.operator)
    got = await web.fetch(world, page.url, _WEB_SECONDS, ipv6=ipv6)
    if got.status != 200:
        return report(error=got.error or str(got.status))
    lines = got.body[:2000].decode("latin-1").splitlines()
    starting = [line for line in lines if line.startswith(page.line_start)]
    address = next((line[len(page.line_start) :].strip() for line in starting), "")
    return report(address=address if is_address(address) else "")


def _reporter(way: str, operator: str) -> Callable[..., AddressReport]:
    def report(address: str = "", error: str = "") -> AddressReport:
        return AddressReport(way=way, operator=operator, address=address, error=error)

    return report
