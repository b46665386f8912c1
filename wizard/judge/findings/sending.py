"""Steps 4, 6 and 8: how much is sent, what is out of date, what waits on this computer."""

from collections.abc import Iterator

from wizard.accounts.providers import provider_for_domain
from wizard.facts.computer import (
    ComputerFacts,
    MailConnectionsFacts,
    MailProgramsFacts,
    MailQueueFacts,
    OutboxFacts,
    Support,
)
from wizard.judge.case import Case
from wizard.judge.evidence import WEAK, Evidence, Found
from wizard.judge.findings.making import found
from wizard.vocabulary import Cause, Step, Verdict, Who


def findings(case: Case) -> Iterator[Found]:
    """Limits, connections, outboxes; system and programs; the queue of a mail server here."""
    yield from _limits(case)
    yield from _connections(case)
    yield from _outboxes(case)
    yield from _computer(case)
    yield from _programs(case)
    yield from _queue(case)


def _limits(case: Case) -> Iterator[Found]:
    provider = provider_for_domain(case.account.domain)
    if provider is None or not provider.limits.known:
        return
    limits = provider.limits
    evidence = {
        name.replace("_", " "): str(value)
        for name, value in (
            ("messages_per_minute", limits.messages_per_minute),
            ("messages_per_hour", limits.messages_per_hour),
            ("messages_per_day", limits.messages_per_day),
            ("recipients_per_day", limits.recipients_per_day),
            ("recipients_per_message", limits.recipients_per_message),
            ("connections", limits.connections),
        )
        if value is not None
    }
    evidence["as of"] = provider.date
    yield found(
        "rate.limits", Step.RATE, Verdict.FINE, None, evidence=evidence, provider=provider.name
    )


def _connections(case: Case) -> Iterator[Found]:
    facts = case.facts("mail_connections", MailConnectionsFacts)
    if facts is None:
        return
    yield found(
        "rate.connections",
        Step.RATE,
        Verdict.FINE,
        None,
        evidence={
            f"{one.program or '?'} {one.address}:{one.port}": str(one.open)
            for one in facts.connections
        },
        count=sum(one.open for one in facts.connections),
    )


def _outboxes(case: Case) -> Iterator[Found]:
    facts = case.facts("outbox", OutboxFacts)
    if facts is None:
        return
    waiting = sum(one.messages for one in facts.outboxes)
    if waiting:
        yield found(
            "queue.outbox_waiting",
            Step.QUEUE,
            Verdict.ATTENTION,
            Who.USER,
            evidence={one.program: str(one.messages) for one in facts.outboxes},
            count=waiting,
        )
    elif facts.outboxes:
        yield found("queue.outbox_empty", Step.QUEUE, Verdict.FINE, None)


def _computer(case: Case) -> Iterator[Found]:
    facts = case.facts("computer", ComputerFacts)
    if facts is None:
        return
    evidence = {"system": facts.name, "version": facts.version, "TLS": facts.tls_library}
    if facts.support is Support.ENDED:
        yield found(
            "updates.system_ended",
            Step.UPDATES,
            Verdict.ATTENTION,
            Who.USER,
            *(() if facts.tls_1_2 else (Evidence(Cause.OUTDATED_CLIENT, WEAK, Who.USER),)),
            evidence={**evidence, "support ended": facts.support_ends},
            system=facts.name,
        )
    else:
        id_ = "updates.system_fine" if facts.support is Support.SUPPORTED else "updates.system"
        yield found(id_, Step.UPDATES, Verdict.FINE, None, evidence=evidence, system=facts.name)


def _programs(case: Case) -> Iterator[Found]:
    facts = case.facts("mail_programs", MailProgramsFacts)
    if facts is None:
        return
    for program in facts.programs:
        evidence = {"program": program.name, "version": program.version}
        if program.support is Support.ENDED:
            yield found(
                "updates.program_ended",
                Step.UPDATES,
                Verdict.ATTENTION,
                Who.USER,
                evidence=evidence,
                program=program.name,
                version=program.version,
            )
    yield found(
        "updates.programs",
        Step.UPDATES,
        Verdict.FINE,
        None,
        evidence={program.name: program.version for program in facts.programs},
        count=len(facts.programs),
    )


def _queue(case: Case) -> Iterator[Found]:
    facts = case.facts("mail_queue", MailQueueFacts)
    if facts is None or not facts.server:
        return
    if facts.error == "not_running":
        # A mail server that came with the system and was never used is nobody's business.
        return
    if facts.error:
        yield found(
            "queue.unreadable",
            Step.QUEUE,
            Verdict.COULD_NOT_CHECK,
            None,
            evidence={"server": facts.server, "error": facts.error},
            server=facts.server,
        )
    elif facts.total:
        yield found(
            "queue.waiting",
            Step.QUEUE,
            Verdict.ATTENTION,
            Who.ADMIN,
            evidence={"server": facts.server, "waiting": str(facts.total)},
            count=facts.total,
            server=facts.server,
        )
    else:
        yield found("queue.empty", Step.QUEUE, Verdict.FINE, None, server=facts.server)
