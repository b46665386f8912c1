"""Steps 1 and 7: what follows from the root cause. Whether waiting helps, and who has to act."""

from collections.abc import Iterator

from wizard.accounts.providers import provider_for_domain
from wizard.diagnosis import RankedCause
from wizard.judge.case import Case
from wizard.judge.evidence import Found
from wizard.judge.findings.making import found
from wizard.vocabulary import Step, Verdict, Who

_MINUTE, _HOUR = 60, 3_600
# Up to here people count in minutes.
_LONGEST_IN_MINUTES = 5_400


def findings(case: Case, root: RankedCause | None, *, sends: bool) -> Iterator[Found]:
    """One finding for each of the two steps. `sends`: mail can be sent, nothing is wrong."""
    if root is not None:
        yield _waiting(root)
    elif sends:
        yield found("wait.not_needed", Step.WAIT, Verdict.FINE)
    if root is not None or sends:
        yield _contact(case, root)


def _waiting(root: RankedCause) -> Found:
    if root.wait_seconds is None:
        return found("wait.no_use", Step.WAIT, Verdict.SKIPPED)
    first, last = root.wait_seconds
    evidence = {"from": f"{first} s", "to": f"{last} s"}
    if first <= 0 and not root.retry_prolongs:
        return found("wait.over", Step.WAIT, Verdict.FINE, evidence=evidence)
    # Where every try makes it longer, only the end of the range is safe.
    seconds = last if root.retry_prolongs else first
    id_ = "wait.do_not_retry" if root.retry_prolongs else "wait.helps"
    if seconds > _LONGEST_IN_MINUTES:
        count, id_ = -(-seconds // _HOUR), f"{id_}_hours"
    else:
        count = -(-seconds // _MINUTE)
    return found(
        id_, Step.WAIT, Verdict.ATTENTION, Who.WAIT, evidence=evidence, count=max(1, count)
    )


def _contact(case: Case, root: RankedCause | None) -> Found:
    provider = provider_for_domain(case.account.domain)
    evidence = {}
    if provider is not None:
        evidence = {
            "provider": provider.name,
            "status page": provider.status_page,
            "support": provider.support_page,
            "phone": provider.support_phone,
            "postmaster": provider.postmaster_page,
            "as of": provider.date,
        }
    who = root.who if root is not None else None
    if who is Who.PROVIDER:
        return found("provider.acts", Step.PROVIDER, Verdict.ATTENTION, who, evidence=evidence)
    if who is Who.ADMIN:
        return found(
            "provider.admin_acts", Step.PROVIDER, Verdict.ATTENTION, who, evidence=evidence
        )
    return found("provider.not_needed", Step.PROVIDER, Verdict.SKIPPED, evidence=evidence)
