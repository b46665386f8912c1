"""A run in the terminal: progress while it goes, then the answer. Shared by check and practice."""

import argparse
import asyncio
from pathlib import Path

from wizard.account import Secret
from wizard.cli.policy import policy_of
from wizard.cli.status import exit_status
from wizard.cli.terminal import Terminal
from wizard.events import Event, ProbeFinished, ProbeWaiting
from wizard.messages import Message, message
from wizard.observation import Outcome
from wizard.record import RunRecord
from wizard.session import Session
from wizard.support import bundle
from wizard.support.json_text import json_text
from wizard.support.report import report_json, report_text


def run_session(session: Session, terminal: Terminal) -> RunRecord:
    """Run it to its end, telling people how far it is. Ctrl+C ends it within a second."""
    return asyncio.run(session.run(run_progress(terminal)))


def run_progress(terminal: Terminal) -> "_Progress":
    """A listener that tells people in the terminal how far a run is."""
    return _Progress(terminal)


def show(
    record: RunRecord,
    options: argparse.Namespace,
    terminal: Terminal,
    password: Secret | None = None,
) -> int:
    """Print the answer, save the bundle when asked, and return the exit status."""
    if options.bundle:
        choices = policy_of(options).report_options(terminal, password)
        written = bundle.write(bundle.preview(record, choices), Path(options.bundle))
        terminal.progress(terminal.say(message("terminal.bundle_saved", file=str(written))))
    if options.json:
        terminal.answer(json_text(report_json(record)))
    else:
        masked = not terminal.answers_a_person
        text = report_text(record, terminal.language, width=terminal.width, redact=masked)
        terminal.answer(text)
        if options.verbose:
            _show_transcripts(record, terminal)
    return exit_status(record.diagnosis.verdict)


def _show_transcripts(record: RunRecord, terminal: Terminal) -> None:
    terminal.answer("")
    terminal.paragraph(message("terminal.transcript"))
    for observation in record.case.observations.values():
        for line in observation.transcript:
            terminal.answer(f"{line.after_seconds:8.2f}  {line.speaker}: {line.text}")


class _Progress:
    """Tells people what was tested, one line each."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def __call__(self, event: Event) -> None:
        match event:
            case ProbeFinished(observation=observation, done=done, planned=planned):
                state = _state(observation.outcome)
                name = self._terminal.say(Message(f"probe.{observation.probe}.name"))
                self._tell(
                    message(
                        "terminal.progress",
                        done=done,
                        planned=planned,
                        name=name,
                        state=self._terminal.say(state),
                    )
                )
            case ProbeWaiting(probe=probe, until_seconds=seconds):
                name = self._terminal.say(Message(f"probe.{probe}.name"))
                self._tell(message("terminal.progress.waiting", name=name, count=round(seconds)))
            case _:
                pass

    def _tell(self, shown: Message) -> None:
        self._terminal.progress(self._terminal.say(shown))


def _state(outcome: Outcome) -> Message:
    return Message(f"outcome.{outcome.value}")
