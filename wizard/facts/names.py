"""Facts about name resolution."""

from enum import StrEnum

import msgspec


class NameResult(StrEnum):
    """How a name lookup ended."""

    FOUND = "found"
    NO_SUCH_NAME = "no_such_name"
    NO_ADDRESS = "no_address"
    SERVER_FAILURE = "server_failure"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    ERROR = "error"


class ResolverFacts(msgspec.Struct, frozen=True, tag="resolver", kw_only=True):
    """Whether the system's resolver answers, and honestly.

    `invents_names` is True when random names that cannot exist got an address; None: not known.
    """

    nameservers: tuple[str, ...]
    result: NameResult
    took_seconds: float | None = None
    invents_names: bool | None = None
    invented_address: str = ""
    diverted: bool | None = None  # a documentation address answered a DNS question


class ServerNameFacts(msgspec.Struct, frozen=True, tag="server_name", kw_only=True):
    """The addresses of the mail server, as mail programs would get them (getaddrinfo)."""

    host: str
    result: NameResult
    ipv4: tuple[str, ...] = ()
    ipv6: tuple[str, ...] = ()
    took_seconds: float = 0.0
    suggestion: str = ""  # the likely right name, when the typed one does not exist
    parked: bool = False  # random siblings lead to the same address
