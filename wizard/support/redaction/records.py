"""Masks a whole record: every text in it, except the words that are the program's own.

Everything is masked unless `_OWN` names it, so a new kind of facts is safe from the start. Our
own words (probe ids, finding ids, message ids) are kept only while they look like that.
"""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import TypeVar, cast

import msgspec

from wizard.facts.computer import MailProgramsFacts, MailQueueFacts
from wizard.facts.names import ServerNameFacts
from wizard.facts.server import Certificate, ServerFacts
from wizard.judge.case import Case
from wizard.observation import Observation
from wizard.record import RunRecord
from wizard.reply import Reply
from wizard.support import provider_names
from wizard.support.masking_levels import Level
from wizard.support.redaction.known import Known, Person, known_values, this_person
from wizard.support.redaction.masker import Masker

S = TypeVar("S")

_OWN_WORD = re.compile(r"[a-z0-9_.:/+-]{0,64}\Z")
_VERSION = re.compile(r"[\w.+~:-]{0,40}\Z")
# Fields of Structs that hold words of this program, not of the world.
_OWN = frozenset(
    (
        ("Finding", "id"),
        ("Finding", "depends_on"),
        ("Message", "id"),
        ("StepState", "findings"),
        ("RankedCause", "because"),
        ("RankedCause", "against"),
        ("Observation", "probe"),
        ("Observation", "because"),
        ("Observation", "detail"),
        ("Reply", "rule"),
        ("Account", "provider"),
        ("AddressReport", "way"),
        ("Listing", "list_id"),
        ("MailProgram", "id"),
        ("MailProgram", "found_by"),
        ("SavedAccount", "program"),
        ("SavedAccount", "sign_in"),
        ("RunRecord", "practice"),
    )
)
_VERSIONS = frozenset(
    (
        ("RunRecord", "program_version"),
        ("ComputerFacts", "version"),
        ("ComputerFacts", "support_ends"),
        ("ComputerFacts", "table_date"),
        ("MailProgram", "version"),
        ("MailProgram", "newest"),
        ("MailProgram", "newest_as_of"),
        ("Certificate", "sha256"),
        ("Certificate", "not_before"),
        ("Certificate", "not_after"),
        ("Outbox", "oldest"),
        ("QueuedMessage", "arrived"),
    )
)
_HOSTS = frozenset(
    (
        ("Account", "host"),
        ("ServerFacts", "host"),
        ("ServerNameFacts", "host"),
        ("ServerNameFacts", "suggestion"),
        ("SavedAccount", "host"),
        ("Certificate", "names"),
    )
)


def masker_for(
    record: RunRecord,
    level: Level = Level.NORMAL,
    *,
    person: Person | None = None,
    secrets: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
) -> Masker:
    """A masker that knows what is personal in this record and at this computer."""
    public = provider_names.public_names()
    known = known_values(
        record.case.account,
        person or this_person(),
        addresses=_addresses(record.case),
        secrets=secrets,
        words=words,
        public=public,
    )
    return Masker(known, level, public=public, keep=_kept(record.case, known, public))


def masked_record(record: RunRecord, masker: Masker) -> RunRecord:
    """The record with every text in it masked."""
    return cast(RunRecord, _masked(record, masker, in_facts=False))


def _masked(value: object, masker: Masker, *, in_facts: bool) -> object:
    match value:
        case Enum():
            return value
        case str():
            return masker.fact(value) if in_facts else masker.text(value)
        case msgspec.Struct():
            return _masked_struct(value, masker, in_facts=in_facts)
        case tuple() | list():
            return tuple(_masked(item, masker, in_facts=in_facts) for item in value)
        case Mapping():
            return {
                _masked_key(key, masker): _masked(item, masker, in_facts=in_facts)
                for key, item in value.items()
            }
        case _:
            return value


def _masked_key(key: object, masker: Masker) -> object:
    if not isinstance(key, str) or isinstance(key, Enum) or _OWN_WORD.match(key):
        return key
    return masker.text(key)


def _masked_struct(struct: msgspec.Struct, masker: Masker, *, in_facts: bool) -> msgspec.Struct:
    kind = type(struct).__name__
    within = in_facts or isinstance(struct, Case)
    if kind in ("Line", "Reply", "Finding", "Message"):
        within = False
    changed = {}
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        changed[name] = _masked_field((kind, name), value, masker, in_facts=within)
    masked = msgspec.structs.replace(struct, **changed)
    if isinstance(masked, Reply) and isinstance(struct, Reply) and masked.text != struct.text:
        masked = msgspec.structs.replace(masked, decided_by=())
    return masked


def _masked_field(
    field: tuple[str, str], value: object, masker: Masker, *, in_facts: bool
) -> object:
    if field in _OWN and _all_match(value, _OWN_WORD):
        return value
    if field in _VERSIONS and _all_match(value, _VERSION):
        return value
    if field in _HOSTS:
        if isinstance(value, str):
            return masker.host(value)
        if isinstance(value, tuple):
            return tuple(masker.host(str(item)) for item in value)
    return _masked(value, masker, in_facts=in_facts)


def _all_match(value: object, pattern: re.Pattern[str]) -> bool:
    if isinstance(value, tuple):
        return all(_all_match(item, pattern) for item in value)
    return isinstance(value, str) and pattern.match(value) is not None


def _addresses(case: Case) -> Iterator[str]:
    """Mail addresses of people that the run came across."""
    programs = case.facts("mail_programs", MailProgramsFacts)
    for saved in programs.accounts if programs else ():
        yield saved.address
        if "@" in saved.username:
            yield saved.username
    queue = case.facts("mail_queue", MailQueueFacts)
    for queued in queue.messages[:200] if queue else ():
        yield queued.sender
        yield from queued.recipients


def _kept(case: Case, known: tuple[Known, ...], public: frozenset[str]) -> frozenset[str]:
    """Values that look personal by their form and are not: a provider's addresses, fingerprints."""
    kept = {certificate.sha256 for certificate in _certificates(case)}
    name = case.facts("server_name", ServerNameFacts)
    hidden = {value.text.casefold() for value in known}
    host = case.account.host.casefold()
    labels = host.split(".")
    is_public = any(".".join(labels[i:]) in public for i in range(len(labels) - 1))
    if name is not None and is_public and host not in hidden:
        kept |= {*name.ipv4, *name.ipv6}
    return frozenset(kept)


def _certificates(case: Case) -> Iterator[Certificate]:
    observations: tuple[Observation, ...] = tuple(case.observations.values())
    for observation in observations:
        facts = observation.facts
        if isinstance(facts, ServerFacts) and facts.tls and facts.tls.certificate:
            yield facts.tls.certificate
