"""One finding about a domain, and the record to publish for it."""

import msgspec

from wizard.facts.domain import TextRecords
from wizard.facts.names import NameResult
from wizard.messages import Message, Value, message
from wizard.vocabulary import Verdict

# A DNS error is "could not check", never "missing": only these answers say what is there.
ANSWERED = (NameResult.FOUND, NameResult.NO_SUCH_NAME, NameResult.NO_ADDRESS)


class DomainFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing about the domain. `record` is what to publish at `record_name`, '' when nothing."""

    id: str
    verdict: Verdict
    title: Message
    meaning: Message
    next: Message | None = None
    record_name: str = ""
    record: str = ""
    evidence: str = ""


def finding(
    id_: str,
    verdict: Verdict,
    *,
    record_name: str = "",
    record: str = "",
    evidence: str = "",
    **params: Value,
) -> DomainFinding:
    """A finding whose texts are `<id>.title`, `.meaning` and, when not fine, `.next`."""
    return DomainFinding(
        id=id_,
        verdict=verdict,
        title=message(f"{id_}.title", **params),
        meaning=message(f"{id_}.meaning", **params),
        next=None if verdict is Verdict.FINE else message(f"{id_}.next", **params),
        record_name=record_name,
        record=record,
        evidence=evidence,
    )


def could_not_check(what: str, records: TextRecords) -> DomainFinding:
    """The DNS gave no answer about this record."""
    return finding(
        "domain.unanswered",
        Verdict.COULD_NOT_CHECK,
        what=what,
        name=records.name,
        evidence=f"{records.name}: {records.result.value}",
    )


def tags(record: str) -> dict[str, str]:
    """tag=value pairs separated by semicolons (RFC 6376 3.2)."""
    pairs = (part.partition("=") for part in record.split(";"))
    return {
        name.strip().lower(): "".join(value.split()) for name, _, value in pairs if name.strip()
    }
