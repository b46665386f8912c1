"""`bundle show`: open a saved report safely and print it."""

import argparse
from pathlib import Path

from wizard.cli.terminal import Terminal
from wizard.support.bundle import bundle_json, bundle_text, open_bundle
from wizard.support.json_text import json_text


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print what the report says. BadInput when it cannot be opened."""
    bundle = open_bundle(Path(options.file))
    if options.json:
        terminal.answer(json_text(bundle_json(bundle)))
    else:
        terminal.answer(bundle_text(bundle, terminal.language, terminal.width))
    return 0
