"""Step 6: what no longer gets updates. Rarely the cause; then the pasted error says so."""

from collections.abc import Iterator

from wizard.facts.computer import ComputerFacts, MailProgramsFacts, Support
from wizard.judge.case import Case
from wizard.judge.evidence import Evidence, Found, supports
from wizard.judge.findings.making import found
from wizard.vocabulary import Cause, Step, Verdict, Who

_SUSPECTS_AGE = (Cause.OUTDATED_CLIENT, Cause.TLS_PROBLEM)


def findings(case: Case) -> Iterator[Found]:
    """System and mail programs."""
    computer = case.facts("computer", ComputerFacts)
    if computer is not None:
        yield _computer(case, computer)
    programs = case.facts("mail_programs", MailProgramsFacts)
    if programs is not None:
        yield _programs(case, programs)


def _votes(case: Case) -> tuple[Evidence, ...]:
    """Age explains what an error text already blames on age, and nothing else."""
    suspected = case.pasted is not None and case.pasted.cause in _SUSPECTS_AGE
    return (supports(Cause.OUTDATED_CLIENT, 2.0, Who.USER),) if suspected else ()


def _computer(case: Case, facts: ComputerFacts) -> Found:
    evidence = {
        "system": facts.name,
        "version": facts.version,
        "TLS": facts.tls_library,
        "support ends": facts.support_ends,
        "as of": facts.table_date,
    }
    if facts.support is Support.ENDED or not facts.tls_1_2:
        return found(
            "updates.system_ended",
            Step.UPDATES,
            Verdict.ATTENTION,
            Who.USER,
            *_votes(case),
            evidence=evidence,
            system=facts.name,
        )
    id_ = "updates.system_fine" if facts.support is Support.SUPPORTED else "updates.system"
    return found(id_, Step.UPDATES, Verdict.FINE, evidence=evidence, system=facts.name)


def _programs(case: Case, facts: MailProgramsFacts) -> Found:
    ended = [one for one in facts.programs if one.support is Support.ENDED]
    evidence = {one.name: f"{one.version} ({one.found_by})" for one in facts.programs}
    if ended:
        return found(
            "updates.program_ended",
            Step.UPDATES,
            Verdict.ATTENTION,
            Who.USER,
            *_votes(case),
            evidence=evidence,
            program=ended[0].name,
            version=ended[0].version,
        )
    if not facts.programs:
        return found("updates.no_programs", Step.UPDATES, Verdict.SKIPPED)
    if all(one.support is Support.UNKNOWN for one in facts.programs) and any(
        one.table_too_old for one in facts.programs
    ):
        return found(
            "updates.programs_unknown",
            Step.UPDATES,
            Verdict.COULD_NOT_CHECK,
            evidence=evidence,
            names=", ".join(dict.fromkeys(one.name for one in facts.programs)),
        )
    return found(
        "updates.programs",
        Step.UPDATES,
        Verdict.FINE,
        evidence=evidence,
        names=", ".join(dict.fromkeys(one.name for one in facts.programs)),
        count=len(facts.programs),
    )
