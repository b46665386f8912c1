"""`networks`: the same check in two networks, one after the other, and what that tells."""

import argparse
import sys

from wizard.account import Account
from wizard.cli.check import account_of
from wizard.cli.policy import policy_of
from wizard.cli.running import run_session
from wizard.cli.status import COULD_NOT_CHECK, DONE, PROBLEM
from wizard.cli.terminal import Terminal
from wizard.errors import CouldNotDo
from wizard.judge.networks import Judged, NetworksCompared, NetworksVerdict, compared
from wizard.log import hide_in_log
from wizard.measure.world import World
from wizard.messages import message
from wizard.session import Session


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Check, ask the person to change the network, check again, compare."""
    if not sys.stdin.isatty():
        raise CouldNotDo(message("networks.terminal.not_here"))
    policy = policy_of(options)
    world = policy.world(World(outside=not options.no_outside), terminal)
    account = account_of(options, world, terminal)
    hide_in_log(account)
    terminal.paragraph(message("networks.terminal.first"))
    first = _judged(account, world, policy.budget, terminal)
    while True:
        terminal.paragraph(message("networks.terminal.change"))
        terminal.hand_over()
        if not sys.stdin.readline():
            return COULD_NOT_CHECK
        answer = compared(first, _judged(account, world, policy.budget, terminal))
        _tell(answer, terminal)
        if answer.verdict is not NetworksVerdict.SAME_NETWORK:
            return DONE if answer.verdict is NetworksVerdict.NEITHER else PROBLEM


def _judged(account: Account, world: World, budget: int, terminal: Terminal) -> Judged:
    record = run_session(Session(account, world=world, budget=budget), terminal)
    return Judged(record.case, record.diagnosis)


def _tell(answer: NetworksCompared, terminal: Terminal) -> None:
    say = terminal.say
    for shown in (answer.title, answer.meaning, answer.next):
        terminal.paragraph(shown)
    for row in answer.rows:
        name = say(row.name)
        name = say(message("networks.differs", name=name)) if row.differs else name
        terminal.answer(f"\n{name}")
        sides = message("networks.sides", first=say(row.first), second=say(row.second))
        for line in say(sides).splitlines():
            terminal.answer(terminal.wrapped(line, "  "))
