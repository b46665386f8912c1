"""Lengths of time in words, rounded as people say them."""

from wizard.messages import Language

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
# '90 minutes' is said, '5400 seconds' is not; from two hours on, hours are.
_UNITS = (
    (_DAY, 2 * _DAY, "time.days"),
    (_HOUR, 2 * _HOUR, "time.hours"),
    (_MINUTE, 0, "time.minutes"),
)


def duration(seconds: tuple[int, int], language: Language) -> str:
    """A range of seconds: 'about 30 minutes', '15 to 30 minutes'."""
    first, last = seconds
    if first == last or not first:
        return language("time.about", length=length(last, language))
    start, end = length(first, language), length(last, language)
    return language("time.range", start=start, end=end)


def length(seconds: int, language: Language) -> str:
    """One length of time, in the unit that fits."""
    for unit, least, id_ in _UNITS:
        if seconds >= least and (least or unit == _MINUTE):
            return language(id_, count=max(1, round(seconds / unit)))
    return language("time.minutes", count=1)
