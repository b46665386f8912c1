"""Python's cycle collector runs on the window's thread only, while a window is open.

Left alone it runs wherever memory is asked for, also on the engine's thread, and there it would
delete widgets under the window's feet. The limits are those of the collector itself.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000
_open: list[QObject] = []


class Collector(QObject):
    """Collects from time to time, until it is closed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        _open.append(self)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(collect)
        self._timer.start()

    def close(self) -> None:
        """Hand collecting back, when this was the last window."""
        self._timer.stop()
        if self in _open:
            _open.remove(self)
        if not _open:
            gc.enable()


def collect() -> None:
    """The oldest generation that is due, as the collector would do by itself."""
    counts, limits = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > limits[generation]:
            gc.collect(generation)
            return
