"""What a run of a moment ago measured, so that 'check again' hammers nobody.

Kept only while this computer stands in the same network, and never what the person may just have
changed: the link, names, programs, the password. A server that said 421 is left alone for a
minute; its last answer stands for as long.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from wizard.account import Account
from wizard.facts.server import ServerFacts
from wizard.observation import Observation, Outcome
from wizard.record import RunRecord

# Seconds. Lists and the public address change when the network does, and that is looked at.
KEPT_SECONDS: Mapping[str, float] = {
    "public_address": 300.0,
    "blocklists": 300.0,
    "line": 60.0,
    "control": 60.0,
    "other_ports": 60.0,
}
AFTER_421_SECONDS = 60.0
_ABOUT_THE_SERVER = ("account_server", "other_family", "other_ports", "control")
_CLOSING = 421
LINK = "link"


def kept_from(before: RunRecord | None, account: Account, now: datetime) -> dict[str, Observation]:
    """What need not be measured again, by probe; with it the link that it holds for.

    Empty when nothing may be kept. A clock that was set back keeps nothing.
    """
    if before is None or before.practice:
        return {}
    observations = before.case.observations
    link = observations.get(LINK)
    if link is None or link.facts is None:
        return {}
    same_account = before.case.account == account
    seconds = dict(KEPT_SECONDS)
    if same_account and _said_421(observations.get("account_server")):
        seconds |= dict.fromkeys(_ABOUT_THE_SERVER, AFTER_421_SECONDS)
    kept = {
        name: msgspec.structs.replace(observations[name], kept=True, connections=0)
        for name, most in seconds.items()
        if name in observations
        and (same_account or name not in _ABOUT_THE_SERVER)
        and _is_fresh(observations[name], most, now)
    }
    return {**kept, LINK: link} if kept else {}


def _is_fresh(observation: Observation, most_seconds: float, now: datetime) -> bool:
    age = (now - observation.started).total_seconds()
    return observation.outcome is Outcome.MEASURED and 0 <= age <= most_seconds


def _said_421(observation: Observation | None) -> bool:
    facts = observation.facts if observation else None
    refusal = facts.refusal if isinstance(facts, ServerFacts) else None
    return refusal is not None and refusal.code == _CLOSING
