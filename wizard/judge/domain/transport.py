"""MTA-STS (RFC 8461) and TLS reports (RFC 8460): good habits, never the cause."""

from collections.abc import Iterator

from wizard.facts.domain import DomainFacts
from wizard.judge.domain.finding import ANSWERED, DomainFinding, finding
from wizard.vocabulary import Verdict


def judge_transport(facts: DomainFacts) -> Iterator[DomainFinding]:
    """Findings about MTA-STS and TLS reports."""
    if facts.mta_sts.records:
        yield finding("domain.mta_sts_fine", Verdict.FINE, evidence=facts.mta_sts.records[0])
    elif facts.mta_sts.result in ANSWERED:
        yield finding(
            "domain.mta_sts_missing",
            Verdict.SKIPPED,
            record_name=f"_mta-sts.{facts.domain}",
            record="v=STSv1; id=1",
        )
    if facts.tls_rpt.records:
        yield finding("domain.tls_rpt_fine", Verdict.FINE, evidence=facts.tls_rpt.records[0])
    elif facts.tls_rpt.result in ANSWERED:
        yield finding(
            "domain.tls_rpt_missing",
            Verdict.SKIPPED,
            record_name=f"_smtp._tls.{facts.domain}",
            record=f"v=TLSRPTv1; rua=mailto:tls-reports@{facts.domain}",
        )
