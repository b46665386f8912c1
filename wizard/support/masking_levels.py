"""How much of a report is masked."""

from enum import StrEnum


class Level(StrEnum):
    """Three levels; passwords and tokens are hidden on every one of them."""

    NOTHING_PERSONAL = "nothing_personal"  # every name and address, those of providers too
    NORMAL = "normal"  # what belongs to the person; well-known providers stay readable
    OWN_HELPDESK = "own_helpdesk"  # only secrets: for the organisation that runs the computer
