"""What is wrong with an SPF record (RFC 7208), and the record to publish instead."""

from collections.abc import Iterator

from wizard.facts.domain import DomainFacts, TextRecords
from wizard.facts.spf import (
    MAXIMUM_LOOKUPS,
    MAXIMUM_MX_HOSTS,
    MAXIMUM_VOID_LOOKUPS,
    Term,
    terms,
)
from wizard.judge.domain.finding import ANSWERED, DomainFinding, could_not_check, finding
from wizard.vocabulary import Verdict


def judge_spf(facts: DomainFacts) -> Iterator[DomainFinding]:
    """Findings about the SPF record, at least one."""
    spf, domain = facts.spf, facts.domain
    if spf.result not in ANSWERED:
        yield could_not_check("SPF", spf)
        return
    if not spf.records:
        yield finding(
            "domain.spf_missing",
            Verdict.PROBLEM,
            record_name=domain,
            record=_first_spf(facts),
            domain=domain,
        )
        return
    if len(spf.records) > 1:
        yield finding(
            "domain.spf_several",
            Verdict.PROBLEM,
            record_name=domain,
            record=_joined_spf(spf.records),
            evidence="\n".join(spf.records),
            count=len(spf.records),
        )
        return
    problems = [*_spf_terms(facts), *_spf_limits(facts)]
    yield from problems
    if not any(found.verdict is Verdict.PROBLEM for found in problems):
        yield finding("domain.spf_fine", Verdict.FINE, domain=domain, evidence=spf.records[0])


def _spf_terms(facts: DomainFacts) -> Iterator[DomainFinding]:
    record, domain = facts.spf.records[0], facts.domain
    read = terms(record)
    unknown = [term for term in read if not term.known]
    if unknown:
        kept = " ".join(["v=spf1", *(term.text for term in read if term.known)])
        yield finding(
            "domain.spf_unreadable",
            Verdict.PROBLEM,
            record_name=domain,
            record=kept,
            evidence=record,
            term=unknown[0].text,
        )
    if any(term.name == "ptr" for term in read):
        yield finding(
            "domain.spf_ptr",
            Verdict.ATTENTION,
            record_name=domain,
            record=_without(record, "ptr"),
            evidence=record,
        )
    last = next((term for term in read if term.name == "all"), None)
    redirected = any(term.name == "redirect" for term in read)
    if last is None and not redirected:
        yield finding(
            "domain.spf_no_all",
            Verdict.ATTENTION,
            record_name=domain,
            record=f"{record.strip()} ~all",
            evidence=record,
        )
    elif last is not None and last.qualifier in "+?":
        yield finding(
            "domain.spf_allows_all",
            Verdict.PROBLEM if last.qualifier == "+" else Verdict.ATTENTION,
            record_name=domain,
            record=_with_all(record, last),
            evidence=record,
            term=last.text,
        )


def _spf_limits(facts: DomainFacts) -> Iterator[DomainFinding]:
    domain, record = facts.domain, facts.spf.records[0]
    unanswered = [lookup for lookup in facts.spf_lookups if lookup.result not in ANSWERED]
    if unanswered:
        yield could_not_check(
            "SPF", TextRecords(name=unanswered[0].domain, result=unanswered[0].result)
        )
    if len(facts.spf_lookups) > MAXIMUM_LOOKUPS:
        yield finding(
            "domain.spf_lookups",
            Verdict.PROBLEM,
            record_name=domain,
            record=_only_own(record),
            evidence=_listed(facts),
            most=MAXIMUM_LOOKUPS,
        )
    void = [lookup for lookup in facts.spf_lookups if lookup.void]
    broken = [
        lookup
        for lookup in facts.spf_lookups
        if lookup.mechanism in ("include", "redirect")
        and not lookup.record
        and lookup.result in ANSWERED
        and "%" not in lookup.domain
    ]
    if broken:
        yield finding(
            "domain.spf_include_without_record",
            Verdict.PROBLEM,
            record_name=broken[0].path[-1],
            record=_without_domain(record, broken[0].domain) if len(broken[0].path) == 1 else "",
            evidence=_listed(facts),
            name=broken[0].domain,
        )
    elif len(void) > MAXIMUM_VOID_LOOKUPS:
        yield finding(
            "domain.spf_void",
            Verdict.PROBLEM,
            record_name=domain,
            record=_without_domains(record, {lookup.domain for lookup in void}),
            evidence=_listed(facts),
            count=len(void),
            most=MAXIMUM_VOID_LOOKUPS,
        )
    many = [lookup for lookup in facts.spf_lookups if lookup.addresses > MAXIMUM_MX_HOSTS]
    if many:
        yield finding(
            "domain.spf_many_mx",
            Verdict.PROBLEM,
            evidence=_listed(facts),
            name=many[0].domain,
            count=many[0].addresses,
            most=MAXIMUM_MX_HOSTS,
        )


def _first_spf(facts: DomainFacts) -> str:
    """A record to begin with: the servers that receive mail may also send, others are doubted."""
    return "v=spf1 mx ~all" if facts.mx else "v=spf1 -all"


def _joined_spf(records: tuple[str, ...]) -> str:
    words: list[str] = []
    ending = "~all"
    for record in records:
        for term in terms(record):
            if term.name == "all":
                ending = "-all" if term.qualifier == "-" else ending
            elif term.text not in words:
                words.append(term.text)
    return " ".join(["v=spf1", *words, ending])


def _without(record: str, name: str) -> str:
    return " ".join(["v=spf1", *(t.text for t in terms(record) if t.name != name)])


def _without_domain(record: str, domain: str) -> str:
    return _without_domains(record, {domain})


def _without_domains(record: str, domains: set[str]) -> str:
    kept = (t.text for t in terms(record) if t.domain.lower().rstrip(".") not in domains)
    return " ".join(["v=spf1", *kept])


def _with_all(record: str, last: Term) -> str:
    return " ".join(
        ["v=spf1", *(t.text for t in terms(record) if t is not last and t.name != "all"), "~all"]
    )


def _only_own(record: str) -> str:
    """The record without terms that repeat what another one gives: a, mx and ptr go first."""
    spared = {"a", "mx", "ptr"}
    kept = (t.text for t in terms(record) if t.name not in spared)
    return " ".join(["v=spf1", *kept])


def _listed(facts: DomainFacts) -> str:
    return "\n".join(
        f"{'  ' * (len(lookup.path) - 1)}{lookup.mechanism} {lookup.domain}: {lookup.result.value}"
        for lookup in facts.spf_lookups
    )
