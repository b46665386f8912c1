"""Reverse names of the sending hosts (RFC 1912 2.1)."""

from collections.abc import Iterator

from wizard.facts.domain import DomainFacts, TextRecords
from wizard.judge.domain.finding import ANSWERED, DomainFinding, could_not_check, finding
from wizard.vocabulary import Verdict


def judge_reverse(facts: DomainFacts) -> Iterator[DomainFinding]:
    """One finding for each sending address."""
    for found in facts.reverse:
        if found.confirmed:
            yield finding(
                "domain.reverse_fine", Verdict.FINE, address=found.address, name=found.names[0]
            )
        elif found.result not in ANSWERED:
            yield could_not_check(
                found.address, TextRecords(name=found.address, result=found.result)
            )
        else:
            id_ = "domain.reverse_differs" if found.names else "domain.reverse_missing"
            yield finding(
                id_,
                Verdict.PROBLEM,
                record_name=found.address,
                record=f"PTR {found.host}.",
                evidence=", ".join(found.names),
                address=found.address,
                name=found.host,
            )
