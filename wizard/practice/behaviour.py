"""How a practice server behaves, as data: its answers at each stage, and its protection."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from wizard.vocabulary import Stage


class Protection(StrEnum):
    """What the server speaks on its port."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class CertificateKind(StrEnum):
    """Which certificate the server shows."""

    GOOD = "good"
    EXPIRED = "expired"
    OTHER_NAME = "other_name"
    SELF_SIGNED = "self_signed"


class Answer(msgspec.Struct, frozen=True):
    """A reply in place of the usual one. After `closes` the server hangs up, as after any 421."""

    code: int
    lines: tuple[str, ...]
    closes: bool = False

    @property
    def hangs_up(self) -> bool:
        """RFC 5321 3.8: 421 announces the end of the connection."""
        return self.closes or self.code == 421


def answer(text: str, *, closes: bool = False) -> Answer:
    """An answer from its text, one line a line: '421 4.7.0 busy'."""
    lines = text.splitlines()
    return Answer(int(lines[0][:3]), tuple(line[4:] for line in lines), closes)


class Behaviour(msgspec.Struct, frozen=True, kw_only=True):
    """One server. Stages without an entry in `answers` are answered as a healthy server would.

    `teaser` lines come before the greeting, `greeting_after_seconds` later the greeting itself.
    `vanishes_at`: at this stage the connection is reset without a word.
    `accepts`: whether the practice password is right.
    """

    protection: Protection = Protection.STARTTLS
    certificate: CertificateKind = CertificateKind.GOOD
    offers_starttls: bool = True
    capabilities: tuple[str, ...] = (
        "PIPELINING",
        "SIZE 36700160",
        "8BITMIME",
        "ENHANCEDSTATUSCODES",
    )
    sign_in_methods: tuple[str, ...] = ("PLAIN", "LOGIN")
    answers: Mapping[Stage, Answer] = msgspec.field(default_factory=dict)
    teaser: tuple[str, ...] = ()
    greeting_after_seconds: float = 0.0
    lower_case: bool = False
    vanishes_at: Stage | None = None
    accepts: bool = True
