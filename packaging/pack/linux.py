"""Linux: the .tar.xz for any folder and the .deb for Debian 12 and its relatives."""

import platform
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pack.archive import tar_xz
from pack.debian import deb
from pack.product import version


def prepare(_work: Path) -> None:
    """Nothing has to be made before freezing."""


def program_folder(target: Path) -> Path:
    """Where PyInstaller put the program."""
    return target / "sendagain"


def papers(target: Path) -> Path:
    """Where licences and the list of parts go."""
    return program_folder(target)


def packages(target: Path) -> list[Path]:
    """Both packages; each takes one core for a minute."""
    name = f"SendAgain-{version()}-linux-{platform.machine()}"
    archive = target / f"{name}.tar.xz"
    with ThreadPoolExecutor() as pool:
        packing = pool.submit(tar_xz, program_folder(target), archive, name)
        package = pool.submit(deb, program_folder(target), target).result()
        packing.result()
    return [archive, package]
