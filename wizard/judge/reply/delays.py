"""A waiting time that the text itself names: 'greylisted for 300 seconds', 'in 5 Minuten'."""

import re

from wizard.vocabulary import Cause

_NAMED = re.compile(
    r"(?<![\d.])(\d{1,5}) ?(?:(s(?:ec(?:ond)?s?|ek\w*|egund\w*)?)|(m(?:in(?:ut\w*)?)?)"
    r"|(h(?:ours?|rs?)?|stunden?|heures?|horas?|ore|uur|godzin\w*))\b"
    r"|(?<![\d.])(\d{1,5}) ?(?:(秒)|(分)|(小时|時間))"
)
_SECONDS = (1, 60, 3_600)
_LONGEST = 172_800
_BELIEVED = frozenset({
    Cause.GREYLISTING, Cause.RATE_LIMIT, Cause.TOO_MANY_CONNECTIONS, Cause.SERVER_OVERLOAD,
    Cause.MAINTENANCE_SHUTDOWN, Cause.UNKNOWN_GENERIC, Cause.IP_BLOCKED,
})  # fmt: skip
_AHEAD = re.compile(
    r"\b(?:in|after|for|wait|nach|dans|apres|en|tra|dopo|em|apos|over|za|retry|again|least)\W{0,3}"
    r"(?:\w+\W{1,3}){0,2}$"
)


def named_delay(cause: Cause, folded_text: str) -> int | None:
    """Seconds to wait as the text says, for causes that pass by waiting; else None."""
    if cause not in _BELIEVED:
        return None
    for match in _NAMED.finditer(folded_text):
        number, groups = (
            (match[1], match.group(2, 3, 4)) if match[1] else (match[5], match.group(6, 7, 8))
        )
        before = folded_text[max(0, match.start() - 24) : match.start()]
        if match[1] and cause is not Cause.GREYLISTING and not _AHEAD.search(before):
            continue
        unit = next(_SECONDS[index] for index, group in enumerate(groups) if group)
        seconds = int(number) * unit
        if 0 < seconds <= _LONGEST:
            return seconds
    return None
