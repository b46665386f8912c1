"""Faults of this program become screen 48, never a vanished window.

Exceptions in slots and in overridden Qt calls reach `sys.excepthook` (PySide6 6.12); those of
threads and of the garbage collector have hooks of their own.
"""

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from ui.window import Window


class _Catcher(QObject):
    """Carries a fault from any thread to the window's."""

    caught = Signal(object)


def catch_faults(window: Window) -> QObject:
    """Show every fault that nobody handled. The returned object keeps the hooks alive."""
    catcher = _Catcher(window)
    catcher.caught.connect(window.show_fault, Qt.ConnectionType.QueuedConnection)

    def caught(fault: BaseException | None) -> None:
        if fault is None or isinstance(fault, KeyboardInterrupt | SystemExit):
            return
        _log("a fault nobody handled", fault)
        catcher.caught.emit(fault)

    def in_main_thread(
        _kind: type[BaseException], fault: BaseException, _trace: TracebackType | None
    ) -> None:
        caught(fault)

    sys.excepthook = in_main_thread
    threading.excepthook = lambda about: caught(about.exc_value)
    sys.unraisablehook = lambda about: _log("a fault while tidying up", about.exc_value)
    return catcher


def _log(what: str, fault: BaseException | None) -> None:
    import logging  # not before it is needed: the first frame does not wait for it

    logging.getLogger(__name__).error(what, exc_info=fault)
