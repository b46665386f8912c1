"""The autoconfig document (config-v1.1, draft-ietf-mailmaint-autoconfig): fetching and reading it.

Asked over HTTPS first; what came over plain HTTP is marked unconfirmed. A redirect is followed
once, and only within the domain that was asked. Documents are hostile until read: no entities
(defusedxml), a bounded size (web.fetch), unknown values skipped.
"""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from wizard.account import SignIn, Source, checked_host, checked_port
from wizard.accounts.discovery.candidates import Candidate
from wizard.errors import BadInput
from wizard.measure import names, web
from wizard.measure.world import World
from wizard.vocabulary import Security

# Five seconds for a page, as mail programs allow; a redirect shares them.
FETCH_SECONDS = 5.0
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


def addresses_to_ask(domain: str, address: str) -> tuple[str, ...]:
    """Where the domain itself may publish its document, HTTPS first."""
    well_known = f"{domain}/.well-known/autoconfig/mail/config-v1.1.xml"
    return (
        f"https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={address}",
        f"https://{well_known}",
        f"http://autoconfig.{domain}/mail/config-v1.1.xml",
    )


async def ask(
    world: World,
    url: str,
    address: str,
    source: Source,
    lookup: names.Lookup = names.system_lookup,
) -> tuple[list[Candidate], str]:
    """The candidates in the document at this address, or why there are none."""
    answer = await web.fetch(world, url, FETCH_SECONDS, accept="text/xml", lookup=lookup)
    if answer.status in (301, 302, 303, 307, 308):
        onward = urljoin(url, answer.headers.get("location", ""))
        if not _same_domain(url, onward):
            return [], f"redirected to {urlsplit(onward).hostname or 'nowhere'}"
        url = onward
        answer = await web.fetch(world, url, FETCH_SECONDS, accept="text/xml", lookup=lookup)
    if answer.status != 200:
        return [], answer.error or f"HTTP {answer.status}"
    found = list(read(answer.body, address, source, url))
    return found, "" if found else "no usable document"


def read(document: bytes, address: str, source: Source, url: str) -> Iterator[Candidate]:
    """The SMTP servers of a document, in its order. Whatever cannot be used is left out."""
    try:
        root = fromstring(document, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return
    local, _, domain = address.rpartition("@")
    places = {
        "%EMAILADDRESS%": address,
        "%EMAILLOCALPART%": local,
        "%EMAILDOMAIN%": domain,
        "%EMAILADDRESS": address,  # a slip seen in the wild
    }
    for server in root.iter("outgoingServer"):
        candidate = _candidate(server, places, source, url)
        if candidate is not None:
            yield candidate


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
    return Candidate(
        host=host.lower(),
        port=port,
        security=_SECURITY[security],
        username=text("username")[:320],
        source=source,
        sign_in=SignIn.PASSWORD if SignIn.PASSWORD in kinds or not kinds else kinds[0],
        read_at=url.partition("?")[0],
        confirmed=url.startswith("https://"),
    )


def _texts(server: Element, tag: str) -> list[str]:
    return [(element.text or "").strip().lower() for element in server.findall(tag)]


def _same_domain(url: str, onward: str) -> bool:
    """Whether a redirect stays with whoever was asked, and does not give up protection."""
    start, end = urlsplit(url), urlsplit(onward)
    if start.scheme == "https" and end.scheme != "https":
        return False
    base = ".".join((start.hostname or "").split(".")[-2:])
    host = end.hostname or ""
    return host == base or host.endswith(f".{base}")
