"""The longest time for which the window does not answer while a check runs."""

import os
import time

from tests.bench.figures import Figure

LIMIT_MILLISECONDS = 50.0
_TICK_MILLISECONDS = 2
_RUN_SECONDS = 30.0


def measure() -> list[Figure]:
    """A practice run in the real window; a timer that should fire every 2 ms measures the gaps."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QTimer

    from ui import app as program
    from wizard.messages import ENGLISH

    application = program.application()
    window = program.made_window(application, ENGLISH, None)
    window.show()
    window.bridge.start()
    _until(application, lambda: False, 1.0)
    window.practise("healthy")
    _until(application, lambda: bool(window.flow.state.practice), 10.0)
    gaps: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(now - last)
        last = now

    _go(window)
    _until(application, lambda: window.flow.screen.name == "contact", 5.0)
    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(_TICK_MILLISECONDS)
    last = time.perf_counter()
    _go(window)
    finished = _until(application, lambda: window.flow.screen.name == "result", _RUN_SECONDS)
    timer.stop()
    window.close()
    if not finished:
        raise AssertionError("the practice run did not reach its result")
    longest = max(gaps) * 1000
    note = f"{len(gaps)} ticks; the change to the result page included"
    return [Figure("longest stall of the window in a run", longest, "ms", 50.0, note=note)]


def _go(window: object) -> None:
    window.page.proceed()  # type: ignore[attr-defined]


def _until(application: object, done: object, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        application.processEvents()  # type: ignore[attr-defined]
        if done():  # type: ignore[operator]
            return True
        time.sleep(0.0005)
    return False
