"""The rules, one file a step or a source of findings. Each takes the case and yields findings."""

from collections.abc import Callable, Iterator

from wizard.judge.case import Case
from wizard.judge.evidence import Found
from wizard.judge.findings import (
    blocklists,
    connection,
    pasted,
    protection,
    refusal,
    sending,
    server,
    sign_in,
    unchecked,
)

RULES: tuple[Callable[[Case], Iterator[Found]], ...] = (
    connection.findings,
    server.findings,
    protection.findings,
    refusal.findings,
    sign_in.findings,
    pasted.findings,
    blocklists.findings,
    sending.findings,
    unchecked.findings,
)


def all_findings(case: Case) -> tuple[Found, ...]:
    """Everything that every rule found, in the order of the rules."""
    return tuple(one for rule in RULES for one in rule(case))
