"""The package beside a bare PySide6 program, frozen and trimmed alike in the same run.

Memory is the proportional set size (PSS) one second after the first frame.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.flushed import first_flush, started

_ROOT = Path(__file__).resolve().parents[2]
_WORK = _ROOT / "build" / "package" / "bench"
_ROUNDS = 7
_SETTLE_SECONDS = 1.0
_MIB = 1024 * 1024


def measure() -> list[Figure]:
    """Build both, then compare size, download, first frame and memory."""
    if sys.platform != "linux" or shutil.which("objdump") is None:
        raise NotImplementedError("packages are compared on Linux, with binutils")
    bare, ours = _bare(), _ours()
    folder = ours / "sendagain"
    _start([str(bare / "bare"), "--stay"]), _start([str(folder / "send-again")])
    starts = [
        (_start([str(bare / "bare"), "--stay"]), _start([str(folder / "send-again")]))
        for _ in range(_ROUNDS)
    ]
    frames = [statistics.median(pair[side][0] for pair in starts) for side in (0, 1)]
    memory = [statistics.median(pair[side][1] for pair in starts) for side in (0, 1)]
    sizes = [_size(bare), _size(folder)]
    archive = next(ours.glob("*.tar.xz")).stat().st_size / _MIB
    package = next(ours.glob("*.deb")).stat().st_size / _MIB
    beside = "{1:.1f} beside {0:.1f} {unit}".format
    return [
        Figure("package: installed size", sizes[1], "MiB", 140.0),
        Figure("package: installed size / bare PySide6 program", sizes[1] / sizes[0], "ratio", 1.2,
               note=beside(*sizes, unit="MiB")),
        Figure("package: download, .tar.xz", archive, "MiB", 45.0),
        Figure("package: download, .deb", package, "MiB", 45.0),
        Figure("package: first frame / bare PySide6 program", frames[1] / frames[0], "ratio", 1.8,
               note="{1:.2f} s beside {0:.2f} s".format(*frames)),
        Figure("package: memory / bare PySide6 program", memory[1] / memory[0], "ratio", 1.6,
               note=beside(*memory, unit="MiB")),
    ]  # fmt: skip


def _ours() -> Path:
    given = os.environ.get("SENDAGAIN_PACKAGES", "")
    if given:
        return Path(given).resolve()
    target = _WORK / "ours"
    subprocess.run(
        [str(_ROOT / "packaging" / "build.sh"), str(target)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return target


def _bare() -> Path:
    environment = {**os.environ, "PYTHONPATH": str(_ROOT / "packaging"), "PYTHONHASHSEED": "0"}
    freeze = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    freeze += ["--distpath", str(_WORK), "--workpath", str(_WORK / "work")]
    spec = str(Path(__file__).parent / "bare" / "bare.spec")
    subprocess.run([*freeze, spec], check=True, env=environment, stderr=subprocess.DEVNULL)
    code = "import sys, pathlib, pack.folder as f; f.finish(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(_WORK / "bare")], check=True, env=environment)
    # The twin belongs to the program alone.
    (_WORK / "bare" / "sendagain").unlink()
    return _WORK / "bare"


def _size(folder: Path) -> float:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / _MIB


def _start(command: list[str]) -> tuple[float, float]:
    """Seconds from the start to the first frame, and MiB a second later."""
    with tempfile.TemporaryDirectory() as home:
        before = time.perf_counter()
        process = started(command, home)
        try:
            seconds = first_flush(process, before)
            time.sleep(_SETTLE_SECONDS)
            return seconds, _memory(process.pid)
        finally:
            process.kill()
            process.communicate()


def _memory(process: int) -> float:
    told = Path(f"/proc/{process}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024
