"""Facts about the public address and what blocklists answer for it (RFC 5782)."""

from enum import StrEnum

import msgspec


class AddressReport(msgspec.Struct, frozen=True, kw_only=True):
    """What one independent way said the public address is; '' with an error when it failed."""

    way: str  # 'server_ehlo', 'stun', 'dns', 'https'
    operator: str
    address: str = ""
    error: str = ""


class PublicAddressFacts(msgspec.Struct, frozen=True, tag="public_address", kw_only=True):
    """The public addresses on which two independent ways agree (or the mail server itself said)."""

    reports: tuple[AddressReport, ...]
    ipv4: str = ""
    ipv6: str = ""


class ListingResult(StrEnum):
    """What one list's answers mean, after its test points were asked too."""

    LISTED = "listed"
    NOT_LISTED = "not_listed"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"  # 127.255.255.x or REFUSED: the list does not answer this resolver
    REWRITTEN = "rewritten"  # an answer outside 127.0.0.0/8
    LISTS_EVERYTHING = "lists_everything"  # 127.0.0.1 is listed: the list is shut down
    EMPTY = "empty"  # 127.0.0.2 is not listed: the list is shut down, or knows no IPv6
    STRIPPED = "stripped"  # 127.0.0.2 gives no data: a router strips these answers


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What one list said about one address; codes are the documented return addresses."""

    list_id: str
    address: str
    result: ListingResult
    codes: tuple[str, ...] = ()
    text: str = ""
    took_seconds: float = 0.0


class BlocklistFacts(msgspec.Struct, frozen=True, tag="blocklists", kw_only=True):
    """The answers of every list that was asked."""

    listings: tuple[Listing, ...]
    resolver_operator: str = ""  # a public resolver that lists are known to refuse
