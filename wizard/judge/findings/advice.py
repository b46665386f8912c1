"""Steps 1 and 7: what follows from the root cause. Whether waiting helps, and whom to write to."""

from collections.abc import Iterator

from wizard.accounts.providers import provider_for_domain
from wizard.diagnosis import RankedCause
from wizard.judge.case import Case
from wizard.judge.evidence import Found
from wizard.judge.findings.making import found
from wizard.vocabulary import Step, Verdict, Who

_MINUTE = 60


def advice(case: Case, root: RankedCause | None) -> Iterator[Found]:
    """One finding for each of the two steps."""
    yield _waiting(root)
    yield _contact(case, root)


def _waiting(root: RankedCause | None) -> Found:
    if root is None:
        return found("wait.not_needed", Step.WAIT, Verdict.FINE, None)
    if root.wait_seconds is None:
        return found("wait.no_use", Step.WAIT, Verdict.FINE, None)
    first, last = root.wait_seconds
    evidence = {"from": f"{first} s", "to": f"{last} s"}
    if root.retry_prolongs:
        return found(
            "wait.do_not_retry",
            Step.WAIT,
            Verdict.ATTENTION,
            Who.WAIT,
            evidence=evidence,
            minutes=max(1, round(last / _MINUTE)),
        )
    return found(
        "wait.helps",
        Step.WAIT,
        Verdict.ATTENTION,
        Who.WAIT,
        evidence=evidence,
        minutes=max(1, round(first / _MINUTE)),
    )


def _contact(case: Case, root: RankedCause | None) -> Found:
    provider = provider_for_domain(case.account.domain)
    evidence = {}
    if provider is not None:
        pages = {
            "status page": provider.status_page,
            "support": provider.support_page,
            "phone": provider.support_phone,
            "postmaster": provider.postmaster_page,
        }
        evidence = {name: page for name, page in pages.items() if page}
    if root is not None and root.who is Who.PROVIDER:
        return found(
            "provider.acts", Step.PROVIDER, Verdict.ATTENTION, Who.PROVIDER, evidence=evidence
        )
    if root is not None and root.who is Who.ADMIN:
        return found(
            "provider.admin_acts", Step.PROVIDER, Verdict.ATTENTION, Who.ADMIN, evidence=evidence
        )
    return found("provider.not_needed", Step.PROVIDER, Verdict.FINE, None, evidence=evidence)
