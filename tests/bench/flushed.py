"""When a program first shows its window, seen from outside: Qt itself says that it flushes it."""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

_FLUSHED = "Painting and flushing"
_LONGEST_SECONDS = 30.0


def started(command: Sequence[str | Path], home: str) -> "subprocess.Popen[str]":
    """The program without a screen, in a home of its own, talking about its painting."""
    environment = {
        **os.environ,
        "HOME": home,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_LOGGING_RULES": "qt.widgets.painting.debug=true;qt.widgets.painting.info=true",
    }
    return subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )


def first_flush(process: "subprocess.Popen[str]", before: float) -> float:
    """Seconds from `before` (time.perf_counter) to the first frame."""
    assert process.stderr is not None
    for line in process.stderr:
        if _FLUSHED in line:
            return time.perf_counter() - before
        if time.perf_counter() - before > _LONGEST_SECONDS:
            break
    raise AssertionError(f"{process.args} never painted a window")
