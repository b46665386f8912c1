"""`check`: every automatic test for one address, and the diagnosis."""

import argparse
import re
import sys
from datetime import UTC, datetime

from wizard.account import Account, Secret, checked_address
from wizard.accounts.chosen import account_for
from wizard.cli.policy import policy_of
from wizard.cli.running import run_session, show
from wizard.cli.secrets import Keys
from wizard.cli.terminal import Terminal
from wizard.errors import BadInput
from wizard.journal import Journal, unfinished_run
from wizard.log import hide_in_log
from wizard.measure.plan import contacts
from wizard.measure.world import World
from wizard.messages import message
from wizard.observation import Observation
from wizard.paths import state_folder
from wizard.session import Session

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Check the account and print the answer."""
    policy = policy_of(options)
    policy.check_saving(options.bundle, terminal)
    world = policy.world(World(outside=not options.no_outside), terminal)
    typed = password_from_stdin() if options.password_stdin else None
    policy.check_password(typed, terminal)
    keys = Keys(
        policy,
        terminal,
        remember=options.remember,
        forget=options.forget,
        in_browser=options.oauth,
    )
    account = account_of(options, world, terminal)
    hide_in_log(account, typed)
    _check_secrets(options, typed)
    if typed is not None:
        keys.tell_wanted(account.address, account.provider)
    password = keys.of(account, typed, world)
    hide_in_log(account, password)
    for contact in contacts(account, world.outside):
        purpose = terminal.say(contact.purpose)
        terminal.progress(
            terminal.say(message("terminal.contact", place=contact.place, purpose=purpose))
        )
    session = Session(
        account,
        password=password,
        world=world,
        error_text=options.error,
        send_test=options.send_test,
        message_size=message_size(options.message_size),
        journal=Journal(state_folder()),
        already=_already(account, terminal) if options.resume else None,
        budget=policy.budget,
    )
    record = run_session(session, terminal)
    status = show(record, options, terminal, password)
    keys.keep_after(record, account, password)
    return status


def _check_secrets(options: argparse.Namespace, typed: Secret | None) -> None:
    if options.oauth and typed is not None:
        raise BadInput(message("secrets.password_or_browser"))
    if options.remember and typed is None and not options.oauth:
        raise BadInput(message("secrets.nothing_to_remember"))


def password_from_stdin() -> Secret:
    """The first line of standard input; a password never stands on the command line."""
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise BadInput(message("terminal.password_missing"))
    return Secret(line)


def message_size(given: str | None) -> int | None:
    """Bytes, from '26214400', '25M' or '25 MB' (decimal, as providers count). BadInput if not."""
    if given is None:
        return None
    read = re.fullmatch(r"\s*(\d{1,12})\s*([kmg]?)i?b?\s*", given, re.ASCII | re.IGNORECASE)
    size = int(read[1]) * _UNITS[read[2].lower()] if read else 0
    if not 0 < size < 10**12:
        raise BadInput(message("terminal.message_size_unreadable", given=given))
    return size


def account_of(options: argparse.Namespace, world: World, terminal: Terminal) -> Account:
    """The account that the options describe, completed by what can be found."""
    address = checked_address(options.address)
    typed = {
        "host": options.server,
        "port": options.port,
        "security": options.security,
        "username": options.username,
    }
    account_for(address, **typed, found=None)  # complain about what was typed before any lookup
    policy = policy_of(options)
    policy.check_typed(options, address, terminal)
    found = None
    if policy.names_server(address):
        found = policy.settings(address, outside=False)  # nobody knows better than the profile
    elif not options.server:
        found = policy.settings(address, outside=world.outside)
    account = account_for(address, **typed, found=found)
    policy.check_host(account, terminal)
    return account


def _already(account: Account, terminal: Terminal) -> dict[str, Observation] | None:
    unfinished = unfinished_run(state_folder(), datetime.now(UTC))
    if unfinished is None or unfinished.began.account != account:
        terminal.progress(terminal.say(message("terminal.nothing_to_resume")))
        return None
    count = len(unfinished.observations)
    terminal.progress(terminal.say(message("terminal.resumed", count=count)))
    return dict(unfinished.observations)
