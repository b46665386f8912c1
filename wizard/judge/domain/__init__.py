"""A domain's mail records: what is wrong, what it means, and the record to publish instead.

One file a kind of record. Sources stand in each.
"""

from wizard.facts.domain import DomainFacts
from wizard.facts.names import NameResult
from wizard.judge.domain.dkim import judge_dkim
from wizard.judge.domain.dmarc import judge_dmarc
from wizard.judge.domain.finding import DomainFinding, finding
from wizard.judge.domain.hosts import judge_reverse
from wizard.judge.domain.spf import judge_spf
from wizard.judge.domain.transport import judge_transport
from wizard.vocabulary import Verdict

__all__ = ["DomainFinding", "judge_domain"]


def judge_domain(facts: DomainFacts) -> tuple[DomainFinding, ...]:
    """Every finding, in the order SPF, DKIM, DMARC, reverse names, transport."""
    if facts.exists is NameResult.NO_SUCH_NAME:
        return (finding("domain.missing", Verdict.PROBLEM, domain=facts.domain),)
    return (
        *judge_spf(facts),
        *judge_dkim(facts),
        *judge_dmarc(facts),
        *judge_reverse(facts),
        *judge_transport(facts),
    )
