"""The autoconfig document (config-v1.1, draft-ietf-mailmaint-autoconfig): fetching and reading it.

Asked over HTTPS first; what came over plain HTTP is marked. A redirect is followed a few times,
never from HTTPS to HTTP; what another domain served is marked too. Documents are hostile until
read: no entities (defusedxml), a bounded size (web.fetch), unknown values skipped.
"""

import asyncio
from collections.abc import Iterator
from urllib.parse import quote, urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from wizard.account import SignIn, Source, checked_host, checked_port
from wizard.accounts.discovery.candidates import Candidate, Doubt
from wizard.accounts.discovery.domains import ascii_form, belongs, can_be_asked
from wizard.errors import BadInput
from wizard.measure import names, web
from wizard.measure.endpoints import is_address
from wizard.measure.world import World, is_loopback
from wizard.vocabulary import Security

# Five seconds for a document, as mail programs allow; its redirects share them.
FETCH_SECONDS = 5.0
_MOST_REDIRECTS = 3
_MOST_SERVERS = 10
_REDIRECTS = (301, 302, 303, 307, 308)
_SECURITY = {"ssl": Security.TLS, "starttls": Security.STARTTLS, "plain": Security.NONE}
_SIGN_IN = {
    "password-cleartext": SignIn.PASSWORD,
    "plain": SignIn.PASSWORD,
    "password-encrypted": SignIn.PASSWORD,
    "secure": SignIn.PASSWORD,
    "oauth2": SignIn.OAUTH2,
    "none": SignIn.NONE,
    "client-ip-address": SignIn.NONE,
}

Answer = tuple[list[Candidate], str]
"""Candidates, and why there are none ('' when there are)."""


def addresses_to_ask(domain: str, address: str) -> tuple[str, ...]:
    """Where the domain itself may publish its document, HTTPS first (draft -06 section 3.1).

    The mail address is told to the domain's own server only, and only over HTTPS.
    """
    name = ascii_form(domain)
    return (
        f"https://autoconfig.{name}/mail/config-v1.1.xml?emailaddress={quote(address, safe='@')}",
        f"https://{name}/.well-known/autoconfig/mail/config-v1.1.xml",
        f"http://autoconfig.{name}/mail/config-v1.1.xml",
    )


async def ask(
    world: World,
    url: str,
    address: str,
    source: Source,
    lookup: names.Lookup = names.system_lookup,
) -> Answer:
    """The candidates in the document at this address, or why there are none."""
    try:
        async with asyncio.timeout(FETCH_SECONDS):
            answer, ended_at = await _fetched(world, url, lookup)
    except TimeoutError:
        return [], "timed out"
    if answer.status != 200:
        return [], answer.error or f"HTTP {answer.status}"
    # A document that a third party serves in the name of the domain is not the domain's word.
    stayed = belongs(urlsplit(ended_at).hostname or "", urlsplit(url).hostname or "")
    doubt = None if stayed else Doubt.REDIRECTED
    if not (url.startswith("https://") and ended_at.startswith("https://")):
        doubt = Doubt.PLAIN_HTTP
    date = world.now().date().isoformat()
    found = list(read(answer.body, address, source, ended_at, doubt, date))
    return found, "" if found else "no usable document"


async def _fetched(world: World, url: str, lookup: names.Lookup) -> tuple[web.Fetched, str]:
    for _ in range(_MOST_REDIRECTS + 1):
        answer = await web.fetch(world, url, FETCH_SECONDS, accept="text/xml", lookup=lookup)
        if answer.status not in _REDIRECTS:
            return answer, url
        onward = urljoin(url, answer.headers.get("location", ""))
        if not _may_follow(url, onward):
            return web.Fetched(error="redirected to somewhere unprotected"), url
        url = onward
    return web.Fetched(error="too many redirects"), url


def _may_follow(url: str, onward: str) -> bool:
    """A redirect may gain protection, never give it up, and leads to no machine in this house."""
    start, end = urlsplit(url), urlsplit(onward)
    protected = end.scheme == "https" or start.scheme == end.scheme == "http"
    host = end.hostname or ""
    return protected and can_be_asked(host) and not is_loopback(host) and not is_address(host)


def read(
    document: bytes,
    address: str,
    source: Source,
    url: str,
    doubt: Doubt | None = None,
    date: str = "",
) -> Iterator[Candidate]:
    """The SMTP servers of a document, in its order. Whatever cannot be used is left out."""
    try:
        root = fromstring(document, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return
    local, _, domain = address.rpartition("@")
    places = {
        "%EMAILADDRESS%": address,
        "%EMAILLOCALPART%": local,
        "%EMAILDOMAIN%": domain,
        "%EMAILADDRESS": address,  # a slip seen in the wild
    }
    servers = list(root.iter("outgoingServer"))[:_MOST_SERVERS]
    for server in servers:
        candidate = _candidate(server, places, source, url)
        if candidate is not None:
            yield _dated(candidate, doubt, date)


def _dated(candidate: Candidate, doubt: Doubt | None, date: str) -> Candidate:
    return msgspec.structs.replace(candidate, doubt=doubt, date=date)


def _candidate(
    server: Element, places: dict[str, str], source: Source, url: str
) -> Candidate | None:
    def text(tag: str) -> str:
        value = (server.findtext(tag) or "").strip()
        for place, filled in places.items():
            value = value.replace(place, filled)
        return value

    security = next((s for s in _texts(server, "socketType") if s in _SECURITY), None)
    if server.get("type", "smtp").lower() != "smtp" or security is None:
        return None
    try:
        host, port = checked_host(text("hostname")), checked_port(text("port"))
    except BadInput:
        return None
    kinds = [_SIGN_IN[s] for s in _texts(server, "authentication") if s in _SIGN_IN]
    username = text("username")[:320]
    return Candidate(
        host=host.lower(),
        port=port,
        security=_SECURITY[security],
        username=username if username.isprintable() else "",
        source=source,
        sign_in=SignIn.PASSWORD if SignIn.PASSWORD in kinds or not kinds else kinds[0],
        read_at=url.partition("?")[0],
    )


def _texts(server: Element, tag: str) -> list[str]:
    return [(element.text or "").strip().lower() for element in server.findall(tag)]
