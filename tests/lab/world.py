"""A world: what is broken, what the person typed, what the program must say, and the repair."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from zlib import crc32

from tests.lab.faults import Fault
from tests.lab.mail import HEALTHY, PASSWORD, Mail
from wizard.vocabulary import Cause

_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What the person gives the program. `host` '' lets the program find the settings itself.

    {domain} and {host} in `host`, `user` and `error` stand for the world's own.
    """

    host: str = "{host}"
    port: int | None = 587
    security: str | None = "starttls"
    user: str = ""
    password: str = PASSWORD
    error: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One world. What is not said is in order.

    `wanted` is the cause that the program must name; `story` says what is broken, for people.
    `mended_mail`, `mended_typed`: what the repair changes besides taking the faults away.
    `files` are put into the person's home folder: path to text.
    """

    name: str
    wanted: Cause
    story: str
    mail: Mail | None = HEALTHY
    faults: tuple[Fault, ...] = ()
    typed: Typed = field(default_factory=Typed)
    mended_mail: Mail | None = HEALTHY
    mended_typed: Typed | None = None
    ipv6: bool = False
    records: tuple[str, ...] = ()
    parked: bool = False  # every name of the domain leads to a web server
    takes_long: bool = False
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def healthy(self) -> bool:
        """Mail can be sent here: whatever else is named is a false alarm."""
        return self.wanted is Cause.NONE

    @property
    def domain(self) -> str:
        """The domain of the person's address. It says nothing: servers repeat it in replies."""
        return f"{_said_nothing(self.name)}.example"

    @property
    def host(self) -> str:
        """The name of the mail server."""
        return f"smtp.{self.domain}"

    @property
    def address(self) -> str:
        """The person's mail address."""
        return f"joe@{self.domain}"

    def repaired(self) -> "World":
        """The same world after its repair: without faults, with what was mended, nothing pasted."""
        typed = self.mended_typed or replace(self.typed, error="")
        return replace(
            self,
            wanted=Cause.NONE,
            faults=(),
            mail=self.mended_mail if self.mail is not None else HEALTHY,
            typed=typed,
        )


def _said_nothing(name: str) -> str:
    """A word without meaning for a world's name, always the same."""
    number = crc32(name.encode())
    word = ""
    for _ in range(4):
        number, consonant = divmod(number, len(_CONSONANTS))
        number, vowel = divmod(number, len(_VOWELS))
        word += _CONSONANTS[consonant] + _VOWELS[vowel]
    return word
