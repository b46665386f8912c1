"""Installed programs on macOS: the Info.plist of applications."""

import plistlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.parsers.expat import ExpatError

from wizard.accounts.programs.installed.table import Found, known_programs

_MOST_BYTES = 4 * 1024 * 1024


def programs() -> Iterator[Found]:
    """What is in the folders for applications."""
    folders = (Path("/Applications"), Path("/System/Applications"), Path.home() / "Applications")
    return in_folders(folders)


def in_folders(folders: Sequence[Path]) -> Iterator[Found]:
    """Programs by the identifiers of the applications in some folders."""
    by_identifier = {record.mac: record for record in known_programs() if record.mac}
    for folder in folders:
        for path in sorted(folder.glob("*.app/Contents/Info.plist")):
            info = _info(path)
            record = by_identifier.get(str(info.get("CFBundleIdentifier", "")))
            if record:
                yield Found(record, str(info.get("CFBundleShortVersionString", "")), "application")


def _info(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as file:
            info = plistlib.loads(file.read(_MOST_BYTES))
    except (OSError, plistlib.InvalidFileException, ExpatError, ValueError, OverflowError):
        return {}
    return info if isinstance(info, dict) else {}
