"""The parts of a reply inside a text: code, enhanced status (RFC 3463), repeated line starts.

Numbers that only look like codes (ports, addresses, line numbers, sizes) are left alone.
"""

import re
from typing import NamedTuple

_REPLY = re.compile(
    r"(?<![\w.:#$-])(?P<code>[245][0-5]\d)(?!\d|\.\d|%|\w*@)"
    r"(?:[\s\-,:\"'\])}(#]{1,6}(?P<enhanced>[245]\.\d{1,3}\.\d{1,3})(?![\d.]))?"
)
_GLUED = re.compile(r"(?<![\w.:])(?P<code>[45][0-5]\d)(?=[A-Za-z]{2}:|[一-鿿])")
_ENHANCED = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)")
_NOT_A_CODE = re.compile(r"(?:port|line|zeile|ligne|size|byte|bytes|id|icid|v)[ :=#]*$")
_KNOWN_CODES = frozenset(
    str(code)
    for codes_ in (
        (421, 422, 431, 432, 441, 442, 446, 447, 449),
        (*range(450, 456), 458, 459, 471, *range(500, 506), *range(510, 514), 515, 517),
        (521, 523, 525, 530, 531, 533, 534, 535, 538, *range(541, 548)),
        (*range(550, 560), 570, 571, 573, 577),
    )
    for code in codes_
)
_LINE_START = re.compile(r"[\s\"'(]([245]\d\d)[- ](?:([245]\.\d{1,3}\.\d{1,3}) )?")
_SPOKEN = re.compile(
    r"(?<![\d.])([245])[ -](\d)[ -](\d)(?:[ ,.-]+([245])[ .-](\d)[ .-](\d{1,3}))?(?![\d.])"
)
_MISREAD = re.compile(r"(?<![\w.])4(?:2[li|]|z1|zl)(?![\w.])")
_MISREAD_STATUS = re.compile(r"(?<![\w.])([245])\.([\dol])\.(\d?[\dol])(?![\w.])")
_DIGITS_FOR_LETTERS = str.maketrans("ol", "01")
_NUMBER_WORDS = re.compile(
    r"four[ -]+(?:two|twenty)[ -]+one|four hundred (?:and )?twenty[ -]?one|"
    r"vier[ -]+z(?:wei|wo)[ -]+eins|vierhundert(?:und)?einundzwanzig|"
    r"quatre[ -]+deux[ -]+un\b|quatre[ -]cents? vingt[ -](?:et[ -])?un|"
    r"cuatro[ -]+dos[ -]+uno|cuatrocientos veintiuno|"
    r"quattro[ -]+due[ -]+uno|quattrocentoventuno|"
    r"quatro[ -]+dois[ -]+um\b|quatrocentos e vinte e um|"
    r"vier[ -]+twee[ -]+een|vierhonderdeenentwintig|"
    r"cztery[ -]+dwa[ -]+jeden|czterysta dwadziescia jeden|四二一|四百二十一"
)
_WRAPPERS = ("5.4.300", "4.4.7", "5.4.7", "5.0.0", "4.0.0")


class Codes(NamedTuple):
    """The code and the enhanced status that matter; None where the text has none."""

    code: int | None
    enhanced: str | None


def digits_joined(folded_text: str) -> str:
    """Spoken and misread codes as written ones ('4 2 1 4 7 0', '42l'); the length stays."""
    joined = _SPOKEN.sub(_written, folded_text)
    joined = _MISREAD.sub("421", joined)
    joined = _MISREAD_STATUS.sub(lambda match: match[0].translate(_DIGITS_FOR_LETTERS), joined)
    return _NUMBER_WORDS.sub(lambda match: "421".ljust(len(match[0])), joined)


def joined_places(folded_text: str) -> list[tuple[int, int]]:
    """Where `digits_joined` changed something: such a stretch is shown as a whole."""
    patterns = (_SPOKEN, _MISREAD, _NUMBER_WORDS)
    return [match.span() for pattern in patterns for match in pattern.finditer(folded_text)]


def _written(match: re.Match[str]) -> str:
    code = f"{match[1]}{match[2]}{match[3]}"
    if match[4] is None:
        return code.ljust(len(match[0])) if code in _KNOWN_CODES else match[0]
    return f"{code} {match[4]}.{match[5]}.{match[6]}".ljust(len(match[0]))


def without_repeats(folded_text: str) -> str:
    """Blank out the code at the start of further lines of one reply; the length stays."""
    seen: list[str] = []

    def blank(match: re.Match[str]) -> str:
        if match[1] in seen:
            return " " * len(match[0])
        seen.append(match[1])
        return match[0]

    return _LINE_START.sub(blank, f" {folded_text}")[1:]


def codes(folded_text: str) -> Codes:
    """The code and enhanced status of the reply that matters."""
    best: Codes | None = None
    for match in _REPLY.finditer(folded_text):
        code, enhanced = match["code"], match["enhanced"]
        if code[0] == "2" or code not in _KNOWN_CODES:
            continue
        if enhanced is None and _is_other_number(folded_text, match.start()):
            continue
        candidate = Codes(int(code), enhanced)
        if best is None or _is_wrapper(best) or _completes(candidate, best):
            best = candidate
    if best is None:
        glued = _GLUED.search(folded_text)
        best = Codes(int(glued["code"]), None) if glued else None
    if best is None or best.enhanced is None:
        alone = _enhanced_alone(folded_text, best.code if best else None)
        return Codes(best.code if best else None, alone)
    return best


def _enhanced_alone(folded_text: str, code: int | None) -> str | None:
    for match in _ENHANCED.finditer(folded_text):
        status = match[0]
        if code is None or status[0] == str(code)[0]:
            return status
    return None


def _completes(candidate: Codes, best: Codes) -> bool:
    return best.enhanced is None and bool(candidate.enhanced) and candidate.code == best.code


def _is_wrapper(codes_: Codes) -> bool:
    return codes_.enhanced in _WRAPPERS


def _is_other_number(folded_text: str, place: int) -> bool:
    before = folded_text[max(0, place - 8) : place]
    return bool(before) and _NOT_A_CODE.search(before) is not None
