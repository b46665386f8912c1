"""`bundle compare`: what changed between two saved reports."""

import argparse
from pathlib import Path

from wizard.cli.terminal import Terminal
from wizard.messages import message
from wizard.support.bundle import compare, compare_json, open_bundle
from wizard.support.bundle.comparing import shown_value
from wizard.support.json_text import json_text


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print the differences, the cause first."""
    before = open_bundle(Path(options.before)).report
    after = open_bundle(Path(options.after)).report
    if options.json:
        terminal.answer(json_text(compare_json(before, after, terminal.language)))
        return 0
    differences = compare(before, after)
    if not differences:
        terminal.paragraph(message("terminal.nothing_changed"))
    for one in differences:
        old = shown_value(one.kind, one.before, terminal.language)
        new = shown_value(one.kind, one.after, terminal.language)
        name = terminal.say(one.what)
        terminal.paragraph(message("terminal.changed", name=name, before=old, after=new))
    return 0
