"""Step 4: the provider's documented limits, and what waits to be sent from here."""

from collections.abc import Iterator

from wizard.accounts.providers import provider_for_domain
from wizard.facts.computer import OutboxFacts
from wizard.judge.case import Case
from wizard.judge.evidence import Found
from wizard.judge.findings.making import found
from wizard.vocabulary import Step, Verdict, Who


def findings(case: Case) -> Iterator[Found]:
    """Limits, then outboxes."""
    yield from _limits(case)
    facts = case.facts("outbox", OutboxFacts)
    if facts is not None:
        yield from _outboxes(facts)


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
    yield found("rate.limits", Step.RATE, Verdict.FINE, evidence=evidence, provider=provider.name)


def _outboxes(facts: OutboxFacts) -> Iterator[Found]:
    waiting = sum(one.messages for one in facts.outboxes)
    evidence = {
        **{one.program: f"{one.messages} {one.oldest}".strip() for one in facts.outboxes},
        **{f"{program} unreadable": why for program, why in facts.unreadable},
    }
    if waiting > 0:
        yield found(
            "rate.outbox_waiting",
            Step.RATE,
            Verdict.ATTENTION,
            Who.USER,
            evidence=evidence,
            count=waiting,
        )
    elif facts.unreadable:
        yield found(
            "rate.outbox_unreadable",
            Step.RATE,
            Verdict.COULD_NOT_CHECK,
            evidence=evidence,
            programs=", ".join(program for program, _ in facts.unreadable),
        )
    elif facts.outboxes:
        yield found("rate.outbox_empty", Step.RATE, Verdict.FINE, evidence=evidence)
