"""Slips of the finger: how many lie between two names, and which address was meant. Pure.

Distance counts single-letter slips and swapped neighbours (Damerau).
"""

from wizard.accounts.providers import all_providers, provider_for_domain

# More slips than this and it is another name, not a slip.
MOST_SLIPS = 3
# In a short name every slip makes another name that may well exist.
_LETTERS_FOR_TWO_SLIPS = 9


def slips(one: str, other: str) -> int:
    """The number of single-letter slips between two names; MOST_SLIPS + 1 when there are more."""
    if abs(len(one) - len(other)) > MOST_SLIPS:
        return MOST_SLIPS + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        following = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        before, row = row, following
    return min(row[-1], MOST_SLIPS + 1)


def likely_domain(domain: str) -> str:
    """The well-known domain that somebody who typed this one may have meant; '' if none is near.

    To be said only of a domain for which no mail server was found: a slip of one may be the
    rightful name of another.
    """
    typed = domain.lower().rstrip(".")
    if "." not in typed or provider_for_domain(typed) is not None:
        return ""
    most = 2 if len(typed) >= _LETTERS_FOR_TWO_SLIPS else 1
    near = [
        (slips(typed, known), _other_name(typed, known), provider.number, known)
        for provider in all_providers()
        for known in provider.domains
    ]
    count, _, _, known = min(near)
    return known if count <= most else ""


def _other_name(typed: str, known: str) -> bool:
    """Whether the slip is in the name rather than in its ending, as far as one can tell."""
    return typed.partition(".")[0] != known.partition(".")[0]
