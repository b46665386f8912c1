"""The mail programs of this computer: settings, outboxes, versions. Read-only, no passwords.

One reader a program; all of them are tried everywhere, and find nothing where they do not belong.
"""

from collections.abc import Callable
from pathlib import Path

from wizard.accounts.programs import desktop, outlook, thunderbird
from wizard.accounts.programs.installed import installed_programs
from wizard.accounts.programs.reading import ProgramState, why
from wizard.facts.computer import MailProgramsFacts, OutboxFacts

READERS: tuple[tuple[str, Callable[[Path], ProgramState]], ...] = (
    ("Thunderbird", thunderbird.read),
    ("Outlook", outlook.read),
    ("Evolution", desktop.read_evolution),
    ("KMail", desktop.read_kmail),
    ("Claws Mail", desktop.read_claws),
    ("Geary", desktop.read_geary),
    ("msmtp", desktop.read_msmtp),
)


def read_mail_programs(home: Path | None = None) -> MailProgramsFacts:
    """The programs installed here and the sending settings they hold. Blocking."""
    states = _states(home or Path.home())
    return MailProgramsFacts(
        programs=tuple(installed_programs()),
        accounts=tuple(account for state in states for account in state.accounts),
        unreadable=tuple(pair for state in states for pair in state.unreadable),
    )


def read_outboxes(home: Path | None = None) -> OutboxFacts:
    """The outboxes that can be read. Blocking."""
    states = _states(home or Path.home())
    return OutboxFacts(
        outboxes=tuple(outbox for state in states for outbox in state.outboxes),
        unreadable=tuple(pair for state in states for pair in state.unreadable),
    )


def _states(home: Path) -> list[ProgramState]:
    states = []
    for name, reader in READERS:
        try:
            states.append(reader(home))
        except OSError as trouble:
            states.append(ProgramState(unreadable=((name, why(trouble)),)))
    return states
