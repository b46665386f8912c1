"""The engine of Send Again: measure, judge, show. It never imports Qt or the window."""

import logging

__version__ = "0.1.0"

# Without a log file (see wizard.log) faults must not spill onto the terminal.
logging.getLogger(__name__).addHandler(logging.NullHandler())
