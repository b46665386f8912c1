"""The window's first frame, as a ratio to a bare PySide6 window in the same run."""

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.flushed import first_flush, started

ROUNDS = 9

_BARE = [sys.executable, Path(__file__).parent / "bare" / "program.py", "--stay"]
_OURS = [sys.executable, "-m", "wizard"]


def _seconds(command: Sequence[str | Path]) -> float:
    with tempfile.TemporaryDirectory() as home:
        before = time.perf_counter()
        process = started(command, home)
        try:
            return first_flush(process, before)
        finally:
            process.kill()
            process.communicate()


def measure() -> list[Figure]:
    """The median of several starts of each, taken in turn so that both see the same machine."""
    _seconds(_BARE), _seconds(_OURS)
    pairs = [(_seconds(_BARE), _seconds(_OURS)) for _ in range(ROUNDS)]
    bare = statistics.median(pair[0] for pair in pairs)
    ours = statistics.median(pair[1] for pair in pairs)
    note = f"{ours:.2f} s beside {bare:.2f} s, process start to first frame"
    return [Figure("first frame / bare PySide6 window", ours / bare, "ratio", 2.0, note=note)]
