"""Installed programs on Linux: dpkg, rpm, flatpak, snap, and the desktop entries for mail."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from wizard.accounts.programs.installed.table import Found, ProgramRecord, known_programs
from wizard.accounts.programs.reading import ini_sections

_COMMAND_SECONDS = 8.0
_MAILTO = "x-scheme-handler/mailto"
_MOST_ENTRIES = 2000
_MOST_BYTES = 64 * 1024


def programs() -> Iterator[Found]:
    """What the package managers know, then what only a desktop entry shows."""
    records = known_programs()
    names = [name for record in records for name in record.packages]
    yield from by_package(dpkg_versions(_output(dpkg_command(names))), "dpkg")
    yield from by_package(rpm_versions(_output(rpm_command(names))), "rpm")
    flatpaks = table(_output(["flatpak", "list", "--app", "--columns=application,version"]))
    yield from (Found(r, flatpaks[r.flatpak], "flatpak") for r in records if r.flatpak in flatpaks)
    snaps = table(_output(["snap", "list"]))
    yield from (Found(r, snaps[r.snap], "snap") for r in records if r.snap in snaps)
    yield from by_desktop_entry(_application_folders())


def by_package(versions: Mapping[str, str], found_by: str) -> Iterator[Found]:
    """The programs whose package is there."""
    for record in known_programs():
        for name in record.packages:
            if name in versions:
                yield Found(record, versions[name], found_by)


def dpkg_command(names: Sequence[str]) -> list[str]:
    """Asks dpkg; a package that was removed but left its settings is not 'installed'."""
    return ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package} ${Version}\n", *names]


def dpkg_versions(lines: Sequence[str]) -> dict[str, str]:
    """Version by package, as the program itself has it: without what the distribution adds."""
    rows = [line.split() for line in lines]
    installed = (row for row in rows if len(row) == 3 and row[0] == "installed")
    return {row[1]: own_version(row[2]) for row in installed}


def own_version(version: str) -> str:
    """'153.7.0esr' of '1:153.7.0esr-1~deb12u1' (deb-version(7): epoch, upstream, revision)."""
    upstream = version.partition(":")[2] or version
    return upstream.rpartition("-")[0] or upstream


def rpm_command(names: Sequence[str]) -> list[str]:
    """Asks rpm."""
    return ["rpm", "-q", "--qf", "%{NAME} %{VERSION}\\n", *names]


def rpm_versions(lines: Sequence[str]) -> dict[str, str]:
    """Version by package."""
    rows = [line.split() for line in lines]
    return {row[0]: row[1] for row in rows if len(row) == 2}


def table(lines: Sequence[str]) -> dict[str, str]:
    """First and second column."""
    rows = [line.split() for line in lines]
    return {row[0]: row[1] for row in rows if len(row) >= 2}


def by_desktop_entry(folders: Sequence[Path]) -> Iterator[Found]:
    """Programs that offer themselves for mail, put there by hand (a tar file, an AppImage)."""
    for folder in folders:
        try:
            entries = sorted(folder.glob("*.desktop"))[:_MOST_ENTRIES]
        except OSError:
            continue
        for entry in entries:
            found = _in_entry(entry)
            if found is not None:
                yield found


def _in_entry(entry: Path) -> Found | None:
    try:
        with entry.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
    values = dict(ini_sections(text)).get("Desktop Entry", {})
    if _MAILTO not in values.get("mimetype", "").split(";"):
        return None
    command = values.get("exec", "").split(" ")[0].strip('"')
    record = _known(entry.stem, command)
    return Found(record, _version_beside(command), "desktop") if record else None


def _known(stem: str, command: str) -> ProgramRecord | None:
    names = {stem.casefold(), Path(command).name.casefold()}
    for record in known_programs():
        if names & {record.id, record.flatpak.casefold(), *record.packages}:
            return record
    return None


def _version_beside(command: str) -> str:
    """Mozilla programs keep `application.ini` beside the program."""
    path = command if "/" in command else shutil.which(command)
    if not path:
        return ""
    try:
        text = (Path(path).resolve().parent / "application.ini").read_text("utf-8", "replace")
    except OSError:
        return ""
    version = dict(ini_sections(text[:_MOST_BYTES])).get("App", {}).get("version", "")
    return version if re.fullmatch(r"[\w.+-]{1,40}", version) else ""


def _application_folders() -> list[Path]:
    home = Path.home()
    shares = [os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")]
    shares += (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    return [Path(share) / "applications" for share in dict.fromkeys(shares) if share]


def _output(command: Sequence[str]) -> list[str]:
    """What a program printed; nothing when it is not here or fails."""
    if shutil.which(command[0]) is None:
        return []
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands
            command, capture_output=True, timeout=_COMMAND_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.decode("utf-8", "replace").splitlines()
