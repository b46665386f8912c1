"""The letter of step 7: what to tell the provider, or the own helpdesk, ready to pass on.

For the provider: exact replies, times with zone, addresses, what was tested, because they search
their logs for them; so nothing is hidden but secrets. For the helpdesk: the same with the code.
Nothing is sent from here: the letter is copied, printed or saved.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

import msgspec

from wizard.accounts.providers import Provider, provider_by_id
from wizard.facts.blocklists import BlocklistFacts, ListingResult, PublicAddressFacts
from wizard.facts.computer import ComputerFacts, MailProgramsFacts
from wizard.facts.names import ServerNameFacts
from wizard.facts.server import OtherPortsFacts, ServerFacts
from wizard.messages import Language, Message
from wizard.observation import Observation
from wizard.profile.model import Organisation
from wizard.record import RunRecord
from wizard.support.code import encode
from wizard.support.redaction import Level, masked_record, masker_for
from wizard.support.report_document import shown_time

_MOST_REPLIES = 12


class Reader(StrEnum):
    """Whom a letter is for."""

    PROVIDER = "provider"
    HELPDESK = "helpdesk"


class Contact(msgspec.Struct, frozen=True):
    """One way to reach somebody: what it is, and the number or page."""

    what: Message
    value: str


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter: `subject` and `body` are what is copied; `contacts` are where it can go."""

    reader: Reader
    subject: str
    body: str
    contacts: tuple[Contact, ...]

    @property
    def text(self) -> str:
        """The whole letter."""
        return f"{self.subject}\n\n{self.body}"


def letter(
    record: RunRecord,
    reader: Reader,
    language: Language,
    organisation: Organisation | None = None,
    *,
    ticket: str = "",
) -> Letter:
    """The letter about this run."""
    organisation = organisation or Organisation()
    masker = masker_for(record, Level.OWN_HELPDESK)
    code = encode(record).text
    writer = _Writer(masked_record(record, masker), language, organisation)
    paragraphs = [
        *writer.opening(reader, code, masker.text(ticket.strip()[:100])),
        *writer.replies(),
        *writer.tested(),
        *writer.question(reader),
    ]
    return Letter(
        reader=reader,
        subject=writer.subject(reader, code),
        body="\n\n".join(paragraphs) + "\n",
        contacts=tuple(contacts(record, reader, organisation)),
    )


def contacts(record: RunRecord, reader: Reader, organisation: Organisation) -> Iterator[Contact]:
    """Where a letter can go without e-mail: from the profile first, then the provider table."""
    if reader is Reader.HELPDESK or organisation.name:
        yield from _of_organisation(organisation)
    if reader is Reader.PROVIDER:
        provider = provider_by_id(record.case.account.provider)
        if provider is not None:
            yield from _of_provider(provider)


def _of_organisation(organisation: Organisation) -> Iterator[Contact]:
    pairs = (
        ("letter.contact.phone", organisation.helpdesk_phone),
        ("letter.contact.hours", organisation.hours),
        ("letter.contact.upload", organisation.upload_url),
        ("letter.contact.other", organisation.contact),
        ("letter.contact.status", organisation.status_url),
    )
    for id_, value in pairs:
        if value:
            yield Contact(Message(id_), value)


def _of_provider(provider: Provider) -> Iterator[Contact]:
    pairs = (
        ("letter.contact.status", provider.status_page),
        ("letter.contact.support", provider.support_page),
        ("letter.contact.phone", provider.support_phone),
        ("letter.contact.postmaster", provider.postmaster_page),
        ("letter.contact.removal", provider.removal_page),
    )
    for id_, value in pairs:
        if value:
            yield Contact(Message(id_), value)


class _Writer:
    """The paragraphs of one letter."""

    def __init__(self, record: RunRecord, language: Language, organisation: Organisation) -> None:
        self._record = record
        self._language = language
        self._organisation = organisation

    def _say(self, id_: str, **params: str | int) -> str:
        return self._language(id_, **params)

    def subject(self, reader: Reader, code: str) -> str:
        """One line that says what it is about."""
        title = self._language.render(self._record.diagnosis.title)
        host = self._record.case.account.host
        if reader is Reader.HELPDESK:
            return self._say("letter.subject.helpdesk", code=code, title=title)
        return self._say("letter.subject.provider", host=host, title=title)

    def opening(self, reader: Reader, code: str, ticket: str) -> Iterator[str]:
        """What happens, for which account."""
        account = self._record.case.account
        yield self._say(
            f"letter.opening.{reader.value}",
            address=account.address,
            host=account.host,
            port=account.port,
        )
        if reader is Reader.HELPDESK:
            yield self._say("letter.code", code=code)
            title = self._language.render(self._record.diagnosis.title)
            yield self._say("letter.verdict", title=title)
        if ticket:
            yield self._say("letter.ticket", ticket=ticket)
        pasted = self._record.case.pasted
        if pasted is not None:
            shown = "\n".join(f"    {line}" for line in pasted.text.splitlines()[:_MOST_REPLIES])
            yield f"{self._say('letter.pasted')}\n{shown}"

    def replies(self) -> Iterator[str]:
        """What the server answered, word for word, each with its time."""
        lines = list(self._reply_lines())[:_MOST_REPLIES]
        if lines:
            yield "\n".join((self._say("letter.replies"), *(f"    {line}" for line in lines)))

    def _reply_lines(self) -> Iterator[str]:
        for observation in self._record.case.observations.values():
            facts = observation.facts
            servers = facts.conversations if isinstance(facts, OtherPortsFacts) else (facts,)
            for server in servers:
                if not isinstance(server, ServerFacts):
                    continue
                where = f"{server.host} [{server.address}]:{server.port}"
                when = _began(observation)
                for reply in server.replies:
                    if reply.code >= 400 or not server.refusal:
                        stage = self._say(f"report.stage.{reply.stage.value}")
                        yield f"{when}  {where}  {stage}:  {reply.text}"
                if not server.replies:
                    ending = self._say(f"letter.ending.{server.ending.value}")
                    yield f"{when}  {where}  {ending}"

    def tested(self) -> Iterator[str]:
        """What was tested, from where."""
        lines = [self._say("letter.tested")]
        lines += (f"    {label}: {value}" for label, value in self._tested_pairs() if value)
        yield "\n".join(lines)

    def _tested_pairs(self) -> Iterator[tuple[str, str]]:
        record, case = self._record, self._record.case
        account = case.account
        security = self._say(f"report.security.{account.security.value}")
        yield self._say("letter.tested.time"), _run_time(record.started, record.seconds)
        yield self._say("letter.tested.account"), account.address
        yield self._say("letter.tested.server"), f"{account.host}, {account.port}, {security}"
        name = case.facts("server_name", ServerNameFacts)
        yield (
            self._say("letter.tested.addresses"),
            ", ".join((*name.ipv4, *name.ipv6)) if name else "",
        )
        public = case.facts("public_address", PublicAddressFacts)
        server = case.facts("account_server", ServerFacts)
        own = (public.ipv4, public.ipv6) if public else (server.echoed_address if server else "",)
        yield (
            self._say("letter.tested.own_address"),
            ", ".join(address for address in own if address),
        )
        yield self._say("letter.tested.connections"), str(record.connections)
        if server and server.tls and server.tls.version:
            yield self._say("letter.tested.tls"), f"{server.tls.version}, {server.tls.cipher}"
        lists = case.facts("blocklists", BlocklistFacts)
        if lists is not None:
            listed = sorted({x.list_id for x in lists.listings if x.result is ListingResult.LISTED})
            nothing = self._say("letter.tested.no_listing")
            yield self._say("letter.tested.blocklists"), ", ".join(listed) or nothing
        computer = case.facts("computer", ComputerFacts)
        yield self._say("letter.tested.system"), computer.name if computer else ""
        programs = case.facts("mail_programs", MailProgramsFacts)
        found = [f"{p.name} {p.version}" for p in programs.programs] if programs else []
        yield self._say("letter.tested.programs"), ", ".join(found)
        yield self._say("letter.tested.by"), f"Send Again {record.program_version}"

    def question(self, reader: Reader) -> Iterator[str]:
        """What the reader is asked to do."""
        yield self._say(f"letter.question.{reader.value}")
        yield from self._organisation.provider_texts if reader is Reader.PROVIDER else ()


def _began(observation: Observation) -> str:
    return shown_time(observation.started.isoformat(timespec="seconds"))


def _run_time(started: datetime, seconds: float) -> str:
    return f"{shown_time(started.isoformat(timespec='seconds'))} (+{seconds:.0f} s)"
