"""The mail programs of this computer: settings, outboxes, versions. Read-only, no passwords.

One reader a program; all of them are tried everywhere, and find nothing where they do not belong.
"""

from collections.abc import Sequence
from pathlib import Path

from wizard.accounts.programs import (
    claws,
    evolution,
    geary,
    kmail,
    msmtp,
    mutt,
    outlook,
    thunderbird,
)
from wizard.accounts.programs.installed import closed_programs, installed_programs
from wizard.accounts.programs.reading import ProgramState, Reader
from wizard.facts.computer import MailProgramsFacts, OutboxFacts

READERS: tuple[Reader, ...] = (
    thunderbird.READER,
    outlook.READER,
    evolution.READER,
    kmail.READER,
    claws.READER,
    geary.READER,
    msmtp.READER,
    mutt.READER,
)
CLOSED = "keeps its settings where other programs cannot read them"


def read_mail_programs(
    home: Path | None = None, readers: Sequence[Reader] = READERS
) -> MailProgramsFacts:
    """The programs installed here and the sending settings they hold. Blocking: some seconds."""
    states = _states(home or Path.home(), readers)
    programs = tuple(installed_programs())
    troubles = [pair for state in states for pair in state.unreadable]
    troubles += [(program.name, CLOSED) for program in closed_programs(programs)]
    return MailProgramsFacts(
        programs=programs,
        accounts=tuple(account for state in states for account in state.accounts),
        unreadable=tuple(dict.fromkeys(troubles)),
    )


def read_outboxes(home: Path | None = None, readers: Sequence[Reader] = READERS) -> OutboxFacts:
    """The outboxes that can be read. Blocking."""
    states = _states(home or Path.home(), readers)
    return OutboxFacts(
        outboxes=tuple(outbox for state in states for outbox in state.outboxes),
        unreadable=tuple(dict.fromkeys(pair for state in states for pair in state.unreadable)),
    )


def _states(home: Path, readers: Sequence[Reader]) -> list[ProgramState]:
    states = []
    for reader in readers:
        # Files of others may hold anything at all; one of them must not hide the rest.
        try:
            states.append(reader.read(home))
        except Exception as trouble:
            reason = f"could not be read ({type(trouble).__name__})"
            states.append(ProgramState(unreadable=((reader.program, reason),)))
    return states
