"""The .tar.xz, the .zip and the list of SHA-256 sums: sorted, one time, one owner, one setting."""

import hashlib
import lzma
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from pack.product import epoch

# The greatest dictionary that every unpacker of today grants without being asked: 64 MiB.
_XZ = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 64 << 20}]


def tar_xz(folder: Path, target: Path, top: str) -> None:
    """Pack a folder as `top/…`; one thread, so that the blocks never differ."""
    with (
        lzma.open(target, "wb", format=lzma.FORMAT_XZ, filters=_XZ) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as archive,
    ):
        add_tree(archive, folder, top)


def add_tree(archive: tarfile.TarFile, folder: Path, top: str) -> None:
    """A folder in one order; every entry belongs to root and bears the one time."""
    for path in (folder, *sorted(folder.rglob("*"))):
        inside = path.relative_to(folder).as_posix()
        name = top if inside == "." else f"{top}/{inside}" if top else inside
        entry = archive.gettarinfo(path, name)
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = epoch()
        if entry.isreg():
            with path.open("rb") as data:
                archive.addfile(entry, data)
        else:
            archive.addfile(entry)


def zipped(folder: Path, target: Path, top: str) -> None:
    """Pack a folder as `top/…` for Windows."""
    when = datetime.fromtimestamp(max(epoch(), 315532800), UTC).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{top}/{path.relative_to(folder).as_posix()}", when)
                entry.external_attr = (path.stat().st_mode & 0xFFFF) << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())


def write_sums(folder: Path, packed: list[Path]) -> None:
    """SHA256SUMS, as `sha256sum --check` reads it."""
    lines = [f"{sha256(path)}  {path.name}\n" for path in sorted(packed)]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="ascii")


def sha256(path: Path) -> str:
    """The sum of a file, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
