"""The folder `licences/`: the text of every licence inside, and what the LGPL asks of us.

Qt and PySide are used under the LGPL, version 3: the notice names them, both licence texts are
there, their files lie apart so that anybody can replace them, and the sources are offered.
"""

import shutil
import sys
from importlib import metadata
from pathlib import Path

from pack.parts import Kind, Part
from pack.product import COPYRIGHT, NAME, PACKAGING, ROOT, settings, version

_COMMON = Path("/usr/share/common-licenses")
_COMMON_NAMES = "Apache-2.0 GPL-1 GPL-2 GPL-3 LGPL-2 LGPL-2.1 LGPL-3 MPL-2.0".split()  # noqa: SIM905
_TEXT_NAMES = ("licen", "copying", "notice", "authors")


_NOTICE = """\
{name} {version}  {copyright}
Apache License, version 2.0: sendagain.txt

This program uses Qt {qt} and PySide {qt} under the GNU Lesser General Public License,
version 3. Its text is in LGPL-3.0.txt, the text of the GNU General Public License that it builds
on in GPL-3.0.txt. Qt is © The Qt Company Ltd. and others.

You may change these libraries and use this program with your own version of them, and you may
reverse engineer the program to find faults in such changes. The libraries are files of their own,
below PySide6 and shiboken6 beside the program (in _internal; on macOS in Contents/Frameworks): put
a build of the same version line in their place, under the same file names, and start the program
again. On macOS, sign the program anew afterwards: codesign --force --deep --sign - 'Send Again.app'

The sources of Qt, PySide and the other libraries in exactly these versions:
{where}
For three years from the day you received this package you can also ask for them in writing, at
the price of the medium and its postage: {contact}.

Everything else inside, with versions: sbom.cdx.json. The texts of all licences are in this folder.
"""


def write_licences(folder: Path, parts: list[Part]) -> None:
    """Fill `folder` (emptied before). LookupError when a part comes without any text."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in sorted((PACKAGING / "licences").glob("*.txt")):
        shutil.copyfile(path, folder / path.name)
    shutil.copyfile(ROOT / "LICENSE", folder / "sendagain.txt")
    shutil.copyfile(_python_licence(), folder / "python.txt")
    for part in parts:
        if part.kind is Kind.PACKAGE:
            _write_package(folder / "python-packages", part)
        elif part.kind is Kind.SYSTEM:
            _write_system(folder / "system", part)
    if any(part.kind is Kind.SYSTEM for part in parts):
        _write_common(folder / "system")
    _write_bootloader(folder)
    (folder / "NOTICE.txt").write_text(_notice(parts), encoding="utf-8", newline="\n")


def _python_licence() -> Path:
    places = [Path(sys.base_prefix) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE"]
    version_folder = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places += [Path(sys.base_prefix) / "lib" / version_folder / "LICENSE.txt"]
    places += [Path(f"/usr/share/doc/{version_folder}/copyright")]
    found = next((path for path in places if path.is_file()), None)
    if found is None:
        raise LookupError("the licence of Python is not on this computer")
    return found


def _write_package(folder: Path, part: Part) -> None:
    texts = _texts_of(part.name)
    if not texts and part.licence.startswith("LGPL-3.0-only"):
        return  # Qt's own packages bring no text; the LGPL lies beside.
    if not texts:
        raise LookupError(f"{part.name} comes without a licence text")
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        suffix = f"-{number + 1}" if len(texts) > 1 else ""
        (folder / f"{part.name}{suffix}.txt").write_text(text, encoding="utf-8", newline="\n")


def _texts_of(name: str) -> list[str]:
    inside = [
        path
        for path in metadata.files(name) or []
        if ".dist-info" in str(path)
        and any(word in path.name.lower() for word in _TEXT_NAMES)
        and path.suffix not in (".py", ".json")
    ]
    texts = [Path(path.locate()).read_text(encoding="utf-8") for path in sorted(inside)]
    return [text for text in texts if text.strip()]


def _write_system(folder: Path, part: Part) -> None:
    folder.mkdir(exist_ok=True)
    text = Path(f"/usr/share/doc/{part.name}/copyright")
    if not text.is_file():
        raise LookupError(f"{part.name} comes without a licence text")
    shutil.copyfile(text, folder / f"{part.name}.txt")


def _write_common(folder: Path) -> None:
    """The long texts that Debian's files only name."""
    for name in (
        "Apache-2.0",
        "GPL-1",
        "GPL-2",
        "GPL-3",
        "LGPL-2",
        "LGPL-2.1",
        "LGPL-3",
        "MPL-2.0",
    ):
        shutil.copyfile(_COMMON / name, folder / f"common-{name}.txt")


def _write_bootloader(folder: Path) -> None:
    for path in metadata.files("pyinstaller") or []:
        if path.name == "COPYING.txt":
            shutil.copyfile(path.locate(), folder / "pyinstaller.txt")
            return
    raise LookupError("PyInstaller comes without its licence text")


def _notice(parts: list[Part]) -> str:
    chosen = settings()
    qt = next(part.version for part in parts if part.kind is Kind.QT)
    where = [f"    {chosen.sources_url}"] if chosen.sources_url else [
        f"    Qt: https://download.qt.io/archive/qt/{qt.rpartition('.')[0]}/{qt}/",
        f"    PySide: https://download.qt.io/official_releases/QtForPython/pyside6/ ({qt})",
        "    libraries of Debian: https://snapshot.debian.org, in the versions of sbom.cdx.json",
    ]  # fmt: skip
    contact = chosen.contact or "whoever gave you this package"
    return _NOTICE.format(
        name=NAME,
        version=version(),
        copyright=COPYRIGHT,
        qt=qt,
        where="\n".join(where),
        contact=contact,
    )
