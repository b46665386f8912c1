"""Step 5: listings of the public address.

Rules: a listing alone is never the cause, it counts only when a server refused the address;
policy and neighbourhood listings are normal; a list that could not be asked says nothing.
"""

from collections.abc import Iterator, Sequence

from wizard.facts.blocklist_table import ListingKind, blocklist
from wizard.facts.blocklists import BlocklistFacts, Listing, ListingResult, PublicAddressFacts
from wizard.facts.network import LinkFacts
from wizard.judge.case import Case
from wizard.judge.evidence import Evidence, Found, supports, weakens
from wizard.judge.findings.making import found
from wizard.judge.findings.reached import through_vpn
from wizard.judge.findings.refusal import live_reply
from wizard.judge.thresholds import LISTING_COUNTS, READABLE_SHARE
from wizard.vocabulary import Cause, Step, Verdict, Who

_READABLE = (ListingResult.LISTED, ListingResult.NOT_LISTED)
_NORMAL = (ListingKind.POLICY, ListingKind.NEIGHBOURHOOD)
_DEVICE = (ListingKind.INFECTED, ListingKind.PROXY, ListingKind.ATTACKS)


def findings(case: Case) -> Iterator[Found]:
    """The public address, listings that count, normal ones, and lists that gave no answer."""
    address = case.facts("public_address", PublicAddressFacts)
    if address is not None:
        yield _public_address(address)
    facts = case.facts("blocklists", BlocklistFacts)
    if facts is None or not facts.listings:
        return
    listings = facts.listings
    counting = [one for one in listings if kinds(one) - set(_NORMAL) and weight(one)]
    readable = [one for one in listings if one.result in _READABLE]
    if counting:
        yield _listed(case, counting)
    yield from _normal([one for one in listings if kinds(one) & set(_NORMAL)])
    if not readable or len(readable) < READABLE_SHARE * len(listings):
        yield _unreadable(listings, facts.resolver_operator)
    elif not counting:
        yield _clean(case, listings, readable)


def kinds(listing: Listing) -> set[ListingKind]:
    """What the documented answers of a listing say; nothing when it is no listing."""
    known = blocklist(listing.list_id)
    if listing.result is not ListingResult.LISTED or known is None:
        return set()
    codes = (known.code(address) for address in listing.codes)
    return {code.kind for code in codes if code is not None}


def weight(listing: Listing) -> bool:
    """Whether any of its answers weighs enough to count against a person."""
    known = blocklist(listing.list_id)
    codes = [known.code(address) for address in listing.codes] if known else []
    return any(
        code is not None and code.kind not in _NORMAL and code.weight >= LISTING_COUNTS
        for code in codes
    )


def _name(listing: Listing) -> str:
    known = blocklist(listing.list_id)
    return known.name if known else listing.list_id


def _public_address(facts: PublicAddressFacts) -> Found:
    evidence = {f"{r.way} {r.operator}".strip(): r.address or r.error for r in facts.reports}
    if not (facts.ipv4 or facts.ipv6):
        return found(
            "blocklists.address_unknown",
            Step.BLOCKLISTS,
            Verdict.COULD_NOT_CHECK,
            evidence=evidence,
        )
    return found(
        "blocklists.address",
        Step.BLOCKLISTS,
        Verdict.FINE,
        evidence={**evidence, "IPv4": facts.ipv4, "IPv6": facts.ipv6},
        address=facts.ipv4 or facts.ipv6,
    )


def _listed(case: Case, listings: Sequence[Listing]) -> Found:
    """One finding for all of them, worded by the gravest (D7 to D11)."""
    found_kinds = {kind for one in listings for kind in kinds(one)} - set(_NORMAL)
    id_ = _wording(case, found_kinds)
    blocked_live, blocked_pasted = _blocked(case)
    votes: tuple[Evidence, ...] = ()
    if blocked_live or blocked_pasted:
        votes = (supports(Cause.IP_BLOCKED, 3.0 if blocked_live else 1.7, Who.USER),)
    evidence = {"address": ", ".join(dict.fromkeys(one.address for one in listings))}
    for one in listings:
        known = blocklist(one.list_id)
        page = known.page_for(one.address) if known else ""
        evidence[_name(one)] = " ".join(part for part in (*one.codes, one.text, page) if part)
    return found(
        id_,
        Step.BLOCKLISTS,
        Verdict.PROBLEM if votes else Verdict.ATTENTION,
        Who.PROVIDER if id_ == "blocklists.listed_network" else Who.USER,
        *votes,
        evidence=evidence,
        leads=blocked_live,
        count=len(listings),
        names=", ".join(dict.fromkeys(_name(one) for one in listings)),
    )


def _wording(case: Case, found_kinds: set[ListingKind]) -> str:
    if through_vpn(case):
        return "blocklists.listed_vpn"
    link = case.facts("link", LinkFacts)
    if link is not None and link.shared_address:
        return "blocklists.listed_shared"
    if found_kinds & set(_DEVICE):
        return "blocklists.listed_device"
    if ListingKind.UNWANTED_MAIL in found_kinds:
        return "blocklists.listed_mail"
    return "blocklists.listed_network"


def _blocked(case: Case) -> tuple[bool, bool]:
    """Whether a server refused the address: now, or in the error text."""
    live = live_reply(case)
    pasted = case.pasted is not None and case.pasted.cause is Cause.IP_BLOCKED
    return live is not None and live.cause is Cause.IP_BLOCKED, live is None and pasted


def _normal(listings: Sequence[Listing]) -> Iterator[Found]:
    """Home lines are on policy lists on purpose; whole providers on others (D12, D14)."""
    for kind, id_ in (
        (ListingKind.POLICY, "blocklists.policy"),
        (ListingKind.NEIGHBOURHOOD, "blocklists.neighbourhood"),
    ):
        those = [one for one in listings if kind in kinds(one)]
        if those:
            evidence = {_name(one): f"{one.address} {', '.join(one.codes)}" for one in those}
            yield found(id_, Step.BLOCKLISTS, Verdict.FINE, evidence=evidence)


def _evidence(listings: Sequence[Listing]) -> dict[str, str]:
    evidence: dict[str, str] = {}
    for one in listings:
        said = f"{one.address} {one.result.value}"
        before = evidence.get(_name(one))
        evidence[_name(one)] = f"{before}, {said}" if before else said
    return evidence


def _unreadable(listings: Sequence[Listing], operator: str) -> Found:
    evidence = _evidence([one for one in listings if one.result not in _READABLE])
    return found(
        "blocklists.unreadable",
        Step.BLOCKLISTS,
        Verdict.COULD_NOT_CHECK,
        evidence={**evidence, "resolver": operator},
    )


def _clean(case: Case, listings: Sequence[Listing], readable: Sequence[Listing]) -> Found:
    """On none. That speaks against a blocking only where the error text is the sole sign of it,
    and more so where that text is somebody's own words, without a server's code."""
    pasted = case.pasted if _blocked(case)[1] else None
    votes: tuple[Evidence, ...] = ()
    if pasted is not None:
        hearsay = pasted.code is None and pasted.enhanced is None
        votes = (weakens(Cause.IP_BLOCKED, 5.0 if hearsay else 1.5),)
    return found(
        "blocklists.clean",
        Step.BLOCKLISTS,
        Verdict.FINE,
        None,
        *votes,
        evidence=_evidence(listings),
        count=len(dict.fromkeys(one.list_id for one in readable)),
        silent=len({one.list_id for one in listings} - {one.list_id for one in readable}),
    )
