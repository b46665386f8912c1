# ruff: noqa: S603, S607
"""Finishes the frozen folder: the twin, no debugging symbols, no private path, one time, one mode.

Whatever PyInstaller or the file system leaves to chance is set here, so that the same commit
gives the same bytes on the same system.
"""

import os
import subprocess
import sys
from pathlib import Path

from pack.interpreter import neutral
from pack.product import epoch

_ELF = b"\x7fELF"
PROGRAMS = ("send-again", "sendagain")


def finish(folder: Path) -> None:
    """Everything that is done to the folder before licences and the list of parts go in."""
    if sys.platform == "linux":
        twin = folder / "sendagain"
        if not twin.exists():
            twin.symlink_to("send-again")
    for path in files(folder):
        if sys.platform == "linux":
            _strip(path)
        data = path.read_bytes()
        cleaned = neutral(data)
        if cleaned != data:
            path.chmod(0o644)
            path.write_bytes(cleaned)


def settle(folder: Path) -> None:
    """Modes and times that depend on nothing; the last thing that is done to a folder."""
    when = epoch()
    for path in sorted(folder.rglob("*"), reverse=True):
        if not path.is_symlink():
            runs = path.is_dir() or path.name in PROGRAMS or path.suffix == ".exe"
            path.chmod(0o755 if runs or (os.access(path, os.X_OK) and _is_script(path)) else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)
    folder.chmod(0o755)
    os.utime(folder, (when, when))


def files(folder: Path) -> list[Path]:
    """Every file, without links, in one order."""
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def is_elf(path: Path) -> bool:
    """Whether a file is a program or library of Linux."""
    with path.open("rb") as stream:
        return stream.read(4) == _ELF


def _is_script(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(2) == b"#!"


def _strip(path: Path) -> None:
    # The programs carry Python's modules behind their own sections: those stay as they are.
    if path.name in PROGRAMS or not is_elf(path):
        return
    subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)
