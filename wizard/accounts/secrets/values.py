"""What can be kept in the system's password store, and what can become of the wish.

Every trouble is a value with two sentences: what happened, and what to do next. Facts: the
behaviour of keyring 25.7 and of the stores behind it, measured and read in its source.
"""

from dataclasses import dataclass
from enum import StrEnum

from wizard.account import Account, Secret
from wizard.messages import Message, message


class Kind(StrEnum):
    """What a kept secret is."""

    PASSWORD = "password"  # noqa: S105 - a kind, not a password
    TOKEN = "token"  # noqa: S105 - what a browser sign-in gave, to get further access with
    CLIENT = "client"  # the secret of the person's own registration at a provider


# The store shows these names to the person, so they say whose entry it is.
_SERVICES = {
    Kind.PASSWORD: "SendAgain:{place}",
    Kind.TOKEN: "SendAgain browser sign-in:{place}",
    Kind.CLIENT: "SendAgain registration:{place}",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one secret is kept. `place`: the mail server, or for tokens the sign-in provider."""

    kind: Kind
    place: str
    user: str

    @property
    def service(self) -> str:
        """The name of the entry in the store; different for every kind."""
        return _SERVICES[self.kind].format(place=self.place)


def password_of(account: Account) -> Entry:
    """Where the password of an account is kept: under its address, so that it is found again
    whatever the user name is."""
    return Entry(Kind.PASSWORD, account.host.lower(), account.address)


class Trouble(StrEnum):
    """Why a secret could not be kept, read or forgotten."""

    RULE = "rule"  # the organisation does not allow it
    NO_STORE = "no_store"  # this computer has no password store that can be used
    NO_BUS = "no_bus"  # the desktop's message bus, which leads to the store, is not there
    SWITCHED_OFF = "switched_off"  # keyring is set to keep nothing (its null backend)
    PLAIN_FILE = "plain_file"  # a store that writes passwords readable into a file
    UNKNOWN_STORE = "unknown_store"  # somebody else's store, whose care we cannot judge
    LOCKED = "locked"  # locked, and there is no screen to ask on
    DISMISSED = "dismissed"  # the window that asks for the store's password was closed
    DENIED = "denied"  # the person or the system said no to this program
    NOT_SIGNED = "not_signed"  # macOS: this build of the program is not signed
    NO_SCREEN = "no_screen"  # macOS: the keychain may not ask here (-25308)
    NO_LOGON = "no_logon"  # Windows: no logon session to keep it in (1312)
    NO_ANSWER = "no_answer"  # the store did not answer in time; it may still be asking
    STILL_ASKING = "still_asking"  # an earlier wish is still waiting for the person
    TOO_LONG = "too_long"  # Windows: 2560 bytes an entry
    NOT_KEPT = "not_kept"  # what was read back is not what was stored
    NOT_FORGOTTEN = "not_forgotten"  # still there after it was deleted
    NOT_THERE = "not_there"  # nothing is kept under this name
    FAILED = "failed"  # anything else


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one wish; `trouble` is None when it was fulfilled.

    `detail` is a short word for the log (the kind of a system's error), never a secret.
    """

    trouble: Trouble | None = None
    secret: Secret | None = None
    detail: str = ""

    @property
    def ok(self) -> bool:
        """Whether the wish was fulfilled."""
        return self.trouble is None

    @property
    def sentence(self) -> Message:
        """What happened, in one sentence."""
        return message(f"secrets.{self.trouble or 'done'}")

    @property
    def next(self) -> Message:
        """What to do next."""
        return message(f"secrets.{self.trouble or 'done'}.next")
