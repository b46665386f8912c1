"""The likely right name of a mail server, when the typed one does not exist.

Candidates are names that are known or usual; one is suggested only if it exists. Distance counts
single-letter slips and swapped neighbours (Damerau).
"""

from collections.abc import Iterable

from wizard.account import Account
from wizard.facts.names import NameResult
from wizard.measure import names

_USUAL_FIRST_LABELS = ("smtp", "mail", "smtps", "smtp-mail", "send", "out")
# More slips than this and it is another name, not a slip.
_MOST_SLIPS = 3
_MOST_LOOKUPS = 6
_LOOKUP_SECONDS = 3.0


async def suggestion(
    account: Account, lookup: names.Lookup, known: Iterable[str] | None = None
) -> str:
    """An existing name close to the typed one, or usual for the address; '' when there is none.

    `known` are submission servers of well-known providers, by default those of our table.
    """
    table = _provider_servers() if known is None else known
    for candidate in candidates(account, table)[:_MOST_LOOKUPS]:
        found = await names.look_up(candidate, lookup, _LOOKUP_SECONDS)
        if found.result is NameResult.FOUND:
            return candidate
    return ""


def candidates(account: Account, known: Iterable[str]) -> tuple[str, ...]:
    """Names worth looking up, the likeliest first. No I/O."""
    typed, domain = account.host.rstrip(".").lower(), account.domain
    usual = [f"{label}.{domain}" for label in _USUAL_FIRST_LABELS]
    first, _, rest = typed.partition(".")
    # 'smtp.exmaple.com' beside 'anna@example.com': the address is usually typed right.
    if rest and slips(rest, domain) <= _MOST_SLIPS:
        usual.insert(0, f"{first}.{domain}")
    near = [(slips(typed, name), name) for name in {*known, *usual}]
    close = sorted((count, name) for count, name in near if 0 < count <= _MOST_SLIPS)
    ordered = dict.fromkeys([*(name for _, name in close), *usual])
    return tuple(name for name in ordered if name != typed)


def slips(one: str, other: str) -> int:
    """The number of single-letter slips between two names; _MOST_SLIPS + 1 when there are more."""
    if abs(len(one) - len(other)) > _MOST_SLIPS:
        return _MOST_SLIPS + 1
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
    return min(row[-1], _MOST_SLIPS + 1)


def _provider_servers() -> tuple[str, ...]:
    """The submission servers of the provider table."""
    from wizard.accounts.providers import all_providers

    return tuple(server.host for provider in all_providers() for server in provider.servers)
