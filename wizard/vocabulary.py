"""The closed sets of words that every surface shares.

Their values stand in reports, bundles and spoken codes: they are a contract, so members are
added at the end and never renamed.
"""

from enum import IntEnum, StrEnum


class Cause(StrEnum):
    """Why mail does not go out; the labels of the product."""

    SERVER_OVERLOAD = "server_overload"
    TOO_MANY_CONNECTIONS = "too_many_connections"
    RATE_LIMIT = "rate_limit"
    IP_BLOCKED = "ip_blocked"
    CLIENT_SETTINGS = "client_settings"
    AUTH_FAILED = "auth_failed"
    TLS_PROBLEM = "tls_problem"
    NETWORK = "network"
    OUTDATED_CLIENT = "outdated_client"
    SENDER_AUTH_DNS = "sender_auth_dns"
    GREYLISTING = "greylisting"
    MAILBOX_OR_CONTENT = "mailbox_or_content"
    SESSION_TIMEOUT = "session_timeout"
    MAINTENANCE_SHUTDOWN = "maintenance_shutdown"
    UNKNOWN_GENERIC = "unknown_generic"
    NONE = "none"


class Verdict(StrEnum):
    """What one finding, one step or the whole run came to."""

    FINE = "fine"
    ATTENTION = "attention"
    PROBLEM = "problem"
    COULD_NOT_CHECK = "could_not_check"
    SKIPPED = "skipped"


class Who(StrEnum):
    """Who has to act."""

    WAIT = "wait"
    USER = "user"
    PROVIDER = "provider"
    ADMIN = "admin"
    RECIPIENT = "recipient"


class Stage(StrEnum):
    """How far a conversation with a mail server came, in the order of RFC 5321."""

    RESOLVE = "resolve"
    CONNECT = "connect"
    TLS = "tls"
    GREETING = "greeting"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    END_OF_DATA = "end_of_data"
    IDLE = "idle"
    QUIT = "quit"


class Layer(StrEnum):
    """Who spoke a piece of error text."""

    OWN_SERVER = "own_server"
    RECIPIENT_SERVER = "recipient_server"
    MAIL_PROGRAM = "mail_program"
    LIBRARY = "library"
    NETWORK = "network"
    SECURITY_SOFTWARE = "security_software"
    UNKNOWN = "unknown"


class Security(StrEnum):
    """How the connection to the submission server is protected (RFC 8314)."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Step(IntEnum):
    """The eight steps; the number is what people say on the phone."""

    WAIT = 1
    CONNECTION = 2
    SETTINGS = 3
    RATE = 4
    BLOCKLISTS = 5
    UPDATES = 6
    PROVIDER = 7
    QUEUE = 8
