# ruff: noqa: S603, S607
"""What a Qt Widgets program does without. Shared by the program and by the bare one beside it.

Both `sendagain.spec` and the bare program of `make bench ARGS=package` are trimmed by this file,
so that their sizes can be compared. A Qt module stays exactly when the source names it.
"""

import re
import subprocess
import sys
from pathlib import Path

UNUSED_MODULES = (
    "tkinter",
    "unittest",
    "pydoc",
    "pydoc_data",
    "doctest",
    "setuptools",
    "pip",
    "test",
    "babel",
    "pytz",
    "attr",
    "attrs",
    # msgspec takes the same names from typing; this one costs a tenth of the start.
    "typing_extensions",
    "multiprocessing",
    "concurrent.futures.process",
    "trio",
    "anyio",
    "httpx",
    "httpcore",
    "xmlrpc",
    "defusedxml.xmlrpc",
    "lib2to3",
    "ensurepip",
    "idlelib",
    "turtledemo",
    "pdb",
    "sqlite3",
    "curses",
)
# Without these there is no window at all.
_BASE_QT = frozenset({"QtCore", "QtGui", "QtWidgets"})
_QT_MODULES = frozenset(
    [
        "QtConcurrent",
        "QtDBus",
        "QtDesigner",
        "QtHelp",
        "QtNetwork",
        "QtOpenGL",
        "QtOpenGLWidgets",
        "QtPrintSupport",
        "QtQml",
        "QtQuick",
        "QtQuickControls2",
        "QtQuickTest",
        "QtQuickWidgets",
        "QtSql",
        "QtSvg",
        "QtSvgWidgets",
        "QtTest",
        "QtUiTools",
        "QtXml",
    ]
)
_UNUSED_FILES = (
    "libQt6Quick",
    "libQt6Qml",
    "libQt6Pdf",
    "libQt6VirtualKeyboard",
    "libQt6EglFS",
    "libQt6Wl",
    "opengl32sw",
    "icudtl",
    "platformthemes/libqgtk3",
    "platforms/libqeglfs",
    "platforms/libqlinuxfb",
    "platforms/libqvnc",
    "platforms/libqminimal",
    "platforms/libqvkkhrdisplay",
    "imageformats/",
    "iconengines/",
    "sqldrivers/",
    "networkinformation/",
    "generic/",
    "egldeviceintegrations/",
    "wayland-graphics-integration-client/libdmabuf",
    "wayland-graphics-integration-client/libdrm",
    "wayland-graphics-integration-client/libvulkan",
    "wayland-shell-integration/libivi",
    "wayland-shell-integration/libwl-shell",
    "wayland-shell-integration/libqt-shell",
    "wayland-shell-integration/libfullscreen",
    "python3.11/lib-dynload/_test",
)
# PNG is built into QtGui; whatever shows another format on Windows and macOS is their own icon.
_KEPT_IMAGES = ("imageformats/qico", "imageformats/libqico")
# Printing needs the system's CUPS, and whoever prints has it. The chain below is 9 MB.
_FROM_THE_SYSTEM = ("libcups.so",)
# Opened by name while the program runs, so that nothing lists them as needed.
_OPENED_BY_NAME = ("libdbus-1.so", "libssl.so", "libcrypto.so")
_QT_TRANSLATIONS = ("qtbase_en",)
_PLUGIN_OF = {"plugins/tls/": "QtNetwork", "plugins/printsupport/": "QtPrintSupport"}


def unused_qt(sources: list[Path]) -> list[str]:
    """The bindings of Qt that no source file names."""
    named = set(_BASE_QT)
    for path in sources:
        named |= set(re.findall(r"PySide6\.(Qt\w+)", path.read_text(encoding="utf-8")))
    return sorted(f"PySide6.{name}" for name in _QT_MODULES - named)


def trimmed(entries: list[tuple], unused: list[str]) -> list[tuple]:
    """The binaries and data files of an analysis that are wanted: (name, source, kind)."""
    kept = [entry for entry in entries if _wanted(entry[0].replace("\\", "/"), unused)]
    return _reachable(kept) if sys.platform == "linux" else kept


def _wanted(name: str, unused: list[str]) -> bool:
    if "/translations/" in name and "PySide6" in name:
        return any(language in name for language in _QT_TRANSLATIONS)
    if any(kept in name for kept in _KEPT_IMAGES):
        return True
    if any(folder in name and f"PySide6.{of}" in unused for folder, of in _PLUGIN_OF.items()):
        return False
    return not any(part in name for part in (*_UNUSED_FILES, *_FROM_THE_SYSTEM))


def _reachable(entries: list[tuple]) -> list[tuple]:
    """Without the libraries that nothing kept needs any more (ELF, entries of type NEEDED)."""
    libraries = {Path(name).name: (name, source) for name, source, kind in entries if source}
    roots = [
        (name, source)
        for name, source, kind in entries
        if not _is_library(name) or Path(name).name.startswith(_OPENED_BY_NAME)
    ]
    wanted = {name for name, _ in roots}
    queue = [source for name, source in roots if ".so" in Path(name).name]
    queue += [str(Path(sys.executable).resolve())]
    seen: set[str] = set()
    while queue:
        source = queue.pop()
        if source in seen:
            continue
        seen.add(source)
        for needed in _needed(source):
            wanted.add(needed)
            if needed in libraries:
                wanted.add(libraries[needed][0])
                queue.append(libraries[needed][1])
    return [entry for entry in entries if entry[0] in wanted or Path(entry[0]).name in wanted]


def _is_library(name: str) -> bool:
    path = Path(name)
    plain = ".so" in path.name and path.name.startswith("lib") and "plugins" not in path.parts
    # The interpreter's own library is linked by the bootloader, which is not in the list.
    return plain and not path.name.startswith("libpython")


def _needed(source: str) -> list[str]:
    told = subprocess.run(["objdump", "-p", source], capture_output=True, text=True, check=False)
    return re.findall(r"^\s*NEEDED\s+(\S+)", told.stdout, re.MULTILINE)
