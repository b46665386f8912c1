"""`sendagain --newer-version`: asks the address that the package was built with, and only then."""

import argparse

from wizard.cli.status import COULD_NOT_CHECK, DONE
from wizard.cli.terminal import Terminal
from wizard.support.newer_version import Answer, newer_version


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """One sentence; exit status 3 when it could not be found out."""
    found = newer_version(options.loaded.profile)
    terminal.paragraph(found.shown)
    return COULD_NOT_CHECK if found.answer is Answer.UNKNOWN else DONE
