"""`domain`: SPF, DKIM, DMARC and reverse names of a domain, and what to change."""

import argparse
import asyncio

from wizard.cli.status import DONE, PROBLEM
from wizard.cli.terminal import Terminal
from wizard.judge.domain import DomainFinding, judge_domain
from wizard.measure.domain import checked_domain, read_domain
from wizard.messages import message
from wizard.support.json_text import json_text
from wizard.vocabulary import Verdict

_MARKS = {
    Verdict.FINE: "✓",
    Verdict.ATTENTION: "!",
    Verdict.PROBLEM: "✗",
    Verdict.COULD_NOT_CHECK: "?",
    Verdict.SKIPPED: "-",
}


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print every finding with the record to publish. Exit 1 when one is a problem."""
    domain = checked_domain(options.domain)
    findings = judge_domain(asyncio.run(read_domain(domain, selectors=options.selector)))
    if options.json:
        rows = [_row(found, terminal) for found in findings]
        terminal.answer(
            json_text({"schema": "sendagain.domain/1", "domain": domain, "findings": rows})
        )
    else:
        _for_people(domain, findings, terminal)
    return PROBLEM if any(found.verdict is Verdict.PROBLEM for found in findings) else DONE


def _row(found: DomainFinding, terminal: Terminal) -> dict[str, str]:
    return {
        "id": found.id,
        "verdict": found.verdict.value,
        "title": terminal.say(found.title),
        "meaning": terminal.say(found.meaning),
        "next": terminal.say(found.next) if found.next else "",
        "record_name": found.record_name,
        "record": found.record,
        "evidence": found.evidence,
    }


def _for_people(domain: str, findings: tuple[DomainFinding, ...], terminal: Terminal) -> None:
    terminal.paragraph(message("domain.heading", domain=domain))
    terminal.answer("")
    terminal.paragraph(message("domain.for_owners"))
    for found in findings:
        terminal.answer("")
        terminal.answer(f"{_MARKS[found.verdict]} {terminal.say(found.title)}")
        terminal.paragraph(found.meaning, indent="  ")
        if found.next:
            terminal.paragraph(found.next, indent="  ")
        if found.record:
            terminal.paragraph(message("domain.publish", name=found.record_name), indent="  ")
            terminal.answer(f"    {found.record}")
