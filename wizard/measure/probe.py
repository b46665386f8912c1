"""What a probe is: a coroutine with an id, what it needs, and a deadline.

Everything whose needs are met runs at once. A probe returns facts whatever it met; it raises
only for faults of this program. To add one: write a file here, name it in `plan.py`.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from wizard.account import Account, Secret
from wizard.facts import Facts
from wizard.measure.server_gate import ServerGate
from wizard.measure.world import World
from wizard.observation import Line, Observation, Outcome, Speaker
from wizard.vocabulary import Step

F = TypeVar("F")


def _nobody_waits(_what: str, _until_seconds: float) -> None:
    """Nobody wants to know."""


@dataclass(slots=True)
class Context:
    """What one probe gets: the account, the world, what is known so far, its own transcript."""

    account: Account
    password: Secret | None
    world: World
    server: ServerGate
    known: Mapping[str, Observation]
    began: float
    waiting: Callable[[str, float], None] = _nobody_waits
    error_text: str = ""
    send_test: bool = False
    message_size: int | None = None
    transcript: list[Line] = field(default_factory=list)

    def facts(self, probe: str, kind: type[F]) -> F | None:
        """The facts of an earlier probe, when it measured any of this kind."""
        observation = self.known.get(probe)
        if observation is None or observation.outcome is not Outcome.MEASURED:
            return None
        return observation.facts if isinstance(observation.facts, kind) else None

    def note(self, speaker: Speaker, text: str) -> None:
        """Add a line to the transcript. Whoever sends a secret masks it before it comes here."""
        self.transcript.append(Line(speaker, text, self.world.monotonic() - self.began))


def _always(_: Context) -> bool:
    return True


def _enabling(_: Facts) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing to measure.

    `needs`: probes that must have measured something usable, else this one is 'not checked
    because ...'. `after`: probes to wait for, whatever became of them. `enables`: whether
    dependents can use what this one measured. `needed`: whether the answer can matter here.
    `outside`: contacts somebody other than the account's server. `asks_server`: goes through the
    door to the account's server, so its connections are counted.
    """

    id: str
    step: Step
    run: Callable[[Context], Awaitable[Facts]]
    deadline_seconds: float
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    outside: bool = False
    asks_server: bool = False
    needed: Callable[[Context], bool] = _always
    enables: Callable[[Facts], bool] = _enabling
