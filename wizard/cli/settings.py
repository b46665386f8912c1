"""`settings`: the settings found for an address, and those of the mail programs here."""

import argparse

from wizard.account import checked_address
from wizard.accounts.programs import read_mail_programs
from wizard.cli.policy import policy_of
from wizard.cli.terminal import Terminal
from wizard.measure.world import World
from wizard.support.json_text import json_text
from wizard.support.settings_json import settings_json
from wizard.support.settings_text import settings_text


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print what was found. Exit 0 also when nothing was: that is the answer."""
    address = checked_address(options.address)
    policy = policy_of(options)
    world = policy.world(World(outside=not options.no_outside), terminal)
    found = policy.settings(address, outside=world.outside)
    programs = read_mail_programs()
    if options.json:
        terminal.answer(json_text(settings_json(found, programs, terminal.language)))
    else:
        terminal.answer(settings_text(found, programs, terminal.language, terminal.width))
    return 0
