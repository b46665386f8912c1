"""Step 5: listings of the public address. A listing alone is never the cause: it becomes one
only when the server itself refused the address."""

from collections.abc import Iterator
from functools import cache

from wizard.facts.blocklists import BlocklistFacts, Listing, ListingResult, PublicAddressFacts
from wizard.facts.network import LinkFacts
from wizard.facts.server import ServerFacts
from wizard.judge.case import Case
from wizard.judge.evidence import FAIR, WEAK, Evidence, Found
from wizard.judge.findings.making import found
from wizard.judge.findings.refusal import understood
from wizard.resources import read_json
from wizard.vocabulary import Cause, Step, Verdict, Who

_UNREADABLE = {
    ListingResult.NO_ANSWER,
    ListingResult.REFUSED,
    ListingResult.REWRITTEN,
    ListingResult.LISTS_EVERYTHING,
    ListingResult.STRIPPED,
}


def findings(case: Case) -> Iterator[Found]:
    """The public address, real listings, policy listings, and lists that could not be asked."""
    yield from _public_address(case)
    facts = case.facts("blocklists", BlocklistFacts)
    if facts is None or not facts.listings:
        return
    real = [one for one in facts.listings if _kind(one) == "listed"]
    policy = [one for one in facts.listings if _kind(one) == "policy"]
    unreadable = [one for one in facts.listings if one.result in _UNREADABLE]
    for listing in real:
        yield _listed(case, listing)
    if policy:
        yield found(
            "blocklists.policy",
            Step.BLOCKLISTS,
            Verdict.FINE,
            None,
            evidence={list_name(p.list_id): ", ".join(p.codes) for p in policy},
        )
    if unreadable and len(unreadable) == len(facts.listings):
        yield _nothing_readable(unreadable, facts.resolver_operator)
    elif not real:
        yield found(
            "blocklists.clean",
            Step.BLOCKLISTS,
            Verdict.FINE,
            None,
            evidence={list_name(one.list_id): one.result.value for one in facts.listings},
            count=len(facts.listings) - len(unreadable),
        )


@cache
def _lists() -> dict[str, dict[str, object]]:
    table = read_json("blocklists.json")
    assert isinstance(table, dict)
    return {entry["id"]: entry for entry in table["lists"]}


def list_name(id_: str) -> str:
    """The name of a list as people know it."""
    return str(_lists().get(id_, {}).get("name", id_))


def removal_page(id_: str) -> str:
    """Where a listing can be looked up and its removal asked for."""
    return str(_lists().get(id_, {}).get("page", ""))


def _kind(listing: Listing) -> str:
    """'listed' when any documented code is more than policy; 'policy'; '' when not listed."""
    if listing.result is not ListingResult.LISTED:
        return ""
    codes = _lists().get(listing.list_id, {}).get("codes", {})
    kinds = {
        _code_kind(codes.get(code) if isinstance(codes, dict) else None) for code in listing.codes
    }
    return "listed" if "listed" in kinds else "policy" if kinds else ""


def _code_kind(meaning: object) -> str:
    if isinstance(meaning, dict):
        return "policy" if meaning.get("kind") == "policy" else "listed"
    return "listed"


def _public_address(case: Case) -> Iterator[Found]:
    facts = case.facts("public_address", PublicAddressFacts)
    if facts is None:
        return
    evidence = {f"{r.way} {r.operator}".strip(): r.address or r.error for r in facts.reports}
    if facts.ipv4 or facts.ipv6:
        yield found(
            "blocklists.address",
            Step.BLOCKLISTS,
            Verdict.FINE,
            None,
            evidence=evidence,
            address=facts.ipv4 or facts.ipv6,
        )
    else:
        yield found(
            "blocklists.address_unknown",
            Step.BLOCKLISTS,
            Verdict.COULD_NOT_CHECK,
            None,
            evidence=evidence,
        )


def _listed(case: Case, listing: Listing) -> Found:
    """Supports a blocking that the server spoke of; without that, a hint and no more."""
    main = case.facts("account_server", ServerFacts)
    live = main is not None and main.refusal is not None
    blocked_live = (
        main is not None
        and main.refusal is not None
        and understood(main.refusal).cause is Cause.IP_BLOCKED
    )
    blocked_pasted = case.pasted is not None and case.pasted.cause is Cause.IP_BLOCKED
    link = case.facts("link", LinkFacts)
    through_vpn = bool(link and link.default_route_over and link.default_route_over in link.vpn)
    votes: tuple[Evidence, ...] = ()
    if blocked_live or (blocked_pasted and not live):
        who = Who.USER if through_vpn else None
        votes = (Evidence(Cause.IP_BLOCKED, FAIR if blocked_live else WEAK, who),)
    return found(
        "blocklists.listed",
        Step.BLOCKLISTS,
        Verdict.PROBLEM if votes else Verdict.ATTENTION,
        Who.USER,
        *votes,
        evidence={
            "list": list_name(listing.list_id),
            "address": listing.address,
            "codes": ", ".join(listing.codes),
            "text": listing.text,
            "page": removal_page(listing.list_id),
        },
        name=list_name(listing.list_id),
    )


def _nothing_readable(unreadable: list[Listing], operator: str) -> Found:
    return found(
        "blocklists.unreadable",
        Step.BLOCKLISTS,
        Verdict.COULD_NOT_CHECK,
        None,
        evidence={
            **{list_name(one.list_id): one.result.value for one in unreadable},
            **({"resolver": operator} if operator else {}),
        },
    )
