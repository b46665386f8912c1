"""Writes a bundle so that it is there as a whole, or not at all."""

import contextlib
import errno
import os
import secrets
from pathlib import Path

from wizard.account import shortened
from wizard.errors import CouldNotDo
from wizard.messages import message
from wizard.support.bundle.preview import Preview

_REASONS = {
    errno.ENOSPC: "bundle.disk_full",
    errno.EDQUOT: "bundle.disk_full",
    errno.EFBIG: "bundle.disk_full",
    errno.EROFS: "bundle.read_only",
    errno.EACCES: "bundle.no_rights",
    errno.EPERM: "bundle.no_rights",
    errno.ENOENT: "bundle.no_folder",
    errno.ENOTDIR: "bundle.no_folder",
    errno.ENAMETOOLONG: "bundle.bad_name",
    errno.EINVAL: "bundle.bad_name",
    errno.EISDIR: "bundle.is_folder",
}


def write(preview: Preview, path: Path) -> Path:
    """Write the bundle and return where it is. A folder gets the bundle's own file name.

    The file appears under its name only when every byte is on the disk. CouldNotDo says what
    stood in the way; nothing is left behind then.
    """
    is_folder = os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises for impossible names
    target = path / preview.file_name if is_folder else path
    return write_bytes(preview.data, target)


def write_bytes(data: bytes, target: Path) -> Path:
    """Write a file for its owner only, whole or not at all."""
    unfinished = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        _write_whole(data, unfinished)
        unfinished.replace(target)
    except (OSError, ValueError) as fault:
        with contextlib.suppress(OSError, ValueError):
            unfinished.unlink()
        number = fault.errno if isinstance(fault, OSError) else errno.EINVAL
        reason = _REASONS.get(number or 0, "bundle.not_written")
        raise CouldNotDo(message(reason, file=shortened(str(target), 200))) from fault
    _flush_folder(target.parent)
    return target


def _write_whole(data: bytes, path: Path) -> None:
    descriptor = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
    )
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can do that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
