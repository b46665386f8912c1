"""The window. It asks the engine and shows what comes back; the engine never knows of it.

Importing it makes `None` immortal on Python before 3.12, as it is from 3.12 on (PEP 683): every
call of PySide6 6.12 that returns None takes a reference it was never given, so that a program
ends with 'deallocating None' after some thousand calls (measured with Python 3.11).
"""

import sys

_MANY = 1 << 60


def _keep_none_alive() -> None:
    """Give None more references than a program can ever lose."""
    import ctypes

    references = ctypes.c_ssize_t.from_address(id(None))
    if references.value < _MANY:
        references.value += _MANY


if sys.version_info < (3, 12) and sys.implementation.name == "cpython":
    _keep_none_alive()
