"""The table of mail providers: one file each in `resources/providers/`, with sources and dates.

`number` is permanent (spoken codes carry it) and `id` is the name of the file. Every part of a
record has its sources; `unconfirmed` names the parts that no good source confirmed.
"""

import re
from enum import StrEnum
from functools import cache

import msgspec

from wizard.account import SignIn
from wizard.resources import resource
from wizard.vocabulary import Security

# Stands for the domain of the address in the server name of a hosting company.
_OWN_DOMAIN = "<domain>"


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
    MAIN_ADDRESS = "main_address"
    MODERN_PROGRAM = "modern_program"
    NO_MAIL_PROGRAMS = "no_mail_programs"


class Tariff(StrEnum):
    """Whom documented limits hold for; other tariffs have others."""

    ANY = "any"
    FREE = "free"
    PAID = "paid"


class Part(StrEnum):
    """The parts of a record that a source tells about."""

    DOMAINS = "domains"
    SERVERS = "servers"
    SIGN_IN = "sign_in"
    PREPARE = "prepare"
    LIMITS = "limits"
    WAIT = "wait"
    MX = "mx"
    STATUS_PAGE = "status_page"
    SUPPORT_PAGE = "support_page"
    SUPPORT_PHONE = "support_phone"
    POSTMASTER_PAGE = "postmaster_page"
    REMOVAL_PAGE = "removal_page"


class ReadAt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where parts of a record were read, and when that place was last known to say so."""

    about: tuple[Part, ...]
    where: str
    date: str


class Server(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One submission server of a provider.

    `domains` are those that use it before any other; empty for a server that serves all of them.
    """

    host: str
    port: int
    security: Security
    username: Username = Username.ADDRESS
    domains: tuple[str, ...] = ()
    confirmed: bool = True

    def username_for(self, address: str) -> str:
        """The user name for an address; the address itself where the provider has its own names."""
        if self.username is Username.LOCAL_PART:
            return address.rpartition("@")[0]
        return address

    def host_for(self, domain: str) -> str | None:
        """The name for a domain; None where the name depends on what only the user knows."""
        host = self.host.replace(_OWN_DOMAIN, domain)
        return None if "<" in host else host


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
    """One provider. `wait_after_limit_seconds` is (from, to); `retry_prolongs`: tries extend it.

    `domains` match exactly, `subdomains_of` match whatever stands before them.
    """

    number: int
    id: str
    name: str
    region: str
    confirmed: bool
    domains: tuple[str, ...]
    subdomains_of: tuple[str, ...] = ()
    mx: tuple[str, ...] = ()
    servers: tuple[Server, ...]
    sign_in: tuple[SignIn, ...] = ()
    prepare: tuple[Prepare, ...] = ()
    limits: Limits = Limits()
    limits_apply_to: Tariff = Tariff.ANY
    wait_after_limit_seconds: tuple[int, int] | None = None
    retry_prolongs: bool = False
    status_page: str = ""
    support_page: str = ""
    support_phone: str = ""
    postmaster_page: str = ""
    removal_page: str = ""
    unconfirmed: tuple[Part, ...] = ()
    sources: tuple[ReadAt, ...]
    date: str

    @property
    def public_names(self) -> frozenset[str]:
        """Names that belong to the provider, not to a person: domains and servers."""
        hosts = (server.host for server in self.servers if "<" not in server.host)
        return frozenset((*self.domains, *self.subdomains_of, *hosts))

    def servers_for(self, domain: str) -> tuple[Server, ...]:
        """The servers for addresses of this domain, its own before those for all.

        A domain that is not in the table (found by its MX) may use any of them.
        """
        own = tuple(server for server in self.servers if domain in server.domains)
        general = tuple(server for server in self.servers if not server.domains)
        others = () if own or domain in self.domains else self.servers
        return tuple(dict.fromkeys((*own, *general, *others)))


@cache
def all_providers() -> tuple[Provider, ...]:
    """Every provider, by number."""
    decoder = msgspec.json.Decoder(Provider)
    files = resource("providers").glob("*.json")
    return tuple(sorted((decoder.decode(f.read_bytes()) for f in files), key=lambda p: p.number))


def provider_for_domain(domain: str) -> Provider | None:
    """The provider whose addresses end in this domain."""
    name = domain.lower().rstrip(".")
    known = _by_domain().get(name)
    while known is None and "." in name:
        name = name.partition(".")[2]
        known = _by_parent().get(name)
    return known


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


def provider_for_server(host: str) -> Provider | None:
    """The provider whose submission server has this name; the first where several share it."""
    return _by_server().get(host.lower().rstrip("."))


@cache
def _by_domain() -> dict[str, Provider]:
    return {domain: provider for provider in all_providers() for domain in provider.domains}


@cache
def _by_parent() -> dict[str, Provider]:
    return {name: provider for provider in all_providers() for name in provider.subdomains_of}


@cache
def _by_server() -> dict[str, Provider]:
    found: dict[str, Provider] = {}
    for provider in all_providers():
        for server in provider.servers:
            # A bridge on this computer belongs to whoever installed it, not to one provider.
            if "<" not in server.host and not server.host.startswith("127."):
                found.setdefault(server.host, provider)
    return found


@cache
def _mx_patterns() -> tuple[tuple[re.Pattern[str], Provider], ...]:
    return tuple(
        (re.compile(pattern), provider) for provider in all_providers() for pattern in provider.mx
    )
