"""What is wrong with DKIM keys (RFC 6376, RFC 8301)."""

from collections.abc import Iterator

from wizard.facts.domain import DomainFacts, TextRecords
from wizard.facts.names import NameResult
from wizard.judge.domain.finding import ANSWERED, DomainFinding, could_not_check, finding, tags
from wizard.vocabulary import Verdict

# An RSA key of 1024 bits makes 216 base64 characters of SubjectPublicKeyInfo, one of 2048 bits 392.
_WEAK_RSA_CHARACTERS = 300


def judge_dkim(facts: DomainFacts) -> Iterator[DomainFinding]:
    """Findings about the DKIM keys, at least one."""
    keys = [(selector, record) for selector, found in facts.dkim for record in found.records]
    for selector, record in keys:
        read = tags(record)
        name = f"{selector}._domainkey.{facts.domain}"
        key = read.get("p", "")
        if not key:
            yield finding(
                "domain.dkim_revoked", Verdict.ATTENTION, selector=selector, evidence=record
            )
        elif read.get("k", "rsa") == "rsa" and len(key) < _WEAK_RSA_CHARACTERS:
            yield finding(
                "domain.dkim_weak",
                Verdict.ATTENTION,
                selector=selector,
                evidence=f"{name}: {record}",
            )
        else:
            yield finding("domain.dkim_fine", Verdict.FINE, selector=selector, evidence=name)
    if keys:
        return
    if facts.dkim_names_exist is False:
        yield finding("domain.dkim_missing", Verdict.PROBLEM, domain=facts.domain)
    elif any(found.result in ANSWERED for _, found in facts.dkim):
        yield finding("domain.dkim_unknown", Verdict.COULD_NOT_CHECK, domain=facts.domain)
    else:
        name = f"_domainkey.{facts.domain}"
        yield could_not_check("DKIM", TextRecords(name=name, result=NameResult.NO_ANSWER))
