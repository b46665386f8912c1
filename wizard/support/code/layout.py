"""What a spoken code carries, as one number of 40 bits.

Ten characters of 5 bits are 50 bits; two characters are the check, so 40 bits are left. The
facts, each with all its values, are more than that:

    cause 16, stage 14, reply kind 52, eight verdicts of 5 (390,625), provider 128,
    port and security 15, system 4, version 8: 4 + 3.8 + 5.7 + 18.6 + 7 + 3.9 + 2 + 3 = 48 bits

Twelve characters would hold them, but every character more is one more to mishear. So:

* Exact always: cause, stage, provider and the verdict of each step. They are what the
  helpdesk acts on, and a caller cannot be asked eight verdicts one by one.
* Cause, stage and reply kind share one table of 1,068 situations: each of the 224 pairs of cause
  and stage, and those triples that occur. An unforeseen reply kind is left out rather than
  guessed: the caller still has the reply on screen 37 and can read it out.
* Port and security are six pairs instead of fifteen: the three usual ones, 'unusual for this
  port', 'unprotected', 'other'. The exact pair is on screen 93.
* The system is one of three. 'Linux' stands for every other; one question settles it.
* The version costs no field: version 1 uses the lower seven eighths of the numbers, a newer
  version the upper eighth, or more characters. Both are told apart from a misheard code.

390,625 * 1,068 * 128 * 6 * 3 = 961,200,000,000 of the 962,072,674,304 numbers of version 1.
"""

import msgspec

from wizard.support.code.tables import NO_REPLY, situation, situation_number, table
from wizard.vocabulary import Step, Verdict

VERSION = 1
BITS = 40
NUMBERS = 7 << (BITS - 3)

# The order is permanent: it is what a code carries.
VERDICTS = (
    Verdict.FINE,
    Verdict.ATTENTION,
    Verdict.PROBLEM,
    Verdict.COULD_NOT_CHECK,
    Verdict.SKIPPED,
)
SITUATIONS, PROVIDERS, TRANSPORTS, SYSTEMS = 1068, 128, 6, 3
NO_PROVIDER, NEWER_PROVIDER, PROFILE_PROVIDER = 0, 126, 127


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """The facts in a code, as table entries; `provider` is the number in the provider table."""

    cause: str
    stage: str
    reply: str = NO_REPLY
    verdicts: tuple[Verdict, ...]
    provider: int = NO_PROVIDER
    transport: str
    system: str


def packed(content: Content) -> int:
    """The number for these facts."""
    number = 0
    for verdict in content.verdicts:
        number = number * len(VERDICTS) + VERDICTS.index(verdict)
    chosen = situation_number(content.cause, content.stage, content.reply)
    number = number * SITUATIONS + chosen
    number = number * PROVIDERS + content.provider
    number = number * TRANSPORTS + table("transports").index(content.transport)
    return number * SYSTEMS + table("systems").index(content.system)


def is_newer(number: int) -> bool:
    """Whether a later version of the program made this number."""
    return number >= NUMBERS


def unpacked(number: int) -> Content | None:
    """The facts in a number; None when no program of this version makes it."""
    number, system = divmod(number, SYSTEMS)
    number, transport = divmod(number, TRANSPORTS)
    number, provider = divmod(number, PROVIDERS)
    steps, chosen = divmod(number, SITUATIONS)
    known = situation(chosen)
    if known is None or steps >= len(VERDICTS) ** len(Step):
        return None
    verdicts: list[Verdict] = []
    for _ in Step:
        steps, verdict = divmod(steps, len(VERDICTS))
        verdicts.append(VERDICTS[verdict])
    cause, stage, reply = known
    return Content(
        cause=cause,
        stage=stage,
        reply=reply,
        verdicts=tuple(reversed(verdicts)),
        provider=provider,
        transport=table("transports")[transport],
        system=table("systems")[system],
    )
