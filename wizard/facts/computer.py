"""Facts about this computer: system, mail programs, their outboxes, connections, the queue."""

from enum import StrEnum

import msgspec

from wizard.vocabulary import Security


class Support(StrEnum):
    """Whether something still gets updates, by our dated table."""

    SUPPORTED = "supported"
    ENDED = "ended"
    UNKNOWN = "unknown"


class ComputerFacts(msgspec.Struct, frozen=True, tag="computer", kw_only=True):
    """The operating system and its TLS ability. Dates are ISO 8601."""

    system: str  # 'Windows', 'macOS', 'Linux'
    name: str  # as people call it: 'Debian GNU/Linux 12 (bookworm)'
    version: str
    support: Support
    support_ends: str = ""
    table_date: str = ""
    table_too_old: bool = False  # then nothing is said about being up to date
    tls_library: str = ""
    tls_1_2: bool = True


class MailProgram(msgspec.Struct, frozen=True, kw_only=True):
    """One mail program found here. `newest` comes from the dated table, '' when it says nothing."""

    id: str
    name: str
    version: str
    found_by: str  # 'dpkg', 'flatpak', 'registry', ...
    support: Support = Support.UNKNOWN
    newest: str = ""
    newest_as_of: str = ""
    table_too_old: bool = False  # then nothing is said about being up to date
    instead: str = ""  # what people move to from a program that gets no updates


class SavedAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Sending settings read from a mail program, without any password."""

    program: str
    address: str
    host: str
    port: int
    security: Security
    username: str
    sign_in: str = ""
    max_connections: int | None = None


class MailProgramsFacts(msgspec.Struct, frozen=True, tag="mail_programs", kw_only=True):
    """Mail programs, the settings they hold, and what could not be read (program, why)."""

    programs: tuple[MailProgram, ...]
    accounts: tuple[SavedAccount, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()


class MailConnection(msgspec.Struct, frozen=True, kw_only=True):
    """Connections to a mail port open now, counted by program."""

    program: str
    address: str
    port: int
    open: int


class MailConnectionsFacts(msgspec.Struct, frozen=True, tag="mail_connections", kw_only=True):
    """Connections of this computer to mail ports. `complete` is False when rights were missing."""

    connections: tuple[MailConnection, ...]
    complete: bool


class Outbox(msgspec.Struct, frozen=True, kw_only=True):
    """Messages waiting in one mail program. `oldest` is ISO 8601 in UTC, '' when unknown."""

    program: str
    messages: int
    size_bytes: int
    oldest: str = ""


class OutboxFacts(msgspec.Struct, frozen=True, tag="outbox", kw_only=True):
    """All outboxes that could be read, and those that could not (program, why)."""

    outboxes: tuple[Outbox, ...]
    unreadable: tuple[tuple[str, str], ...] = ()


class QueuedMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One message in a mail server's queue on this computer. `arrived` is ISO 8601 in UTC."""

    id: str
    queue: str
    sender: str
    recipients: tuple[str, ...]
    size_bytes: int
    arrived: str
    reason: str


class MailQueueFacts(msgspec.Struct, frozen=True, tag="mail_queue", kw_only=True):
    """The queue of a mail server on this computer. `server` is '' when there is none.

    `error` says why the queue could not be read ('no_rights', 'not_running', ...).
    """

    server: str
    messages: tuple[QueuedMessage, ...] = ()
    total: int = 0
    error: str = ""
