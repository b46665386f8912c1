"""Probes made for tests: they measure what they are told, and wait for what they are told."""

import asyncio
from collections.abc import Awaitable, Callable

from wizard.account import Account
from wizard.facts import Facts
from wizard.facts.names import NameResult, ResolverFacts
from wizard.measure.probe import Context, Probe
from wizard.vocabulary import Security, Step

ACCOUNT = Account(
    address="anna@example.com",
    host="127.0.0.1",
    port=587,
    security=Security.STARTTLS,
    username="anna@example.com",
)
FACTS = ResolverFacts(nameservers=("127.0.0.1",), result=NameResult.FOUND)

Run = Callable[[Context], Awaitable[Facts]]


async def at_once(_: Context) -> Facts:
    """Measure without waiting."""
    return FACTS


async def for_ever(_: Context) -> Facts:
    """Never answer."""
    await asyncio.Event().wait()
    return FACTS


async def breaking(_: Context) -> Facts:
    """A fault in a probe."""
    raise ZeroDivisionError


def probe(name: str, run: Run = at_once, *, deadline: float = 5.0, **more: object) -> Probe:
    """A probe of step 2."""
    return Probe(name, Step.CONNECTION, run, deadline, **more)  # type: ignore[arg-type]
