"""How a practice server behaves, as data: its answers at each stage, and its protection."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from wizard.vocabulary import Stage

# RFC 5321 3.8: announces the end of the connection.
_CLOSING = 421


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
    """A reply of the server. After `closes` it hangs up, as after any 421."""

    code: int
    lines: tuple[str, ...]
    closes: bool = False

    @property
    def hangs_up(self) -> bool:
        """Whether the server closes the connection after these words."""
        return self.closes or self.code == _CLOSING


def answer(text: str, *, closes: bool = False) -> Answer:
    """An answer as a server writes it: '421 4.7.0 busy', or several lines with '534-' first."""
    lines = text.splitlines()
    return Answer(int(lines[0][:3]), tuple(line[4:] for line in lines), closes)


class Behaviour(msgspec.Struct, frozen=True, kw_only=True):
    """One server. Stages without an entry in `answers` are answered as a healthy server would.

    `delays`: seconds before the answer at a stage. `teaser`: lines that come at once, before a
    delayed greeting (`220-`). `resets_at`: at this stage the connection is reset without a word.
    `longest_packet`: anything of more bytes is as if it had never arrived.
    """

    protection: Protection = Protection.STARTTLS
    certificate: CertificateKind = CertificateKind.GOOD
    capabilities: tuple[str, ...] = (
        "PIPELINING",
        "SIZE 36700160",
        "8BITMIME",
        "ENHANCEDSTATUSCODES",
    )
    sign_in_methods: tuple[str, ...] = ("PLAIN", "LOGIN")
    answers: Mapping[Stage, Answer] = msgspec.field(default_factory=dict)
    delays: Mapping[Stage, float] = msgspec.field(default_factory=dict)
    teaser: tuple[str, ...] = ()
    lower_case: bool = False
    resets_at: Stage | None = None
    longest_packet: int | None = None

    @property
    def size_limit(self) -> int:
        """The announced limit of a message in bytes; 0 for none (RFC 1870)."""
        announced = [one.split() for one in self.capabilities if one.upper().startswith("SIZE ")]
        return int(announced[0][1]) if announced else 0
