"""How long the helpdesk's table takes for a folder of 10,000 reports, and whether it grows evenly.

The real window in a process of its own, for 1,000 and for 10,000 files: the seconds until the last
row stands, sorted, and the memory that the rows added.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import Figure

_FEW, _MANY = 1_000, 10_000
_ROUNDS = 3


def measure() -> list[Figure]:
    """The figures; the shortest of three rounds each."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _write_reports(folder / "few", _FEW)
        _write_reports(folder / "many", _MANY)
        few, _ = _opened(folder / "few")
        many, added = _opened(folder / "many")
    return [
        Figure("helpdesk: 10,000 reports in the table", many, "s", 10),
        Figure("helpdesk: the same, per report, against 1,000", many / few / 10, "x", 1.3),
        Figure("helpdesk: memory that 10,000 rows add", added, "MiB", 60),
    ]


def _write_reports(folder: Path, count: int) -> None:
    from tests.support.records import full_record, refused_record
    from tests.ui.samples import fine_run
    from wizard.support import bundle

    folder.mkdir()
    options = bundle.Options(log_text="")
    records = (refused_record(), fine_run(), full_record())
    made = [bundle.preview(record, options).data for record in records]
    for number in range(count):
        (folder / f"{number:05}.zip").write_bytes(made[number % len(made)])


def _opened(folder: Path) -> tuple[float, float]:
    """(seconds, MiB added) in a fresh process."""
    own = folder.parent / "own"
    env = {f"XDG_{name}_HOME": str(own) for name in ("STATE", "CONFIG", "CACHE", "DATA")}
    rounds = [
        json.loads(
            subprocess.run(
                [sys.executable, "-m", __name__, str(folder)],
                check=True,
                capture_output=True,
                text=True,
                env={**os.environ, **env, "QT_QPA_PLATFORM": "offscreen"},
            ).stdout
        )
        for _ in range(_ROUNDS)
    ]
    return min(seconds for seconds, _ in rounds), min(added for _, added in rounds)


def _open(folder: Path) -> None:
    from ui.app import application
    from ui.dress import wear
    from ui.helpdesk.window import HelpdeskWindow
    from ui.theme import Theme
    from wizard.messages import ENGLISH

    app = application()
    theme = Theme(app, 1.0)
    wear(theme)
    theme.apply()
    window = HelpdeskWindow(ENGLISH, theme)
    window.show()
    window.bridge.start()
    done: list[bool] = []
    window.folder.filled.connect(lambda: done.append(True))
    before, began = _peak_mebibytes(), time.perf_counter()
    window.open_folder(folder)
    while not done:
        app.processEvents()
    seconds = time.perf_counter() - began
    sys.stdout.write(json.dumps([seconds, _peak_mebibytes() - before]))
    window.close()


def _peak_mebibytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    _open(Path(sys.argv[1]))
