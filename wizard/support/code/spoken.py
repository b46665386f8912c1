"""The spoken code itself: made from a run, read back from what a caller said.

It carries no address, name, host, time or secret, and grants nothing, so it can be read aloud in
an open office. What each bit is for: `layout.py`. How mishearing is found: `alphabet.py`.
"""

import msgspec

from wizard.errors import BadInput
from wizard.messages import Message, message
from wizard.record import RunRecord
from wizard.support.code import layout
from wizard.support.code.alphabet import (
    ALPHABET,
    LENGTH,
    corrected,
    number_of,
    swapped,
    symbols_of,
    syndromes,
)
from wizard.support.code.layout import Content
from wizard.support.code.reading import content_of
from wizard.support.code.spelling import readings, spelled

_HALF = LENGTH // 2
_LONGEST_INPUT = 400
_LOOKS_LIKE = str.maketrans("ILO", "110")
# Characters that are taken for each other on the phone: said alike in English.
SOUND_ALIKE = ("B8DEPTVGCZ3", "AJK8H", "59Y1", "MN", "FSX67", "QW2")


class SpokenCode(msgspec.Struct, frozen=True):
    """Ten characters. `text` is how they are printed: two groups of five."""

    characters: str

    @property
    def text(self) -> str:
        """The code as it is shown, `4N72H-HJED5`."""
        return "-".join(self.groups)

    @property
    def groups(self) -> tuple[str, str]:
        """The two halves, as they are read out."""
        return self.characters[:_HALF], self.characters[_HALF:]

    def spelled(self, language: str = "en") -> tuple[str, ...]:
        """A word for each character, in the spelling alphabet of the language."""
        return spelled(self.characters, language)


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """What a code says."""

    code: SpokenCode
    version: int
    content: Content


class CodeRefused(BadInput):
    """Not a code as any program made it. `suggestions` are likely right ones, the best first.

    `place` is the character (1 to 10) that was probably misheard, None when that is not known.
    """

    def __init__(
        self, shown: Message, suggestions: tuple[SpokenCode, ...] = (), place: int | None = None
    ) -> None:
        super().__init__(shown)
        self.suggestions = suggestions
        self.place = place

    @property
    def suggestion(self) -> SpokenCode | None:
        """The likely right code: for asking the caller, never for going on without asking."""
        return self.suggestions[0] if self.suggestions else None


def encode(record: RunRecord) -> SpokenCode:
    """The code of a finished run."""
    return code_of(content_of(record))


def code_of(content: Content) -> SpokenCode:
    """The code that carries these facts."""
    return _code(symbols_of(layout.packed(content)))


def decode(text: str) -> Decoded:
    """What a code says, however it was typed. CodeRefused says what to ask the caller."""
    if len(text) > _LONGEST_INPUT:
        raise CodeRefused(message("code.too_long", count=LENGTH))
    characters = _characters(text)
    symbols = [ALPHABET.index(c) for c in characters]
    if syndromes(symbols) != (0, 0):
        raise _misheard(symbols)
    number = number_of(symbols)
    if layout.is_newer(number):
        raise CodeRefused(message("code.newer"))
    content = layout.unpacked(number)
    if content is None:
        raise CodeRefused(message("code.not_ours"))
    return Decoded(code=SpokenCode(characters), version=layout.VERSION, content=content)


def _characters(text: str) -> str:
    """Ten characters of the alphabet out of what was typed."""
    found, fitting = [], []
    for spelling, reading in enumerate(readings(text)):
        characters = reading.translate(_LOOKS_LIKE)
        found.append(characters)
        if len(characters) != LENGTH or any(c not in ALPHABET for c in characters):
            continue
        fitting.append(characters)
        if spelling == 0:
            break  # as typed: ten characters need no words
    if fitting:
        return _passing(fitting)
    raise _complaint(found)


def _passing(fitting: list[str]) -> str:
    """The reading whose check comes out; the first when none does."""
    for characters in fitting:
        if syndromes([ALPHABET.index(c) for c in characters]) == (0, 0):
            return characters
    return fitting[0]


def _complaint(found: list[str]) -> CodeRefused:
    """Why none of the readings is ten characters of the alphabet."""
    best = min(found, key=lambda reading: abs(len(reading) - LENGTH))
    if not best:
        return CodeRefused(message("code.missing"))
    strange = next((c for c in best if c not in ALPHABET), None)
    if strange is not None and len(best) <= 2 * LENGTH:
        shown = strange if strange.isprintable() else "?"
        return CodeRefused(
            message("code.character", character=shown, place=best.index(strange) + 1)
        )
    if len(best) > LENGTH:
        return CodeRefused(message("code.too_many", count=len(best)))
    return CodeRefused(message("code.too_few", count=len(best)))


def _misheard(symbols: list[int]) -> CodeRefused:
    """The refusal of ten characters that are no code, with what they probably were."""
    repaired = corrected(symbols)
    one = _accepted(_replaced(symbols, *repaired)) if repaired else None
    exchanged = [(pair, _accepted(_exchanged(symbols, *pair))) for pair in swapped(symbols)]
    swaps = [(pair, code) for pair, code in exchanged if code is not None]
    neighbours = [(pair, code) for pair, code in swaps if pair[1] - pair[0] == 1]
    if repaired and one and (not neighbours or _sound_alike(symbols[repaired[0]], repaired[1])):
        place, right = repaired
        others = tuple(code for _, code in neighbours)
        shown = message(
            "code.misheard",
            place=place + 1,
            heard=ALPHABET[symbols[place]],
            probably=ALPHABET[right],
            code=one.text,
        )
        return CodeRefused(shown, (one, *others), place + 1)
    if swaps:
        (first, second), code = swaps[0]
        further = tuple(other for _, other in neighbours if other != code)
        shown = message("code.swapped", first=first + 1, second=second + 1, code=code.text)
        return CodeRefused(shown, (code, *further, *((one,) if one else ())), None)
    return CodeRefused(message("code.wrong"))


def _accepted(symbols: list[int]) -> SpokenCode | None:
    number = number_of(symbols)
    if layout.is_newer(number) or layout.unpacked(number) is None:
        return None
    return _code(symbols)


def _replaced(symbols: list[int], place: int, right: int) -> list[int]:
    return [right if i == place else symbol for i, symbol in enumerate(symbols)]


def _exchanged(symbols: list[int], first: int, second: int) -> list[int]:
    other = list(symbols)
    other[first], other[second] = other[second], other[first]
    return other


def _sound_alike(heard: int, right: int) -> bool:
    pair = {ALPHABET[heard], ALPHABET[right]}
    return any(pair <= set(group) for group in SOUND_ALIKE)


def _code(symbols: tuple[int, ...] | list[int]) -> SpokenCode:
    return SpokenCode("".join(ALPHABET[symbol] for symbol in symbols))
