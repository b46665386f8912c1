"""The newest versions of the mail programs found here, as their makers publish them.

The places stand in `resources/mail_programs/newest.json`. Only those of programs that are on this
computer are asked, and only where lookups are allowed; nothing about this computer is sent.
Without an answer, or with one that makes no sense, the dated table keeps its word.
"""

import asyncio
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

import msgspec

from wizard.accounts.programs.installed import compared, known_programs
from wizard.accounts.programs.installed.table import version_numbers
from wizard.facts.computer import MailProgram
from wizard.measure.web import fetch
from wizard.measure.world import World
from wizard.resources import resource

ANSWER_SECONDS = 4.0
_VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){0,3}(esr)?", re.ASCII)


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where one program's maker publishes versions, and the fields that hold them."""

    program: str
    url: str
    operator: str
    newest: str
    oldest_supported: str
    source: str
    date: str
    confirmed: bool


class Versions(NamedTuple):
    """What a maker says: the newest version; the oldest that still gets updates, '' if unsaid."""

    newest: str
    oldest_supported: str


class _Table(msgspec.Struct, frozen=True):
    sources: tuple[Place, ...]


@cache
def places() -> tuple[Place, ...]:
    """The table."""
    path = resource("mail_programs/newest.json")
    return msgspec.json.decode(path.read_bytes(), type=_Table).sources


async def refreshed(
    world: World,
    programs: Sequence[MailProgram],
    today: date,
    asked: Iterable[Place] | None = None,
) -> tuple[MailProgram, ...]:
    """The programs, judged by what their makers say today where they say anything."""
    here = {program.id for program in programs}
    wanted = [p for p in (places() if asked is None else asked) if p.program in here]
    answers = await asyncio.gather(*(_ask(world, place) for place in wanted))
    known = {place.program: answer for place, answer in zip(wanted, answers, strict=True)}
    return tuple(_judged(program, known.get(program.id), today) for program in programs)


async def _ask(world: World, place: Place) -> Versions | None:
    got = await fetch(world, place.url, ANSWER_SECONDS, accept="application/json")
    return read_versions(place, got.body) if got.status == 200 else None


def read_versions(place: Place, body: bytes) -> Versions | None:
    """The versions in an answer; None when it holds none that make sense."""
    try:
        fields = msgspec.json.decode(body, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    newest = _version(fields.get(place.newest))
    oldest = _version(fields.get(place.oldest_supported))
    if not newest or (oldest and version_numbers(oldest) > version_numbers(newest)):
        return None
    return Versions(newest, oldest)


def _version(value: object) -> str:
    return value if isinstance(value, str) and _VERSION.fullmatch(value) else ""


def _judged(program: MailProgram, said: Versions | None, today: date) -> MailProgram:
    record = next((one for one in known_programs() if one.id == program.id), None)
    if said is None or record is None:
        return program
    if version_numbers(said.newest) < version_numbers(record.newest):
        return program  # older than what we know: a stale copy somewhere on the way
    oldest = version_numbers(said.oldest_supported)
    live = msgspec.structs.replace(
        record,
        newest=said.newest.removesuffix("esr"),
        # The whole of the oldest line counts: its later fixes are newer still.
        oldest_supported=str(oldest[0]) if oldest else record.oldest_supported,
        date=today.isoformat(),
        confirmed=True,
    )
    return compared(live, program.version, program.found_by, today)
