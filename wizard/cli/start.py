"""`sendagain` alone: the window, or without a display the same walk in the terminal."""

import argparse
import gc
import os
import sys
from importlib import import_module, util

from wizard.cli.terminal import Terminal
from wizard.errors import CouldNotDo
from wizard.messages import message


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Open the window where there is one to open."""
    if not options.terminal and has_display() and util.find_spec("ui"):
        # Loading makes objects that stay: looking through them for garbage only delays the first
        # frame. The window takes the collector over, and gives it back when it closes.
        gc.disable()
        status: int = import_module("ui.app").run(
            language=terminal.language,
            text_scale=options.loaded.profile.ui.text_scale or None,
            loaded=options.loaded,
            crashed=options.crashed,
        )
        return status
    if not sys.stdin.isatty():
        raise CouldNotDo(message("terminal.nowhere_to_ask"))
    from wizard.cli.policy import policy_of
    from wizard.cli.walk import walk

    return walk(terminal, policy_of(options))


def has_display() -> bool:
    """Whether a window can be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    wanted = ("DISPLAY", "WAYLAND_DISPLAY")
    return any(os.environ.get(name) for name in wanted) or "QT_QPA_PLATFORM" in os.environ
