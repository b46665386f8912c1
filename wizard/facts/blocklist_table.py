"""The curated blocklists, from `resources/blocklists.json`: what each is, and how to read it."""

from enum import StrEnum
from functools import cache

import msgspec

from wizard.resources import resource


class ListingKind(StrEnum):
    """What being listed says about an address; each has a sentence `listing.<kind>`."""

    SPAM_SOURCE = "spam_source"
    UNWANTED_MAIL = "unwanted_mail"
    INFECTED = "infected"
    PROXY = "proxy"
    ATTACKS = "attacks"
    CRIMINAL_NETWORK = "criminal_network"
    POLICY = "policy"  # 'home line': normal, never a problem
    NEIGHBOURHOOD = "neighbourhood"  # a whole provider: never a problem of one person


class Scope(StrEnum):
    """What a listing covers."""

    ADDRESS = "address"
    RANGE = "range"
    PROVIDER = "provider"


class Asking(StrEnum):
    """When a list is asked."""

    ALWAYS = "always"
    WITH_CAUSE = "with_cause"  # something points at blocking, or the person asks
    NEVER = "never"  # needs registration, or says nothing useful: its page is shown at most


class Remover(StrEnum):
    """Who may ask for removal."""

    ANYONE = "anyone"
    PROVIDER = "provider"  # whoever runs the network
    NOBODY = "nobody"  # entries expire by themselves


class ReturnCode(msgspec.Struct, frozen=True, kw_only=True):
    """One documented answer. `weight` (0 to 1): how much it may count for an end user."""

    address: str
    name: str
    kind: ListingKind
    weight: float


class Blocklist(msgspec.Struct, frozen=True, kw_only=True):
    """One list. `zone_ipv6` is '' when the list knows no IPv6.

    `listed_test` and `clean_test` are the test points of RFC 5782 section 5. `page` tells about
    a listing; `{address}` in it is replaced.
    """

    id: str
    name: str
    zone: str
    zone_ipv6: str = ""
    codes: tuple[ReturnCode, ...]
    asking: Asking
    refuses_public_resolvers: bool = False
    scope: Scope
    remover: Remover
    removal: str
    page: str
    listed_test: str = "127.0.0.2"
    clean_test: str = "127.0.0.1"
    terms: str
    terms_url: str
    confirmed: bool
    source: str
    date: str

    def code(self, address: str) -> ReturnCode | None:
        """The documented meaning of one answer; None when it is not documented."""
        return next((code for code in self.codes if code.address == address), None)

    def page_for(self, address: str) -> str:
        """The page where a listing is explained and removal is asked for."""
        return self.page.replace("{address}", address)


class _File(msgspec.Struct, frozen=True):
    schema: str
    lists: tuple[Blocklist, ...]


@cache
def blocklists() -> tuple[Blocklist, ...]:
    """All lists of the table."""
    return msgspec.json.decode(resource("blocklists.json").read_bytes(), type=_File).lists


def blocklist(id_: str) -> Blocklist | None:
    """The list with this id."""
    return next((one for one in blocklists() if one.id == id_), None)
