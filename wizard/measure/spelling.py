"""The likely right name of a mail server, when the typed one does not exist.

Candidates are names that are known or usual; one is suggested only if it exists.
"""

from collections.abc import Iterable

from wizard.account import Account
from wizard.accounts.slips import MOST_SLIPS, slips
from wizard.facts.names import NameResult
from wizard.measure import names

_USUAL_FIRST_LABELS = ("smtp", "mail", "smtps", "smtp-mail", "send", "out")
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
    if rest and slips(rest, domain) <= MOST_SLIPS:
        usual.insert(0, f"{first}.{domain}")
    near = [(slips(typed, name), name) for name in {*known, *usual}]
    close = sorted((count, name) for count, name in near if 0 < count <= MOST_SLIPS)
    ordered = dict.fromkeys([*(name for _, name in close), *usual])
    return tuple(name for name in ordered if name != typed)


def _provider_servers() -> tuple[str, ...]:
    """The submission servers of the provider table."""
    from wizard.accounts.providers import all_providers

    return tuple(server.host for provider in all_providers() for server in provider.servers)
