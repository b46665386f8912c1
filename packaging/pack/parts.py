# ruff: noqa: S603, S607
"""What is inside a frozen folder: Python packages, the interpreter, Qt, libraries of the system.

Facts come from the folder itself (its files and the modules in the program), from the metadata of
the installed packages and, on Debian, from dpkg.
"""

import platform
import re
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import metadata
from pathlib import Path

import msgspec

from pack.folder import files, is_elf
from pack.product import LICENCE, PACKAGING, version

_EXPRESSION = re.compile(r"[A-Z][A-Za-z0-9.+-]*( (OR|AND|WITH) [A-Za-z0-9.+-]+)*")
QT_TABLE = PACKAGING / "licences" / "qt-third-party.json"
# How the metadata of packages name licences that SPDX knows under another name.
_SPDX = {
    "PSFL": "PSF-2.0",
    "MIT License": "MIT",
    "ISC License (ISCL)": "ISC",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "Python Software Foundation License": "PSF-2.0",
}
_INTERPRETER = ("libpython", "python3.", "base_library.zip", "python3", "vcruntime", "api-ms-win")


class Kind(StrEnum):
    """Where a part comes from."""

    PROGRAM = "program"
    PYTHON = "python"
    PACKAGE = "package"
    QT = "qt"
    QT_PART = "qt-part"
    SYSTEM = "system"
    TOOL = "tool"


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """One part. `licence` is an SPDX expression, '' where only the texts say it."""

    kind: Kind
    name: str
    version: str
    licence: str = ""
    files: tuple[str, ...] = ()
    inside: str = ""
    source: str = ""


def parts_of(folder: Path) -> list[Part]:
    """Everything inside, in one order. LookupError for a library of unknown origin."""
    interpreter = Part(Kind.PYTHON, "CPython", platform.python_version(), "Python-2.0.1")
    bootloader = Part(
        Kind.TOOL,
        "PyInstaller bootloader",
        metadata.version("pyinstaller"),
        "GPL-2.0-or-later WITH Bootloader-exception",
    )
    found = [Part(Kind.PROGRAM, "sendagain", version(), LICENCE), interpreter, bootloader]
    found += [_package(name) for name in sorted(_distributions(folder))]
    qt = metadata.version("PySide6-Essentials")
    found += [
        Part(Kind.QT, path.name.split(".")[0].removeprefix("lib"), qt, "LGPL-3.0-only",
             (path.relative_to(folder).as_posix(),))
        for path in files(folder)
        if re.match(r"(lib)?Qt6?\w+", path.name) and "PySide6" in path.parts
        and path.suffix not in (".py", ".qm") and ".abi3" not in path.name
    ]  # fmt: skip
    table = msgspec.json.decode(QT_TABLE.read_bytes())
    inside = {part.name for part in found}
    found += [
        Part(Kind.QT_PART, row["name"], qt, row["licence"], inside=row["inside"])
        for row in table["parts"]
        if row["inside"] in inside or row["inside"] == "icuuc"
    ]
    if sys.platform == "linux":
        found += _system_parts(folder)
    return sorted(found)


def modules_of(folder: Path) -> list[str]:
    """The names of the Python modules inside the program."""
    from PyInstaller.archive.readers import CArchiveReader

    program = next(
        path
        for name in ("send-again", "send-again.exe")
        for path in (folder / name, folder.parent / "MacOS" / name)
        if path.exists()
    )
    archive = CArchiveReader(str(program))
    inner = next(name for name in archive.toc if name.startswith("PYZ"))
    return sorted(archive.open_embedded_archive(inner).toc)


def _distributions(folder: Path) -> set[str]:
    tops = {name.split(".")[0] for name in modules_of(folder)}
    internal = folder / "_internal"
    base = internal if internal.is_dir() else folder
    tops |= {path.name.split(".")[0] for path in base.iterdir()}
    owners = metadata.packages_distributions()
    known = {name.lower() for top in tops for name in owners.get(top, ())}
    return known - {"sendagain", "pyinstaller"}


def _package(name: str) -> Part:
    about = metadata.metadata(name)
    said = about.get("License-Expression") or about.get("License") or ""
    classified = _classified(about.get_all("Classifier") or [])
    licence = _SPDX.get(said) or (said if _EXPRESSION.fullmatch(said) else "")
    licence = licence or _SPDX.get(classified, "")
    return Part(Kind.PACKAGE, about["Name"], about["Version"], licence, source=classified)


def _classified(classifiers: list[str]) -> str:
    names = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License ::")]
    return ", ".join(names)


def _system_parts(folder: Path) -> list[Part]:
    by_package: dict[tuple[str, str, str], list[str]] = {}
    for path in files(folder):
        if not is_elf(path) or not _is_foreign(path, folder):
            continue
        package = debian_package(path.name)
        if package is None:
            raise LookupError(f"no package of this system owns {path.name}")
        by_package.setdefault(package, []).append(path.relative_to(folder).as_posix())
    return [
        Part(Kind.SYSTEM, name, number, files=tuple(sorted(paths)), source=source)
        for (name, number, source), paths in by_package.items()
    ]


def _is_foreign(path: Path, folder: Path) -> bool:
    inside = path.relative_to(folder)
    return len(inside.parts) == 2 and path.name.startswith("lib") and not _of_interpreter(path.name)


def _of_interpreter(name: str) -> bool:
    return name.startswith(_INTERPRETER)


@cache
def _loader_table() -> dict[str, str]:
    told = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True)
    pairs = re.findall(r"^\s*(\S+) \(libc6,x86-64[^)]*\) => (\S+)", told.stdout, re.MULTILINE)
    pairs += re.findall(r"^\s*(\S+) \(libc6,AArch64[^)]*\) => (\S+)", told.stdout, re.MULTILINE)
    return dict(reversed(pairs))


def debian_package(name: str) -> tuple[str, str, str] | None:
    """Package, version and source package of a library."""
    place = _loader_table().get(name)
    if place is None:
        return None
    real = Path(place).resolve()
    for candidate in (str(real), str(real).removeprefix("/usr"), place):
        told = subprocess.run(
            ["dpkg", "-S", candidate], capture_output=True, text=True, check=False
        )
        if told.returncode == 0:
            package = told.stdout.split(": ")[0].split(",")[0]
            form = "${Package}\t${Version}\t${source:Package} ${source:Version}"
            asked = ["dpkg-query", "-W", "-f", form, package]
            fields = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
            plain, number, source = fields.split("\t")
            return plain, number, source
    return None
