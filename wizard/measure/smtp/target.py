"""Where a conversation goes, how far, and how long it waits."""

import dataclasses
from dataclasses import dataclass
from enum import IntEnum

from wizard.measure.connect import CONNECT_SECONDS
from wizard.vocabulary import Security


class Depth(IntEnum):
    """How far a conversation goes."""

    CONNECT = 1
    GREETING = 2
    EHLO = 3
    PROTECTED = 4  # EHLO again inside TLS
    ENVELOPE = 5  # sign-in, MAIL, RCPT; the test message when it was asked for


@dataclass(frozen=True, slots=True)
class Target:
    """Where to, and how protected. `addresses` are IP addresses in the order to be tried."""

    host: str
    port: int
    security: Security
    addresses: tuple[str, ...]

    def over(self, security: Security) -> "Target":
        """The same port, protected in another way."""
        return dataclasses.replace(self, security=security)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait. `padded` asks whether large packets get through."""

    greeting: float
    answer: float
    connect: float = CONNECT_SECONDS
    padded: bool = False
