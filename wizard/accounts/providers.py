"""The table of mail providers: one file each in `resources/providers/`, with sources and date.

`number` is permanent (spoken codes carry it) and `id` is the name of the file.
"""

import re
from enum import StrEnum
from functools import cache

import msgspec

from wizard.account import SignIn
from wizard.resources import resource
from wizard.vocabulary import Security


class Username(StrEnum):
    """What a provider wants as the user name."""

    ADDRESS = "address"
    LOCAL_PART = "local_part"
    OWN = "own"


class Prepare(StrEnum):
    """What has to be done at the provider before a mail program can send."""

    APP_PASSWORD = "app_password"  # noqa: S105 - a kind of preparation
    APP_PASSWORD_WITH_SECOND_FACTOR = "app_password_with_second_factor"  # noqa: S105
    AUTHORIZATION_CODE = "authorization_code"
    DEVICE_PASSWORD = "device_password"  # noqa: S105
    MAILBOX_PASSWORD = "mailbox_password"  # noqa: S105
    SWITCH_ON = "switch_on"
    BRIDGE = "bridge"
    PAID_PLAN = "paid_plan"
    API_KEY = "api_key"
    SMTP_CREDENTIALS = "smtp_credentials"
    SMTP_SIGN_IN_BY_ADMINISTRATOR = "smtp_sign_in_by_administrator"


class Server(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One submission server of a provider."""

    host: str
    port: int
    security: Security
    username: Username = Username.ADDRESS

    def username_for(self, address: str) -> str:
        """The user name for an address; the address itself where the provider has its own names."""
        if self.username is Username.LOCAL_PART:
            return address.rpartition("@")[0]
        return address


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Documented sending limits; None where none is documented."""

    messages_per_minute: int | None = None
    messages_per_hour: int | None = None
    messages_per_day: int | None = None
    recipients_per_day: int | None = None
    recipients_per_message: int | None = None
    connections: int | None = None
    message_megabytes: int | None = None

    @property
    def known(self) -> bool:
        """Whether any limit on the rate is documented."""
        rates = (self.messages_per_minute, self.messages_per_hour, self.messages_per_day)
        return any(rate is not None for rate in (*rates, self.recipients_per_day))


class Provider(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One provider. `unconfirmed` names what no source confirmed."""

    number: int
    id: str
    name: str
    region: str
    confirmed: bool
    domains: tuple[str, ...]
    mx: tuple[str, ...] = ()
    servers: tuple[Server, ...]
    sign_in: tuple[SignIn, ...] = ()
    prepare: tuple[Prepare, ...] = ()
    limits: Limits = Limits()
    wait_after_limit_seconds: tuple[int, int] | None = None
    retry_prolongs: bool = False
    status_page: str = ""
    support_page: str = ""
    support_phone: str = ""
    postmaster_page: str = ""
    removal_page: str = ""
    unconfirmed: tuple[str, ...] = ()
    sources: tuple[str, ...]
    date: str

    @property
    def public_names(self) -> frozenset[str]:
        """Names that belong to the provider, not to a person: domains and servers."""
        return frozenset((*self.domains, *(server.host for server in self.servers)))


@cache
def all_providers() -> tuple[Provider, ...]:
    """Every provider, by number."""
    decoder = msgspec.json.Decoder(Provider)
    files = resource("providers").glob("*.json")
    return tuple(sorted((decoder.decode(f.read_bytes()) for f in files), key=lambda p: p.number))


def provider_for_domain(domain: str) -> Provider | None:
    """The provider whose addresses end in this domain."""
    return _by_domain().get(domain.lower().rstrip("."))


def provider_by_id(id_: str) -> Provider | None:
    """The provider with this id."""
    return next((provider for provider in all_providers() if provider.id == id_), None)


def provider_by_number(number: int) -> Provider | None:
    """The provider with this permanent number."""
    return next((provider for provider in all_providers() if provider.number == number), None)


def provider_for_mx(host: str) -> Provider | None:
    """The provider that receives mail at this MX host."""
    name = host.lower().rstrip(".")
    for pattern, provider in _mx_patterns():
        if pattern.search(name):
            return provider
    return None


@cache
def _by_domain() -> dict[str, Provider]:
    return {domain: provider for provider in all_providers() for domain in provider.domains}


@cache
def _mx_patterns() -> tuple[tuple[re.Pattern[str], Provider], ...]:
    return tuple(
        (re.compile(pattern), provider) for provider in all_providers() for pattern in provider.mx
    )
