"""The window. It asks the engine and shows what comes back; the engine never knows of it.

Importing it makes None, True and False immortal on Python before 3.12, as they are from 3.12 on
(PEP 683). PySide6 6.12 relies on that: every call that returns None takes a reference it was
never given, and the program ends with 'deallocating None' after some 7,000 calls (measured with
Python 3.11; 'deallocating True or False' at the end of a longer run).
"""

import sys

_MANY = 1 << 60


def _keep_singletons_alive() -> None:
    """Give them more references than a program can ever lose."""
    import ctypes

    for singleton in (None, True, False, NotImplemented, Ellipsis):
        references = ctypes.c_ssize_t.from_address(id(singleton))
        if references.value < _MANY:
            references.value += _MANY


if sys.version_info < (3, 12) and sys.implementation.name == "cpython":
    _keep_singletons_alive()
