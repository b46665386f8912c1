"""Step 3: the settings in the mail programs here beside those that were tested (D57)."""

from collections.abc import Iterator

from wizard.accounts.providers import provider_for_domain
from wizard.facts.computer import MailProgramsFacts, SavedAccount
from wizard.judge.case import Case
from wizard.judge.evidence import Evidence, Found, supports, weakens
from wizard.judge.findings.making import found
from wizard.judge.findings.reached import SPOKEN, conversation_complete
from wizard.vocabulary import Cause, Step, Verdict, Who


def findings(case: Case) -> Iterator[Found]:
    """Whether the programs use what works. Says nothing where the tested settings fail."""
    facts = case.facts("mail_programs", MailProgramsFacts)
    if facts is None or not conversation_complete(case):
        return
    address = case.account.address.lower()
    saved = [one for one in facts.accounts if one.address.lower() == address]
    differing = [one for one in saved if not _as_tested(case, one)]
    blamed = case.pasted is not None and case.pasted.cause is Cause.CLIENT_SETTINGS
    if differing:
        yield _differs(case, differing[0], blamed=blamed)
    elif saved:
        yield found(
            "settings.program_agrees",
            Step.SETTINGS,
            Verdict.FINE,
            None,
            *((weakens(Cause.CLIENT_SETTINGS, 1.5),) if blamed else ()),
            evidence={one.program: _said(one) for one in saved},
        )


def _as_tested(case: Case, saved: SavedAccount) -> bool:
    """As tested, or in another way that the provider itself gives."""
    account = case.account
    provider = provider_for_domain(account.domain)
    good = {(account.host.lower(), account.port, account.security)}
    good |= {(s.host, s.port, s.security) for s in (provider.servers if provider else ())}
    return (saved.host.lower(), saved.port, saved.security) in good


def _said(saved: SavedAccount) -> str:
    return f"{saved.host}:{saved.port} {SPOKEN[saved.security]} {saved.username}".strip()


def _differs(case: Case, saved: SavedAccount, *, blamed: bool) -> Found:
    account = case.account
    votes: tuple[Evidence, ...] = ()
    if blamed:
        votes = (supports(Cause.CLIENT_SETTINGS, 3.0, Who.USER),)
    return found(
        "settings.program_differs",
        Step.SETTINGS,
        Verdict.PROBLEM if blamed else Verdict.ATTENTION,
        Who.USER,
        *votes,
        evidence={
            saved.program: _said(saved),
            "tested": f"{account.host}:{account.port} {SPOKEN[account.security]}",
        },
        program=saved.program,
        host=account.host,
        port=account.port,
        security=SPOKEN[account.security],
    )
