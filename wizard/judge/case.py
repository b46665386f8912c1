"""All that is known when judging: the account, the observations, the pasted error, the time."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

import msgspec

from wizard.account import Account
from wizard.observation import NotRun, Observation, Outcome
from wizard.reply import Reply

F = TypeVar("F")


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """The input of the judge. Saved in every report, so that it can be judged again later."""

    account: Account
    observations: Mapping[str, Observation]
    pasted: Reply | None = None
    judged_at: datetime
    outside_allowed: bool = True

    def facts(self, probe: str, kind: type[F]) -> F | None:
        """What a probe measured; None when it did not."""
        observation = self.observations.get(probe)
        if observation is None or observation.outcome is not Outcome.MEASURED:
            return None
        return observation.facts if isinstance(observation.facts, kind) else None

    def not_run(self, probe: str) -> NotRun | None:
        """Why a probe did not run; None when it did, or is unknown."""
        observation = self.observations.get(probe)
        return observation.reason if observation else None
