"""Practice: servers on loopback that fail on purpose, for demonstration, training and tests.

The check that runs against them is the ordinary one; only the account and the trusted authority
are the practice's own.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from wizard.account import Account, Secret, SignIn, Source
from wizard.measure.world import World
from wizard.practice.certificates import HOST, PracticeAuthority
from wizard.practice.conversation import Keys
from wizard.practice.scenarios import ADDRESS, Scenario
from wizard.practice.server import practice_server

_PASSWORD = "practice-makes-perfect"  # noqa: S105 - of a server that exists for one run
_OTHER_PASSWORD = "an-old-password"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Staged:
    """A scenario ready to be checked."""

    account: Account
    password: Secret
    world: World
    error_text: str


@asynccontextmanager
async def stage(scenario: Scenario) -> AsyncIterator[Staged]:
    """Start the scenario's server; it is gone when the block is left."""
    authority = PracticeAuthority()
    context = authority.server_context(scenario.behaviour.certificate)
    keys = Keys(context, scenario.username, _PASSWORD)
    async with practice_server(scenario.behaviour, keys) as port:
        account = Account(
            address=ADDRESS,
            host=HOST,
            port=port,
            security=scenario.security,
            username=scenario.username,
            sign_in=SignIn.PASSWORD,
            sources=dict.fromkeys(("host", "port", "security", "username"), Source.PRACTICE),
        )
        given = _PASSWORD if scenario.password_is_right else _OTHER_PASSWORD
        world = World(extra_roots=(authority.root,), practice=scenario.name)
        yield Staged(account, Secret(given), world, scenario.error_text)
