"""What a profile means for a check and for a report; the same in the window and in the terminal.

The organisation's own server comes before everything that could be found for its domains.
"""

import msgspec

from wizard.account import Account, Secret, Source
from wizard.accounts.discovery import Candidate, SettingsFound, find_settings
from wizard.errors import BadInput, CouldNotDo
from wizard.measure.server_gate import DEFAULT_BUDGET
from wizard.messages import Language, message
from wizard.profile.loading import Loaded
from wizard.profile.model import Profile
from wizard.support import bundle


def is_ours(profile: Profile, address: str) -> bool:
    """Whether the profile speaks for the domain of an address."""
    return address.rpartition("@")[2].lower().rstrip(".") in profile.mail.domains


def may_test(profile: Profile, address: str, host: str) -> bool:
    """Whether the rules of the organisation let this server be tested."""
    if profile.limits.allow_other_hosts:
        return True
    ours = profile.mail.smtp.host
    return host.lower() == ours.lower() if ours else is_ours(profile, address)


def budget(profile: Profile) -> int:
    """The greatest number of connections to the account's server in one run."""
    return profile.limits.max_connections or DEFAULT_BUDGET


def candidate(loaded: Loaded, address: str) -> Candidate | None:
    """The settings of the profile for an address of its domains."""
    mail = loaded.profile.mail
    if not mail.smtp.host or not is_ours(loaded.profile, address):
        return None
    setting = loaded.settings.get("mail.smtp.host")
    return Candidate(
        host=mail.smtp.host,
        port=mail.smtp.port,
        security=mail.smtp.security,
        username=mail.username,
        source=Source.PROFILE,
        sign_in=mail.sign_in,
        read_at=setting.place if setting else "",
    )


async def settings_found(loaded: Loaded, address: str, *, outside: bool) -> SettingsFound:
    """What is known about an address, the profile's own settings before all others."""
    ours = candidate(loaded, address)
    known = () if ours is None else (ours,)
    found = await find_settings(address, outside=outside, known=known)
    if ours is None or "mail.sign_in" not in loaded.settings:
        return found
    # The provider table knows how a provider wants sign-in; the organisation knows better.
    candidates = tuple(
        msgspec.structs.replace(one, sign_in=ours.sign_in) if _same(one, ours) else one
        for one in found.candidates
    )
    return msgspec.structs.replace(found, candidates=candidates)


def check_account(loaded: Loaded, account: Account) -> None:
    """BadInput when an account is not one that the profile lets be tested."""
    profile = loaded.profile
    if not may_test(profile, account.address, account.host):
        raise BadInput(message("profile.no_other_hosts"))
    ours = candidate(loaded, account.address)
    if ours is None:
        return
    for name in ("host", "port", "security"):
        differs = getattr(account, name) != getattr(ours, name)
        if differs and loaded.is_locked(f"mail.smtp.{name}"):
            org = profile.org.name
            raise BadInput(
                message("profile.locked_server", org=org)
                if org
                else message("profile.locked_server_admin")
            )


def ruled(loaded: Loaded, chosen: bundle.Options) -> bundle.Options:
    """What a person chose for a report, within the rules. CouldNotDo when none may be saved."""
    profile = loaded.profile
    if not profile.report.allow_saving:
        raise CouldNotDo(message("profile.no_saving"))
    rules = report_options(profile, chosen.language, None)
    locked = loaded.is_locked("report.level")
    return msgspec.structs.replace(
        chosen,
        level=rules.level if locked else chosen.level,
        words=rules.words,
        recipients=rules.recipients,
        organisation=rules.organisation,
    )


def report_options(profile: Profile, language: Language, password: Secret | None) -> bundle.Options:
    """How a report is saved: masking, words to hide, and the keys that it is encrypted to."""
    rules = profile.report
    return bundle.Options(
        level=bundle.Level(rules.level) if rules.level else bundle.Level.NORMAL,
        words=rules.hide_words,
        recipients=tuple(key for key in rules.age_recipients if key),
        organisation=profile.org.name,
        language=language,
        secrets=(password.reveal(),) if password else (),
    )


def _same(one: Candidate, other: Candidate) -> bool:
    return (one.host, one.port, one.security) == (other.host, other.port, other.security)
