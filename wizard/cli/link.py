"""`sendagain://start`: what a link on a web page may ask of this program. Hostile by assumption.

A link may open the window and nothing else: no server, no password, no file, no check that starts
by itself. Anything that is not exactly that is refused.
"""

import argparse
import re

from wizard.cli import start
from wizard.cli.terminal import Terminal
from wizard.errors import BadInput
from wizard.messages import message

_LONGEST = 256
_START = re.compile(r"sendagain:(//)?start/?", re.ASCII)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Open the window when the link asks for that. BadInput for every other link."""
    if not asks_to_start(options.link):
        raise BadInput(message("terminal.link_refused"))
    return start.run(options, terminal)


def asks_to_start(link: str) -> bool:
    """Whether a link asks for the window, as `sendagain://start` does."""
    return len(link) <= _LONGEST and _START.fullmatch(link) is not None
