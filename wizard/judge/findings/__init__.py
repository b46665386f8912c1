"""The rules, one file a step or a source of findings. Each takes the case and yields findings."""

from collections.abc import Callable, Iterator

from wizard.judge.case import Case
from wizard.judge.evidence import Found
from wizard.judge.findings import (
    blocklists,
    connection,
    crowding,
    names,
    pasted,
    protection,
    queue,
    rate,
    reaching,
    refusal,
    settings,
    sign_in,
    size,
    talking,
    unchecked,
    updates,
)

RULES: tuple[Callable[[Case], Iterator[Found]], ...] = (
    connection.findings,
    names.findings,
    reaching.findings,
    talking.findings,
    protection.findings,
    refusal.findings,
    sign_in.findings,
    size.findings,
    settings.findings,
    pasted.findings,
    crowding.findings,
    rate.findings,
    blocklists.findings,
    updates.findings,
    queue.findings,
    unchecked.findings,
)


def all_findings(case: Case) -> tuple[Found, ...]:
    """Everything that every rule found, in the order in which a cause is looked for."""
    return tuple(one for rule in RULES for one in rule(case))
