"""Every place that a run may contact, and why: shown before it happens, and in the report."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from wizard.account import Account
from wizard.facts.blocklist_table import Asking, blocklists
from wizard.measure.endpoints import endpoints
from wizard.measure.newest_versions import places as version_places
from wizard.measure.world import is_loopback
from wizard.messages import Message, message


class Contact(msgspec.Struct, frozen=True):
    """One place. `own` is True for the account's own server."""

    place: str
    purpose: Message
    own: bool = False


def contacts(account: Account, outside: bool) -> tuple[Contact, ...]:
    """The account's server, then everybody else, if `outside` allows them."""
    own = Contact(account.host, message("contact.server"), own=True)
    if not outside or is_loopback(account.host):
        return (own,)
    others = {(contact.place, contact.purpose.id): contact for contact in (*_outside(), *_makers())}
    return (own, *others.values())


def _outside() -> Iterator[Contact]:
    places = endpoints()
    yield _for("contact.resolver", "DNS")
    yield _for("contact.canary", places.canary.ipv4)
    for place in places.internet:
        yield _for("contact.internet", place.address)
    for page in places.portal:
        yield _for("contact.portal", _host(page.url))
    for service in places.second_opinion:
        yield _for("contact.second_opinion", _host(service.url))
    for server in places.stun:
        yield _for("contact.line", server.host)
    for question in places.address_by_dns:
        for address in question.servers:
            yield _for("contact.address", address)
    for source in places.address_by_https:
        yield _for("contact.address_if_needed", _host(source.url))
    for one in blocklists():
        if one.asking is Asking.ALWAYS:
            yield _for("contact.blocklist", one.zone)
        elif one.asking is Asking.WITH_CAUSE:
            yield _for("contact.blocklist_with_cause", one.zone)
    for control in places.control:
        yield _for("contact.control", control.host)


def _makers() -> Iterator[Contact]:
    for place in version_places():
        yield _for("contact.newest_version", _host(place.url))


def _for(purpose: str, place: str) -> Contact:
    return Contact(place, message(purpose))


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
