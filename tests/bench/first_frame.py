"""The window's first frame, as a ratio to a bare PySide6 window in the same run."""

import os
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.figures import Figure

ROUNDS = 7

_BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication(sys.argv)
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)
window = Window()
window.setCentralWidget(QLabel("bare"))
window.resize(720, 560)
window.show()
app.exec()
"""

_OURS = """
import sys
from ui.app import first_frame
sys.exit(first_frame())
"""


def _seconds(code: str) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    import time

    before = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        env=environment,
        cwd=Path(__file__).resolve().parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - before


def measure() -> list[Figure]:
    """The median of several starts of each, taken in turn so that both see the same machine."""
    _seconds(_BARE), _seconds(_OURS)
    pairs = [(_seconds(_BARE), _seconds(_OURS)) for _ in range(ROUNDS)]
    bare = statistics.median(pair[0] for pair in pairs)
    ours = statistics.median(pair[1] for pair in pairs)
    note = f"{ours:.2f} s beside {bare:.2f} s, process start to first paint"
    return [Figure("first frame / bare PySide6 window", ours / bare, "ratio", 2.0, note=note)]
