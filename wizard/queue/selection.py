"""Which messages are meant: filters by sender, recipient's domain, reason and age. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wizard.facts.computer import QueuedMessage
from wizard.vocabulary import Cause

CauseOf = Callable[[str], Cause]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; every given condition must hold. Empty selects nothing by itself."""

    sender: str = ""
    recipient_domain: str = ""
    reason: str = ""
    cause: Cause | None = None
    older_than: timedelta | None = None
    everything: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return self == Selection()

    def chosen(
        self, messages: Iterable[QueuedMessage], now: datetime, cause_of: CauseOf
    ) -> list[QueuedMessage]:
        """The messages meant, in the order of the queue."""
        if self.is_empty:
            return []
        return [message for message in messages if self._matches(message, now, cause_of)]

    def _matches(self, message: QueuedMessage, now: datetime, cause_of: CauseOf) -> bool:
        domain = self.recipient_domain.lower().lstrip("@")
        arrived = datetime.fromisoformat(message.arrived)
        return (
            (not self.sender or _is_sender(self.sender, message.sender))
            and (not domain or any(r.lower().endswith("@" + domain) for r in message.recipients))
            and (not self.reason or self.reason.lower() in message.reason.lower())
            and (self.cause is None or cause_of(message.reason) is self.cause)
            and (self.older_than is None or now - arrived >= self.older_than)
        )


def _is_sender(wanted: str, sender: str) -> bool:
    """A whole address, or all of a domain when it begins with @; '<>' means bounces."""
    wanted, sender = wanted.lower(), sender.lower()
    if wanted in ("<>", "mailer-daemon"):
        return sender in ("", "mailer-daemon")
    return sender.endswith(wanted) if wanted.startswith("@") else sender == wanted


@dataclass(frozen=True, slots=True)
class Group:
    """The messages that wait for the same cause at the same recipients' domain."""

    cause: Cause
    domain: str
    count: int
    oldest: str
    example: str


def grouped(messages: Sequence[QueuedMessage], cause_of: CauseOf) -> list[Group]:
    """Groups by cause and domain, the largest first."""
    groups: dict[tuple[Cause, str], list[QueuedMessage]] = {}
    for message in messages:
        domain = message.recipients[0].rpartition("@")[2].lower() if message.recipients else ""
        groups.setdefault((cause_of(message.reason), domain), []).append(message)
    rows = [
        Group(cause, domain, len(some), min(m.arrived for m in some), some[0].reason)
        for (cause, domain), some in groups.items()
    ]
    return sorted(rows, key=lambda group: (-group.count, group.domain))
