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

    `result` is FOUND when it answered any question (also by 'no such name'), else how it failed.
    `invents_names` is True when random names that cannot exist got an address; None: not known.
    """

    nameservers: tuple[str, ...]
    result: NameResult
    took_seconds: float | None = None
    invents_names: bool | None = None
    invented_address: str = ""
    diverted: bool | None = None  # a documentation address answered a DNS question
    egress_address: str = ""  # from where the resolver asks the world
    operator: str = ""  # of a well-known public resolver, '' when it is none
    took_tcp: bool | None = None  # UDP failed; whether the same question over TCP was answered
    server_result: NameResult | None = None  # of the mail server's name, asked directly
    second_opinion: NameResult | None = None  # of the same name, by HTTPS; when that failed


class ServerNameFacts(msgspec.Struct, frozen=True, tag="server_name", kw_only=True):
    """The addresses of the mail server, as mail programs would get them (getaddrinfo).

    `order` holds the addresses of both families in the order in which programs try them.
    """

    host: str
    result: NameResult
    ipv4: tuple[str, ...] = ()
    ipv6: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    took_seconds: float = 0.0
    suggestion: str = ""  # the likely right name, when the typed one does not exist
    parked: bool = False  # random siblings lead to the same address
