"""The permanent two-digit number of every screen, by which people on the phone name it."""

from functools import cache

import msgspec

from wizard.resources import resource
from wizard.vocabulary import Step


class _ScreenTable(msgspec.Struct, frozen=True):
    about: str
    screens: dict[str, int]


@cache
def screen_numbers() -> dict[str, int]:
    """Screen name to number."""
    table = msgspec.json.decode(resource("screens.json").read_bytes(), type=_ScreenTable)
    return table.screens


def screen_of_step(step: Step) -> int:
    """The number of a step's screen: 90 plus the number of the step."""
    from wizard.steps import step_info

    return screen_numbers()[f"step.{step_info(step).id}"]
