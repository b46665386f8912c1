"""The entry point of the packaged program: the window, or with arguments the command line."""

import gc
import os
import sys


def _give_streams() -> None:
    """A windowed program on Windows starts without standard streams; writing must not fail."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123


if __name__ == "__main__":
    _give_streams()
    # Loading makes objects that stay: looking through them for garbage only delays the window.
    gc.disable()
    from wizard.cli import main

    gc.freeze()
    gc.enable()
    sys.exit(main())
