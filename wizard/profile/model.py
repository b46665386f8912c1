"""What an organisation can set, `sendagain.profile/1`. Holds no secret, ever."""

from collections.abc import Mapping

import msgspec

from wizard.account import SignIn
from wizard.vocabulary import Security

SCHEMA = "sendagain.profile/1"


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """Who helps, and where to find them. `texts` are the paragraphs of step 7."""

    name: str = ""
    helpdesk_phone: str = ""
    hours: str = ""
    contact: str = ""
    upload_url: str = ""
    status_url: str = ""
    privacy_url: str = ""
    retention_days: int = 0
    provider_texts: tuple[str, ...] = ()


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """The submission server."""

    host: str = ""
    port: int = 587
    security: Security = Security.STARTTLS


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """The mail settings for the organisation's domains."""

    domains: tuple[str, ...] = ()
    smtp: Submission = Submission()
    sign_in: SignIn = SignIn.PASSWORD
    username: str = ""


class Interface(msgspec.Struct, frozen=True, kw_only=True):
    """How the program looks. '' and 0 leave it to the person."""

    language: str = ""
    text_scale: float = 0.0


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What the program may do. `max_connections` is for one run, to the account's server."""

    allow_remember: bool = True
    allow_password: bool = True
    allow_other_hosts: bool = True
    allow_update_check: bool = True
    allow_practice: bool = True
    max_connections: int = 0


class Lookups(msgspec.Struct, frozen=True, kw_only=True):
    """What may be contacted outside. Empty lists leave the built-in choice."""

    allow_outside: bool = True
    blocklists: tuple[str, ...] = ()
    control_hosts: tuple[str, ...] = ()


class ReportRules(msgspec.Struct, frozen=True, kw_only=True):
    """How reports leave. `hide_words` are masked beside what the program knows itself."""

    allow_saving: bool = True
    level: str = ""
    hide_words: tuple[str, ...] = ()
    age_recipients: tuple[str, ...] = ()


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A whole profile; everything that is not set has its default.

    `clients` are OAuth client ids by provider id: public values, not secrets.
    """

    schema: str = SCHEMA
    org: Organisation = Organisation()
    mail: Mail = Mail()
    ui: Interface = Interface()
    limits: Limits = Limits()
    lookups: Lookups = Lookups()
    report: ReportRules = ReportRules()
    clients: Mapping[str, str] = msgspec.field(default_factory=dict)
