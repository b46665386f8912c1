"""Microsoft's Autodiscover as a hint: is this domain's mail at Exchange, and which SMTP server?

No password is ever sent: many servers then say nothing but 401, which is an answer too. Formats:
[MS-OXDSCLI] (the XML of 2006), [MS-OXDISCO]; Microsoft 365 is known by the alias of its name.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

import dns.asyncresolver
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from wizard.account import Source, checked_host, checked_port
from wizard.accounts.discovery.autoconfig import FETCH_SECONDS, Answer
from wizard.accounts.discovery.candidates import Candidate
from wizard.accounts.discovery.dns_records import alias_of
from wizard.accounts.discovery.table import candidates_of
from wizard.accounts.providers import provider_by_id
from wizard.errors import BadInput
from wizard.measure import names, web
from wizard.measure.world import World
from wizard.vocabulary import Security

_MICROSOFT_ALIASES = (".outlook.com", ".office365.com", ".office.com")
_ENCRYPTION = {"ssl": Security.TLS, "tls": Security.STARTTLS, "none": Security.NONE}
_REQUEST = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/'
    'requestschema/2006"><Request><EMailAddress>{address}</EMailAddress>'
    "<AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/"
    "responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>"
)


def addresses_to_ask(domain: str) -> tuple[str, ...]:
    """The two places of the domain itself; plain HTTP is not asked for a hint."""
    path = "autodiscover/autodiscover.xml"
    return (f"https://autodiscover.{domain}/{path}", f"https://{domain}/{path}")


async def by_alias(resolver: dns.asyncresolver.Resolver, domain: str, address: str) -> Answer:
    """Microsoft 365, when the domain's autodiscover name is an alias of Microsoft's."""
    alias = await alias_of(resolver, f"autodiscover.{domain}")
    microsoft = provider_by_id("microsoft-365")
    if microsoft is not None and alias.endswith(_MICROSOFT_ALIASES):
        return candidates_of(microsoft, address, Source.AUTODISCOVER), ""
    return [], "no record"


async def ask(world: World, url: str, address: str, lookup: names.Lookup) -> Answer:
    """The SMTP servers that the document names. A redirect is not followed: it is only a hint."""
    body = _REQUEST.format(address=escape(address)).encode()
    answer = await web.fetch(world, url, FETCH_SECONDS, accept="text/xml", lookup=lookup, post=body)
    if answer.status in (401, 403):
        return [], "answers to signed-in programs only"
    if answer.status != 200:
        return [], answer.error or f"HTTP {answer.status}"
    found = list(read(answer.body, address, url, world.now().date().isoformat()))
    return found, "" if found else "no usable document"


def read(document: bytes, address: str, url: str, date: str = "") -> Iterator[Candidate]:
    """The SMTP servers of a response. Whatever cannot be used is left out."""
    try:
        root = fromstring(document, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return
    for protocol in root.iter():
        if _local(protocol) == "protocol":
            candidate = _candidate(protocol, address, url, date)
            if candidate is not None:
                yield candidate


def _candidate(protocol: Element, address: str, url: str, date: str) -> Candidate | None:
    values = {_local(child): (child.text or "").strip() for child in protocol}
    if values.get("type", "").upper() != "SMTP":
        return None
    security = _ENCRYPTION.get(values.get("encryption", "").lower())
    try:
        port = checked_port(values.get("port") or "587")
        host = checked_host(values.get("server", ""))
    except BadInput:
        return None
    if security is None:
        encrypted = values.get("ssl", "on").lower() != "off"
        usual = Security.TLS if port == 465 else Security.STARTTLS
        security = usual if encrypted else Security.NONE
    username = values.get("loginname", "")[:320]
    return Candidate(
        host=host.lower(),
        port=port,
        security=security,
        username=username if username and username.isprintable() else address,
        source=Source.AUTODISCOVER,
        read_at=url,
        date=date,
    )


def _local(element: Element) -> str:
    """The name of an element without its namespace, lower case."""
    return str(element.tag).rpartition("}")[2].lower()
