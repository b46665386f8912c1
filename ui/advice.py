"""What the engine knows that helps on a step's page: settings, limits, a pace, times to try.

No Qt here; it runs on the engine's thread and asks nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from wizard.account import Account, Source
from wizard.accounts.chosen import account_for
from wizard.accounts.difference import counterpart, differences, spelled
from wizard.accounts.discovery import SettingsFound
from wizard.accounts.providers import Provider, provider_by_id, provider_for_domain
from wizard.facts.computer import SavedAccount
from wizard.facts.server import ServerFacts
from wizard.judge.pace import Plan, plan
from wizard.judge.reply import explain
from wizard.judge.waiting import retry_schedule
from wizard.messages import Message, message
from wizard.messages.catalogue import TEXTS
from wizard.record import RunRecord


@dataclass(frozen=True, slots=True)
class Recommended:
    """The settings to use, where they come from, and what differs in the mail programs here.

    `spelled` says a value for the phone, by field. `differences` go by position of the saved
    account. `account` None: nothing is known about this provider.
    """

    account: Account | None
    source: Source | None
    date: str
    provider_name: str
    preparations: tuple[Message, ...]
    spelled: Mapping[str, tuple[Message | str, ...]]
    differences: tuple[tuple[Message, ...], ...]


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """A provider's documented limits, by name of the limit."""

    name: str
    limits: Mapping[str, int]
    date: str


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
    wanted = [f"prepare.{one.value}" for one in (provider.prepare if provider else ())]
    return Recommended(
        account=right,
        source=meant.source,
        date=meant.date,
        provider_name=name,
        preparations=tuple(message(id_, provider=name) for id_ in wanted if id_ in TEXTS),
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
    return ProviderRow(known.name, limits, known.date)


def sending_plan(account: Account, messages: int) -> Plan:
    """A pace for this many messages within the provider's limits."""
    known = _provider(account)
    return plan(messages, known.limits if known else None)


def times_to_try(record: RunRecord, wait: tuple[int, int]) -> tuple[datetime, ...]:
    """When to try again by itself: never before the wait is over, and ever more seldom."""
    pasted, cause = record.case.pasted, record.diagnosis.cause
    facts = record.case.facts("account_server", ServerFacts)
    refusal = facts.refusal if facts else None
    said = [pasted] if pasted else []
    said += [explain(refusal.text)] if refusal else []
    fitting = next((one for one in said if one.cause is cause and one.wait_seconds), None)
    gaps = retry_schedule(fitting) if fitting else (wait[0], 2 * wait[0], 4 * wait[0])
    judged = record.case.judged_at
    return tuple(judged + timedelta(seconds=gap) for gap in gaps if gap >= wait[0])


def _spelled(account: Account) -> dict[str, tuple[Message | str, ...]]:
    fields = {"server": account.host, "username": account.username}
    return {name: spelled(value) for name, value in fields.items()}


def _provider(account: Account) -> Provider | None:
    return provider_by_id(account.provider) or provider_for_domain(account.domain)
