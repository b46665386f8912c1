"""What a provider wants of a mail program, said before anybody types a password in vain.

Facts: the table of providers (`sign_in` and `prepare` of each, with source and date there).
"""

import msgspec

from wizard.account import SignIn
from wizard.accounts.providers import Prepare, Provider, provider_by_id, provider_for_domain
from wizard.messages import Message, message
from wizard.messages.catalogue import TEXTS

_NO_PASSWORD = (Prepare.MODERN_PROGRAM, Prepare.NO_MAIL_PROGRAMS)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What to know before signing in. `in_vain`: any password typed here would be refused."""

    provider: str = ""
    told: tuple[Message, ...] = ()
    in_vain: bool = False


def wanted(address: str, provider_id: str = "") -> Wanted:
    """What the provider of an address wants; nothing where it is not known.

    `provider_id` is whom the settings were found to belong to, for domains of one's own.
    """
    provider = provider_for_domain(address.rpartition("@")[2]) or provider_by_id(provider_id)
    if provider is None:
        return Wanted()
    in_vain = _takes_no_password(provider)
    told = list(preparations(provider))
    if in_vain:
        told += [Message("wanted.in_vain"), Message("wanted.without")]
    return Wanted(provider=provider.name, told=tuple(told), in_vain=in_vain)


def preparations(provider: Provider) -> tuple[Message, ...]:
    """What has to be done at the provider first, in sentences."""
    ids = [f"prepare.{one.value}" for one in provider.prepare]
    return tuple(message(id_, provider=provider.name) for id_ in ids if id_ in TEXTS)


def _takes_no_password(provider: Provider) -> bool:
    passwords = {SignIn.PASSWORD, SignIn.APP_PASSWORD}
    browser_only = bool(provider.sign_in) and not passwords & set(provider.sign_in)
    return browser_only or any(one in _NO_PASSWORD for one in provider.prepare)
