"""The server's own words, and the pasted ones, as they stand in a record."""

from collections.abc import Iterator

from wizard.facts.server import OtherPortsFacts, ServerFacts, ServerReply
from wizard.record import RunRecord

_MOST_LINES = 40
_FAILURE = 400


def conversations(record: RunRecord) -> Iterator[ServerFacts]:
    """Every conversation with the account's server, the account's own settings first."""
    for probe in ("account_server", "other_family"):
        facts = record.case.facts(probe, ServerFacts)
        if facts is not None:
            yield facts
    ports = record.case.facts("other_ports", OtherPortsFacts)
    if ports is not None:
        yield from ports.conversations


def refusals(record: RunRecord) -> Iterator[tuple[ServerFacts, ServerReply]]:
    """Every reply that refused something, with the conversation in which it came."""
    for conversation in conversations(record):
        for reply in conversation.replies:
            if reply.code >= _FAILURE:
                yield conversation, reply


def server_words(record: RunRecord) -> str:
    """What the server said when it refused, line by line as it came."""
    lines: list[str] = []
    for _, reply in refusals(record):
        last = len(reply.lines) - 1
        lines += [
            f"{reply.code}{' ' if n == last else '-'}{text}" for n, text in enumerate(reply.lines)
        ] or [str(reply.code)]
    return "\n".join(dict.fromkeys(lines[:_MOST_LINES]))


def pasted_words(record: RunRecord) -> str:
    """The error text that the person gave."""
    return record.case.pasted.text if record.case.pasted else ""
