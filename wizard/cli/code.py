"""`code`: read a code that a caller has read out, offline."""

import argparse

from wizard.cli.terminal import Terminal
from wizard.support.code import code_json, code_text, decode
from wizard.support.json_text import json_text


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print what the code says; a misheard one is refused with the likely right one."""
    decoded = decode(" ".join(options.code))
    if options.json:
        terminal.answer(json_text(code_json(decoded, terminal.language)))
    else:
        terminal.answer(code_text(decoded, terminal.language))
    return 0
