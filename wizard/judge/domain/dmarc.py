"""What is wrong with a DMARC record (RFC 9989, May 2026)."""

from collections.abc import Iterator

from wizard.facts.domain import DomainFacts, TextRecords
from wizard.facts.names import NameResult
from wizard.judge.domain.finding import ANSWERED, DomainFinding, could_not_check, finding, tags
from wizard.vocabulary import Verdict


def judge_dmarc(facts: DomainFacts) -> Iterator[DomainFinding]:
    """Findings about the DMARC record, at least one."""
    found = facts.dmarc[-1] if facts.dmarc else None
    own = f"_dmarc.{facts.domain}"
    if found is None or (not found.records and found.result not in ANSWERED):
        yield could_not_check("DMARC", found or TextRecords(name=own, result=NameResult.ERROR))
        return
    if not found.records:
        yield finding(
            "domain.dmarc_missing",
            Verdict.PROBLEM,
            record_name=own,
            record=f"v=DMARC1; p=none; rua=mailto:dmarc@{facts.domain}",
        )
        return
    if len(found.records) > 1:
        yield finding(
            "domain.dmarc_several",
            Verdict.PROBLEM,
            record_name=found.name,
            record=found.records[0],
            evidence="\n".join(found.records),
            count=len(found.records),
        )
        return
    record = found.records[0]
    policy = tags(record).get("p", "none").lower()
    if policy not in ("none", "quarantine", "reject"):
        yield finding(
            "domain.dmarc_unreadable",
            Verdict.PROBLEM,
            record_name=found.name,
            record=record.replace(f"p={policy}", "p=none"),
            evidence=record,
            policy=policy,
        )
    elif policy == "none":
        yield finding(
            "domain.dmarc_watching",
            Verdict.ATTENTION,
            record_name=found.name,
            record=_with_policy(record, "quarantine"),
            evidence=record,
        )
    else:
        yield finding("domain.dmarc_fine", Verdict.FINE, policy=policy, evidence=record)


def _with_policy(record: str, policy: str) -> str:
    parts = [part.strip() for part in record.split(";") if part.strip()]
    others = [part for part in parts if not part.lower().replace(" ", "").startswith(("p=", "v="))]
    return "; ".join(["v=DMARC1", f"p={policy}", *others])
