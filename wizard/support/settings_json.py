"""The JSON of `settings`: what was found with its sources, what the programs here have."""

from wizard.accounts.difference import differences
from wizard.accounts.discovery import Candidate, SettingsFound
from wizard.accounts.providers import provider_by_id
from wizard.facts.computer import MailProgramsFacts, SavedAccount
from wizard.messages import Language, message


def settings_json(
    found: SettingsFound, programs: MailProgramsFacts, language: Language
) -> dict[str, object]:
    """Recommended settings first; every value carries the source it came from."""
    provider = provider_by_id(found.provider)
    name = provider.name if provider else found.domain
    best = found.best
    return {
        "schema": "sendagain.settings/1",
        "address": found.address,
        "provider": found.provider or None,
        "provider_name": provider.name if provider else None,
        "recommended": _candidate(best) if best else None,
        "found": [_candidate(candidate) for candidate in found.candidates],
        "sign_in": [kind.value for kind in provider.sign_in] if provider else [],
        "prepare": [
            language.render(message(f"prepare.{one.value}", provider=name))
            for one in (provider.prepare if provider else ())
        ],
        "programs": [_program(saved, found, name, language) for saved in programs.accounts],
        "unreadable": [{"program": p, "reason": why} for p, why in programs.unreadable],
        "asked": list(found.asked),
        "troubles": [{"place": place, "reason": why} for place, why in found.troubles],
    }


def _candidate(candidate: Candidate) -> dict[str, object]:
    return {
        "host": candidate.host,
        "port": candidate.port,
        "security": candidate.security.value,
        "username": candidate.username,
        "sign_in": candidate.sign_in.value,
        "source": candidate.source.value,
        "read_at": candidate.read_at,
        "date": candidate.date or None,
        "confirmed": candidate.confirmed,
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
