"""The JSON of `settings`: what was found with its sources, what the programs here have."""

from wizard.accounts.difference import differences, spelled
from wizard.accounts.discovery import Candidate, SettingsFound
from wizard.accounts.programs.menus import where_to_change, where_to_look
from wizard.accounts.providers import Part, Provider, provider_by_id
from wizard.facts.computer import MailProgramsFacts, SavedAccount
from wizard.messages import Language, Message, message

SCHEMA = "sendagain.settings/1"


def settings_json(
    found: SettingsFound, programs: MailProgramsFacts, language: Language
) -> dict[str, object]:
    """Recommended settings first; every value carries the source it came from."""
    provider = provider_by_id(found.provider)
    name = provider.name if provider else found.domain
    best = found.best
    return {
        "schema": SCHEMA,
        "address": found.address,
        "provider": found.provider or None,
        "provider_name": provider.name if provider else None,
        "recommended": _recommended(best, found, language) if best else None,
        "found": [_candidate(candidate, language) for candidate in found.candidates],
        "sources_disagree": found.disagree,
        "sign_in": [kind.value for kind in provider.sign_in] if provider else [],
        "prepare": [
            language.render(message(f"prepare.{one.value}", provider=name))
            for one in (provider.prepare if provider else ())
        ],
        "pages": _pages(provider) if provider else {},
        "programs": [_program(saved, found, name, language) for saved in programs.accounts],
        "unreadable": [
            {"program": program, "reason": why, "where": _said(where_to_look(program), language)}
            for program, why in programs.unreadable
        ],
        "asked": list(found.asked),
        "troubles": [{"place": place, "reason": why} for place, why in found.troubles],
    }


def _recommended(best: Candidate, found: SettingsFound, language: Language) -> dict[str, object]:
    username = best.username or found.address
    values = {"host": best.host, "port": str(best.port), "username": username}
    return {
        **_candidate(best, language),
        "username": username,
        "spelled": {name: _spelled(value, language) for name, value in values.items()},
    }


def _candidate(candidate: Candidate, language: Language) -> dict[str, object]:
    doubt = candidate.doubt
    return {
        "host": candidate.host,
        "port": candidate.port,
        "security": candidate.security.value,
        "username": candidate.username,
        "sign_in": candidate.sign_in.value,
        "source": candidate.source.value,
        "also": [source.value for source in candidate.also],
        "read_at": candidate.read_at,
        "date": candidate.date or None,
        "trust": candidate.trust,
        "confirmed": candidate.confirmed,
        "doubt": language.render(message(f"doubt.{doubt.value}")) if doubt else None,
    }


def _pages(provider: Provider) -> dict[str, str]:
    """Pages and phone that the table has; those that no source confirmed are left out."""
    parts = (Part.STATUS_PAGE, Part.SUPPORT_PAGE, Part.SUPPORT_PHONE, Part.POSTMASTER_PAGE)
    return {
        part.value: value
        for part in parts
        if part not in provider.unconfirmed and (value := getattr(provider, part.value))
    }


def _program(
    saved: SavedAccount, found: SettingsFound, provider: str, language: Language
) -> dict[str, object]:
    own = not saved.address or saved.address.lower() == found.address.lower()
    changes = differences(saved, found.candidates, provider) if own else ()
    return {
        "program": saved.program,
        "address": saved.address,
        "host": saved.host,
        "port": saved.port,
        "security": saved.security.value,
        "username": saved.username,
        "sign_in": saved.sign_in,
        "for_this_address": own,
        "where": _said(where_to_change(saved.program), language),
        "differences": [
            {
                "field": change.field,
                "actual": change.actual,
                "right": change.right,
                "text": language.render(change.said),
            }
            for change in changes
        ],
    }


def _spelled(value: str, language: Language) -> list[str]:
    parts = spelled(value)
    return [part if isinstance(part, str) else language.render(part) for part in parts]


def _said(shown: Message | None, language: Language) -> str | None:
    return language.render(shown) if shown else None
