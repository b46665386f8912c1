"""`sendagain --forget-all`: forget every password and sign-in that was ever remembered here.

For the person, and for whatever removes the program from the computer.
"""

import argparse

from wizard.cli.policy import policy_of
from wizard.cli.secrets import Keys
from wizard.cli.sign_in import forget
from wizard.cli.terminal import Terminal


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Exit 0 when nothing is left, 3 when the password store did not let it go."""
    keys = Keys(policy_of(options), terminal)
    return forget(keys, keys.store.remembered(), terminal)
