"""The append-only tables behind a spoken code, from `resources/codes/`.

A code carries places in these tables, so an entry never moves: what was read out ten years ago
still means the same. `tests/support/golden` holds the order that was released.
"""

import re
from functools import cache

import msgspec

from wizard.account import STANDARD_SECURITY
from wizard.resources import resource
from wizard.vocabulary import Security

NO_STAGE = "none"
NO_REPLY = "none"
OTHER = "other"


class _Table(msgspec.Struct, frozen=True):
    about: str
    version: int
    date: str
    entries: list[str]


class _Situations(msgspec.Struct, frozen=True):
    about: str
    version: int
    date: str
    entries: list[tuple[str, str, str]]


@cache
def table(name: str) -> tuple[str, ...]:
    """The entries of one table, in their permanent order."""
    data = resource(f"codes/{name}.json").read_bytes()
    return tuple(msgspec.json.decode(data, type=_Table).entries)


@cache
def situations() -> tuple[tuple[str, str, str], ...]:
    """The (cause, stage, reply kind) that can be carried together."""
    data = resource("codes/situations.json").read_bytes()
    return tuple(msgspec.json.decode(data, type=_Situations).entries)


@cache
def _place_of_situation() -> dict[tuple[str, str, str], int]:
    return {situation: place for place, situation in enumerate(situations())}


def situation_number(cause: str, stage: str, reply: str) -> int:
    """The number of a situation: exact cause and stage always, the reply kind where it can be.

    A reply kind that was not foreseen for this cause and stage loses its enhanced status first,
    then everything: a code never claims a reply that was not there.
    """
    pairs = len(table("causes")) * len(table("stages"))
    places = _place_of_situation()
    for kind in _ever_less(reply):
        place = places.get((cause, stage, kind))
        if place is not None:
            return pairs + place
    return table("causes").index(cause) * len(table("stages")) + table("stages").index(stage)


def situation(number: int) -> tuple[str, str, str] | None:
    """(cause, stage, reply kind) of a number; None when this version does not know it."""
    stages = table("stages")
    pairs = len(table("causes")) * len(stages)
    if number < pairs:
        return table("causes")[number // len(stages)], stages[number % len(stages)], NO_REPLY
    rest = number - pairs
    return situations()[rest] if rest < len(situations()) else None


def _ever_less(reply: str) -> tuple[str, ...]:
    code = reply.partition("_")[0]
    if not code[:1].isdigit():
        return (reply,)
    return (reply, code, f"{code[0]}xx")


_ENHANCED = re.compile(r"\s*([245])\.(\d{1,3})\.\d{1,3}\b")


def reply_kind(code: int, text: str) -> str:
    """The kind of an SMTP reply: the narrowest entry of the table that fits it."""
    known = table("replies")
    found = _ENHANCED.match(text)
    if found and found[1] == str(code)[0]:
        narrow = f"{code}_{found[1]}.{found[2]}"
        if narrow in known:
            return narrow
    if str(code) in known:
        return str(code)
    if 500 <= code <= 504:
        return "50x"
    rough = f"{str(code)[0]}xx"
    return rough if rough in known else NO_REPLY


def transport(port: int, security: Security) -> str:
    """The entry for a pair of port and security."""
    if security is Security.NONE:
        return "unprotected"
    pair = f"{port}_{security.value}"
    if pair in table("transports"):
        return pair
    return "unusual_pair" if port in STANDARD_SECURITY else OTHER
