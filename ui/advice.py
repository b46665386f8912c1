"""What the engine knows that helps on a step's page: settings, limits, a pace, times to try.

No Qt here; it runs on the engine's thread and asks nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from wizard.account import Account, Source
from wizard.accounts.chosen import account_for
from wizard.accounts.difference import counterpart, differences, spelled
from wizard.accounts.discovery import SettingsFound
from wizard.accounts.programs import menus
from wizard.accounts.providers import (
    Part,
    Provider,
    Tariff,
    all_providers,
    provider_by_id,
    provider_for_domain,
)
from wizard.accounts.wanted import preparations
from wizard.facts.computer import SavedAccount
from wizard.judge.pace import USUAL, Plan, allowed_by, plan
from wizard.messages import Message

_MOMENTS = 120
_BULK = "relay"


@dataclass(frozen=True, slots=True)
class Recommended:
    """The settings to use, where they come from, and what differs in the mail programs here.

    `spelled` says a value for the phone, by field. `differences` go by position of the saved
    account, `where` by name of the program. `account` None: nothing is known about this provider.
    """

    account: Account | None
    source: Source | None
    date: str
    provider_name: str
    preparations: tuple[Message, ...]
    spelled: Mapping[str, tuple[Message | str, ...]]
    differences: tuple[tuple[Message, ...], ...]


def where_to_change(programs: tuple[str, ...]) -> dict[str, Message]:
    """Where in its menus each of these programs keeps the outgoing server, as far as known."""
    found = {name: menus.where_to_change(name) for name in programs}
    return {name: way for name, way in found.items() if way is not None}


def where_to_look(programs: tuple[str, ...]) -> dict[str, Message]:
    """The same for programs whose settings could not be read."""
    found = {name: menus.where_to_look(name) for name in programs}
    return {name: way for name, way in found.items() if way is not None}


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """A provider's documented limits, by name of the limit, and where they were read."""

    name: str
    limits: Mapping[str, int]
    date: str
    source: str
    tariff: Tariff
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """A plan, and its picture: (seconds, messages) sent so far, and let through so far."""

    plan: Plan
    sent: tuple[tuple[float, int], ...]
    allowed: tuple[tuple[float, int], ...]
    services: tuple[str, ...]


def recommended(
    account: Account, saved: tuple[SavedAccount, ...], found: SettingsFound
) -> Recommended:
    """The right settings, and what differs in the mail programs here.

    Of several right ones those nearest to what a program here has, so that every sentence on the
    page asks for the same.
    """
    if account.sources.get("host") is Source.PRACTICE:
        return Recommended(account, Source.PRACTICE, "", "", (), _spelled(account), ())
    best, provider = found.best, provider_by_id(found.provider)
    name = provider.name if provider else found.domain
    if best is None or best.source is Source.GUESS:
        return Recommended(None, None, "", name, (), {}, ())
    meant = next((one for one in (counterpart(s, found.candidates) for s in saved) if one), best)
    found = msgspec.structs.replace(found, candidates=(meant, *found.candidates))
    right = account_for(account.address, found=found)
    return Recommended(
        account=right,
        source=meant.source,
        date=meant.date,
        provider_name=name,
        preparations=preparations(provider) if provider else (),
        spelled=_spelled(right),
        differences=tuple(
            tuple(one.said for one in differences(each, found.candidates, name)) for each in saved
        ),
    )


def provider_row(account: Account) -> ProviderRow | None:
    """The documented limits of an account's provider."""
    known = _provider(account)
    if known is None:
        return None
    documented = msgspec.structs.asdict(known.limits)
    limits = {name: n for name, n in documented.items() if isinstance(n, int)}
    read = [one for one in known.sources if Part.LIMITS in one.about]
    return ProviderRow(
        name=known.name,
        limits=limits,
        date=max((one.date for one in read), default=known.date),
        source="; ".join(dict.fromkeys(one.where for one in read)),
        tariff=known.limits_apply_to,
        confirmed=Part.LIMITS not in known.unconfirmed,
    )


def sending_plan(account: Account, messages: int) -> Pace:
    """A pace for this many messages within the provider's limits."""
    known = _provider(account)
    limits = known.limits if known else None
    made = plan(messages, limits, tariff=known.limits_apply_to if known else Tariff.ANY)
    end = max(1, made.finish_seconds)
    moments = [end * number / _MOMENTS for number in range(_MOMENTS + 1)]
    counted = limits if limits is not None and limits.known else USUAL
    allowed = [(moment, allowed_by(counted, moment)) for moment in moments]
    return Pace(
        plan=made,
        sent=tuple((moment, made.sent_by(moment)) for moment in moments),
        allowed=tuple((moment, most) for moment, most in allowed if most is not None),
        services=bulk_services(),
    )


def bulk_services() -> tuple[str, ...]:
    """Services made for sending many messages, by name; being named is no recommendation."""
    return tuple(sorted(one.name for one in all_providers() if one.region == _BULK))


def _spelled(account: Account) -> dict[str, tuple[Message | str, ...]]:
    fields = {"server": account.host, "username": account.username}
    return {name: spelled(value) for name, value in fields.items()}


def _provider(account: Account) -> Provider | None:
    return provider_by_id(account.provider) or provider_for_domain(account.domain)
