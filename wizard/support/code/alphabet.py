"""The 32 characters of a spoken code, and two check symbols that find mishearing.

The alphabet is Crockford's base 32: no I, L, O or U, so nothing looks or sounds like a digit.
The check is a Reed-Solomon code over GF(32), distance 3: the ten symbols v satisfy
sum(v[i]) = OFFSET_SUM and sum(v[i] * a^i) = OFFSET_WEIGHED. One or two changed symbols and any
swap of two different symbols never pass; one changed symbol is located. The offsets keep runs of
one character from being a code.
"""

from collections.abc import Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
CHECKS = 2
PAYLOAD = LENGTH - CHECKS

OFFSET_SUM, OFFSET_WEIGHED = 11, 22
# x^5 + x^2 + 1 is primitive over GF(2), so the powers of x reach every symbol but 0.
_POLYNOMIAL = 0b100101


def _powers() -> tuple[int, ...]:
    powers = [1]
    while len(powers) < 31:
        doubled = powers[-1] << 1
        powers.append(doubled ^ _POLYNOMIAL if doubled & 32 else doubled)
    return tuple(powers)


EXP = _powers()
LOG = {power: exponent for exponent, power in enumerate(EXP)}


def times(a: int, b: int) -> int:
    """The product of two symbols in GF(32)."""
    return EXP[(LOG[a] + LOG[b]) % 31] if a and b else 0


def divided(a: int, b: int) -> int:
    """The quotient of two symbols in GF(32); b is not 0."""
    return EXP[(LOG[a] - LOG[b]) % 31] if a else 0


def syndromes(symbols: Sequence[int]) -> tuple[int, int]:
    """(0, 0) for a code as it was made; everything else tells what went wrong."""
    plain, weighed = OFFSET_SUM, OFFSET_WEIGHED
    for place, symbol in enumerate(symbols):
        plain ^= symbol
        weighed ^= times(symbol, EXP[place])
    return plain, weighed


def with_checks(payload: Sequence[int]) -> tuple[int, ...]:
    """The eight payload symbols and the two check symbols that make both sums come out."""
    plain, weighed = syndromes(payload)
    # c8 + c9 = plain and c8*a^8 + c9*a^9 = weighed
    a8, a9 = EXP[PAYLOAD], EXP[PAYLOAD + 1]
    last = divided(weighed ^ times(plain, a8), a8 ^ a9)
    return (*payload, plain ^ last, last)


def corrected(symbols: Sequence[int]) -> tuple[int, int] | None:
    """(place, right symbol) when changing one symbol makes a code; None when that cannot be."""
    plain, weighed = syndromes(symbols)
    if not plain or not weighed:
        return None
    place = (LOG[weighed] - LOG[plain]) % 31
    return (place, symbols[place] ^ plain) if place < LENGTH else None


def swapped(symbols: Sequence[int]) -> list[tuple[int, int]]:
    """The pairs of places whose exchange makes a code, neighbours first."""
    pairs = [(i, j) for i in range(LENGTH) for j in range(i + 1, LENGTH)]
    pairs.sort(key=lambda pair: pair[1] - pair[0])
    right = []
    for first, second in pairs:
        other = list(symbols)
        other[first], other[second] = other[second], other[first]
        if other != list(symbols) and syndromes(other) == (0, 0):
            right.append((first, second))
    return right


def number_of(symbols: Sequence[int]) -> int:
    """The 40 bits of the payload."""
    number = 0
    for symbol in symbols[:PAYLOAD]:
        number = number * 32 + symbol
    return number


def symbols_of(number: int) -> tuple[int, ...]:
    """All ten symbols for 40 bits of payload."""
    payload = tuple((number >> (5 * place)) & 31 for place in reversed(range(PAYLOAD)))
    return with_checks(payload)
