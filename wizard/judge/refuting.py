"""Whether one good conversation refutes a cause that an older error text names.

The table is the rule. A busy server that answers now is no longer busy; one conversation says
nothing about ten connections at once, a daily limit, or another server's opinion.
"""

from typing import NamedTuple

from wizard.reply import Reply
from wizard.vocabulary import Cause, Layer, Stage

# The order in which a conversation passes its stages. The check ends before DATA: what a server
# says there about its own state (full, busy) it says at MAIL and RCPT too.
ORDER = (
    Stage.RESOLVE, Stage.CONNECT, Stage.TLS, Stage.GREETING, Stage.EHLO, Stage.STARTTLS,
    Stage.AUTH, Stage.MAIL, Stage.RCPT,
)  # fmt: skip
_SEEN_AT_RCPT = (Stage.DATA, Stage.END_OF_DATA)
_AN_HOUR = 3_600
_BEFORE_SIGN_IN = (Stage.CONNECT, Stage.GREETING, Stage.EHLO)

# What a line that loses packets leads to, while somebody sends more than a few words.
OF_A_BAD_LINE = (Cause.NETWORK, Cause.SESSION_TIMEOUT)


class Refutation(NamedTuple):
    """`through`: the stage that must have gone well; None: no single conversation refutes."""

    through: Stage | None
    because: str


REFUTATION: dict[Cause, Refutation] = {
    Cause.SERVER_OVERLOAD: Refutation(Stage.EHLO, "it has time for us now"),
    Cause.MAINTENANCE_SHUTDOWN: Refutation(Stage.EHLO, "it is back"),
    Cause.SESSION_TIMEOUT: Refutation(Stage.EHLO, "an idle session is over, a new one works"),
    Cause.NETWORK: Refutation(Stage.EHLO, "the way is open now"),
    Cause.UNKNOWN_GENERIC: Refutation(Stage.EHLO, "'try again later', and later it works"),
    Cause.TLS_PROBLEM: Refutation(Stage.TLS, "the handshake and the certificate are in order"),
    Cause.GREYLISTING: Refutation(Stage.RCPT, "the next try was accepted"),
    Cause.TOO_MANY_CONNECTIONS: Refutation(Stage.RCPT, "there was room for us, signed in"),
    Cause.RATE_LIMIT: Refutation(Stage.RCPT, "short limits are counted at MAIL and RCPT"),
    Cause.IP_BLOCKED: Refutation(None, "mostly another server's opinion, or one for whole hours"),
    Cause.SENDER_AUTH_DNS: Refutation(None, "the recipient's server looks, not ours"),
    Cause.MAILBOX_OR_CONTENT: Refutation(None, "that recipient or that message was refused"),
    Cause.CLIENT_SETTINGS: Refutation(None, "our settings are right, the program's may not be"),
    Cause.OUTDATED_CLIENT: Refutation(None, "the fault is the program's, and we are another one"),
    Cause.AUTH_FAILED: Refutation(Stage.AUTH, "the password was accepted"),
    Cause.NONE: Refutation(Stage.CONNECT, "there was no fault"),
}


def needed_stage(pasted: Reply) -> Stage | None:
    """The stage that a conversation must have passed to refute this text; None: none can."""
    refutation = REFUTATION[pasted.cause]
    needed = refutation.through
    if pasted.cause is Cause.IP_BLOCKED and pasted.layer is Layer.OWN_SERVER:
        # Said at the door by the own server, it is asked again at each connection.
        return Stage.EHLO if pasted.stage in _BEFORE_SIGN_IN else None
    if pasted.cause is Cause.RATE_LIMIT and not _is_short_limit(pasted):
        return None
    if needed is None or pasted.stage is None:
        return needed
    arose = Stage.RCPT if pasted.stage in _SEEN_AT_RCPT else pasted.stage
    if pasted.cause is Cause.NETWORK and pasted.stage in _SEEN_AT_RCPT:
        return None  # a line that breaks while much is sent carries a short conversation well
    if arose not in ORDER:
        return needed
    return max(needed, arose, key=ORDER.index)


def _is_short_limit(pasted: Reply) -> bool:
    """A limit per minute or so; those per hour and day are often counted after DATA only."""
    temporary = pasted.code is not None and 400 <= pasted.code < 500
    first = pasted.wait_seconds[0] if pasted.wait_seconds else 0
    return temporary and first < _AN_HOUR
