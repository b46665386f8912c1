"""What a report says, in the order in which whoever helps wants to read it.

Works on the report as it is saved, so a page made from an opened bundle is the page that was
printed. Nothing in a report is trusted: everything here is text.
"""

from collections.abc import Iterator
from datetime import datetime

from wizard.messages import Language, Message, catalogue
from wizard.support.code.spelling import spelled
from wizard.support.document import (
    Big,
    Block,
    Document,
    Pairs,
    Paragraph,
    Section,
    Table,
    Verbatim,
    filled,
)
from wizard.support.report_file import FindingPart, ReportFile, StepPart

_TO_EXPLAIN = ("problem", "attention", "could_not_check")
_LONGEST_CELL = 600
_MOST_ROWS = 60


def report_document(report: ReportFile, language: Language) -> Document:
    """The whole report; labels in `language`, findings as the report has them."""
    writer = _Writer(report, language)
    sections = (
        ("report.code.heading", writer.code()),
        ("report.notes.heading", writer.notes()),
        ("report.steps.heading", writer.steps()),
        ("report.replies.heading", writer.replies()),
        ("report.pasted.heading", writer.pasted()),
        ("report.evidence.heading", writer.evidence_intro()),
    )
    further = (
        ("report.tested.heading", writer.tested()),
        ("report.contacts.heading", writer.contacts()),
        ("report.hidden.heading", writer.hidden()),
    )
    return Document(
        language=language.code,
        window_title=language("report.window_title", code=report.code),
        heading=report.title,
        lead=tuple(writer.lead()),
        sections=filled(
            (
                *(Section(language(id_), tuple(blocks)) for id_, blocks in sections),
                *writer.evidence(),
                *(Section(language(id_), tuple(blocks)) for id_, blocks in further),
            )
        ),
        footer=language("report.footer", version=report.program_version),
    )


class _Writer:
    """The parts of one report in one language."""

    def __init__(self, report: ReportFile, language: Language) -> None:
        self._report = report
        self._language = language

    def _say(self, id_: str, **params: str | int) -> str:
        return self._language(id_, **params)

    def _word(self, kind: str, word: str) -> str:
        """A word of a closed set; one that this version does not know is shown as it stands."""
        id_ = f"{kind}.{word}"
        return self._language.render(Message(id_)) if id_ in catalogue.TEXTS else word

    def lead(self) -> Iterator[Block]:
        """Who acts, what it means, what to do."""
        report = self._report
        if report.practice:
            yield Paragraph(self._say("report.practice", name=report.practice), strong=True)
        yield Paragraph(report.meaning)
        rows = []
        if report.who:
            rows.append((self._say("report.who"), self._word("who", report.who)))
        rows.append((self._say("report.next"), report.next))
        if report.decide_by:
            rows.append((self._say("report.decide_by"), report.decide_by))
        if report.certainty:
            certainty = self._word("certainty", report.certainty)
            rows.append((self._say("report.certainty"), certainty))
        yield Pairs(tuple(rows))

    def code(self) -> Iterator[Block]:
        """The code and how to read it out."""
        if self._report.code:
            characters = self._report.code.replace("-", "")
            yield Big(self._report.code, ", ".join(spelled(characters, self._language.code)))
            yield Paragraph(self._say("code.screen_notice"))

    def notes(self) -> Iterator[Block]:
        """What the person added."""
        notes = self._report.notes
        if notes.ticket:
            yield Pairs(((self._say("report.ticket"), notes.ticket),))
        if notes.text:
            yield Verbatim(tuple(notes.text.splitlines()))

    def steps(self) -> Iterator[Block]:
        """The eight steps with their state in words."""
        rows = tuple(
            (
                f"{state.step}. {state.name}",
                self._word("verdict", state.verdict),
                " ".join(self._titles(state)),
            )
            for state in self._report.steps[:_MOST_ROWS]
        )
        header = tuple(self._say(f"report.steps.{id_}") for id_ in ("step", "state", "found"))
        yield Table(self._say("report.steps.caption"), header, rows)

    def _titles(self, state: StepPart) -> Iterator[str]:
        for id_ in state.findings:
            finding = self._report.finding(id_)
            if finding is not None and finding.verdict == state.verdict:
                yield _sentence(finding.title)

    def replies(self) -> Iterator[Block]:
        """Every reply of the account's server, word for word."""
        rows = tuple(
            (
                reply.server,
                self._word("report.stage", reply.stage),
                _cell(reply.text),
                self._say("report.seconds", seconds=f"{reply.after_seconds:.1f}"),
            )
            for reply in self._report.replies[:_MOST_ROWS]
        )
        if rows:
            names = ("where", "stage", "said", "after")
            header = tuple(self._say(f"report.replies.{name}") for name in names)
            yield Table(self._say("report.replies.caption"), header, rows)

    def pasted(self) -> Iterator[Block]:
        """The error text that was pasted, as it was."""
        pasted = self._report.pasted
        if pasted is not None:
            yield Verbatim(tuple(_cell(line) for line in pasted.text.splitlines()[:_MOST_ROWS]))
            if pasted.meaning:
                yield Paragraph(pasted.meaning)

    def evidence_intro(self) -> Iterator[Block]:
        """One sentence over the findings that follow."""
        if any(finding.verdict in _TO_EXPLAIN for finding in self._report.findings):
            yield Paragraph(self._say("report.evidence.intro"))

    def evidence(self) -> Iterator[Section]:
        """Each finding that is not simply fine, with its evidence."""
        for finding in self._report.findings[: 2 * _MOST_ROWS]:
            if finding.verdict in _TO_EXPLAIN:
                yield Section(finding.title, (Pairs(tuple(self._finding(finding))),), 3)

    def _finding(self, finding: FindingPart) -> Iterator[tuple[str, str]]:
        state = self._word("verdict", finding.verdict)
        state = self._say("report.finding.state_and_screen", state=state, screen=finding.screen)
        yield self._say("report.finding.state"), state
        if finding.meaning != finding.could_not_check_reason:
            yield self._say("report.finding.meaning"), finding.meaning
        if finding.could_not_check_reason:
            yield self._say("report.finding.reason"), finding.could_not_check_reason
        if finding.who:
            yield self._say("report.who"), self._word("who", finding.who)
        if finding.next:
            yield self._say("report.next"), finding.next
        for name, value in list(finding.evidence.items())[:_MOST_ROWS]:
            if value:
                yield self._word("evidence", name), _cell(value)

    def tested(self) -> Iterator[Block]:
        """What was tested, when, from where, with what."""
        report, account = self._report, self._report.account
        security = self._word("report.security", account.security)
        rows = (
            ("report.tested.address", account.address),
            ("report.tested.server", account.host),
            ("report.tested.port", f"{account.port}, {security}"),
            ("report.tested.started", shown_time(report.started)),
            ("report.tested.took", self._say("report.seconds", seconds=f"{report.seconds:.1f}")),
            ("report.tested.connections", str(report.connections)),
            ("report.tested.system", report.system),
            ("report.tested.version", report.program_version),
        )
        yield Pairs(tuple((self._say(id_), value) for id_, value in rows if value))

    def contacts(self) -> Iterator[Block]:
        """Every place that the check contacted, and why."""
        places: dict[str, list[str]] = {}
        for contact in self._report.contacts[:_MOST_ROWS]:
            places.setdefault(contact.purpose, []).append(contact.place)
        if places:
            yield Pairs(tuple((", ".join(found), purpose) for purpose, found in places.items()))

    def hidden(self) -> Iterator[Block]:
        """What was hidden, counted."""
        hidden = list(self._report.masking.hidden.items())[:_MOST_ROWS]
        if hidden:
            yield Paragraph(self._say("report.hidden.intro"))
            yield Pairs(tuple((self._word("report.hidden", k), str(n)) for k, n in hidden))


def shown_time(moment: str) -> str:
    """A time with its zone, as support can compare it with a server's log."""
    try:
        time = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    offset = time.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset and offset != "+0000" else "UTC"
    return f"{time:%Y-%m-%d %H:%M:%S} {zone}"


def _cell(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def _sentence(title: str) -> str:
    return title if title.endswith((".", "?", "!", ":")) else title + "."
