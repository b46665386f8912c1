"""The command line. One file a command; this one picks it and turns trouble into one line.

Exit status: 0 mail can be sent, or the call did its work; 1 a problem was found; 2 bad usage or
bad input; 3 could not check. Nothing but the answer goes to standard output.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from wizard.cli.arguments import parsed
from wizard.cli.status import BAD_INPUT, COULD_NOT_CHECK, DONE
from wizard.cli.terminal import Terminal
from wizard.errors import BadInput, CouldNotDo
from wizard.log import leave_no_memory_dump, start_log, watch_for_crashes
from wizard.messages import message
from wizard.paths import state_folder
from wizard.profile import Loaded, load_profile

_INTERRUPTED = 130  # 128 + SIGINT, what shells expect


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status. No traceback ever reaches the user."""
    terminal = Terminal()
    leave_no_memory_dump()
    start_log()
    left_by_crash = watch_for_crashes()
    try:
        options = parsed(sys.argv[1:] if arguments is None else arguments)
        options.loaded = load_profile(Path(options.profile) if options.profile else None)
        terminal = Terminal(language=options.lang or options.loaded.profile.ui.language or None)
        if not options.policy_status:
            _tell_notices(options.loaded, terminal)
        options.crashed = left_by_crash.strip()
        if options.crashed:
            terminal.progress(terminal.say(message("terminal.crashed", folder=str(state_folder()))))
        status: int = options.run(options, terminal)
        sys.stdout.flush()
    except BadInput as trouble:
        terminal.error(trouble.shown)
        return BAD_INPUT
    except CouldNotDo as trouble:
        terminal.error(trouble.shown)
        return COULD_NOT_CHECK
    except KeyboardInterrupt:
        terminal.error(message("terminal.stopped"))
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more while exiting.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as fault:
        terminal.fault(fault)
        return COULD_NOT_CHECK
    return status


def _tell_notices(loaded: Loaded, terminal: Terminal) -> None:
    """Say what could not be used of the organisation's profile; never silently."""
    for notice in loaded.notices:
        shown = terminal.say(notice.message)
        known = message("profile.notice", place=notice.place, notice=shown)
        terminal.error(known if notice.place else notice.message)
