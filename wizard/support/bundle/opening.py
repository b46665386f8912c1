"""Opens a bundle that anybody may have made: in bounded time and memory, running nothing.

Nothing is unpacked to disk, no name in the archive is used as a path, sizes are counted while
reading, and every file must match the manifest. Whatever does not fit becomes one clear sentence.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from wizard.errors import BadInput
from wizard.messages import message
from wizard.record import SCHEMA as REPORT_SCHEMA
from wizard.support.bundle import layout
from wizard.support.bundle.encryption import decrypted, is_encrypted
from wizard.support.bundle.layout import Manifest, Part, file_tag, sha256
from wizard.support.report_file import ReportFile

# A bundle is at most 1 MiB; the rest is room for what a newer program may add.
_MOST_FILE_BYTES = 4 * 1024 * 1024
_MOST_PLAIN_BYTES = 4 * 1024 * 1024
_MOST_ENTRIES = 32
_MOST_DIRECTORY_BYTES = 16 * 1024
_END_OF_DIRECTORY = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_COMMENT = 65_535
# A second directory for huge archives; a small one that has it hides something.
_ZIP64_LOCATOR, _ZIP64_BYTES = b"PK\x06\x07", 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG = 0x1


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """An opened bundle. Every text in it is untrusted; show it as text only."""

    report: ReportFile
    manifest: Manifest
    texts: Mapping[str, str]
    tag: str
    was_encrypted: bool = False


def open_bundle(path: Path, identity: Path | None = None) -> Bundle:
    """Read a bundle. `identity` is an age key file, for one that is encrypted.

    BadInput says in one sentence why a file cannot be read.
    """
    data = _read(path)
    was_encrypted = is_encrypted(data)
    if was_encrypted:
        if identity is None:
            raise BadInput(message("bundle.is_encrypted"))
        data = decrypted(data, _read(identity).decode(errors="replace"))
    return bundle_from_bytes(data, was_encrypted=was_encrypted)


def bundle_from_bytes(data: bytes, *, was_encrypted: bool = False) -> Bundle:
    """A bundle in memory."""
    files = _files(data)
    manifest = _manifest(files)
    _check_sums(files, manifest)
    return Bundle(
        report=_report(files),
        manifest=manifest,
        texts={name: content.decode(errors="replace") for name, content in files.items()},
        tag=file_tag(data),
        was_encrypted=was_encrypted,
    )


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_FILE_BYTES + 1)
    except FileNotFoundError:
        raise BadInput(message("bundle.not_there", file=str(path))) from None
    except (OSError, ValueError):
        raise BadInput(message("bundle.not_readable", file=str(path))) from None
    if len(data) > _MOST_FILE_BYTES:
        raise BadInput(message("bundle.not_ours"))
    return data


def _files(data: bytes) -> dict[str, bytes]:
    _check_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _contents(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, OSError):
        raise BadInput(message("bundle.damaged")) from None
    except (NotImplementedError, RuntimeError):
        raise BadInput(message("bundle.not_ours")) from None


def _check_directory(data: bytes) -> None:
    """Refuse a huge directory before anything walks through it."""
    place = data.rfind(_END_OF_DIRECTORY, max(0, len(data) - _END_BYTES - _LONGEST_COMMENT))
    if place < 0 or len(data) - place < _END_BYTES:
        start = data.startswith(b"PK")
        raise BadInput(message("bundle.damaged" if start else "bundle.not_ours"))
    _, _, _, here, total, size, _, _ = struct.unpack("<4s4H2LH", data[place : place + _END_BYTES])
    is_zip64 = data[max(0, place - _ZIP64_BYTES) :].startswith(_ZIP64_LOCATOR)
    if is_zip64 or max(here, total) > _MOST_ENTRIES or size > _MOST_DIRECTORY_BYTES:
        raise BadInput(message("bundle.not_ours"))


def _contents(archive: zipfile.ZipFile) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = _MOST_PLAIN_BYTES
    for entry in archive.infolist():
        name = entry.filename
        odd = name in files or not _is_plain_name(name)
        if odd or entry.flag_bits & _ENCRYPTED_FLAG or entry.compress_type not in _METHODS:
            raise BadInput(message("bundle.not_ours"))
        with archive.open(entry) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise BadInput(message("bundle.too_large_inside"))
        files[name] = content
    return files


def _is_plain_name(name: str) -> bool:
    return (
        0 < len(name) <= 64 and name.isascii() and not set(name) & set("/\\:\0") and name[0] != "."
    )


def _manifest(files: Mapping[str, bytes]) -> Manifest:
    try:
        manifest = msgspec.json.decode(files[Part.MANIFEST], type=Manifest)
    except KeyError:
        raise BadInput(message("bundle.not_ours")) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadInput(message("bundle.damaged")) from None
    _check_schema(manifest.schema, layout.SCHEMA)
    return manifest


def _check_sums(files: Mapping[str, bytes], manifest: Manifest) -> None:
    listed = {file.name: file for file in manifest.files}
    for name, content in files.items():
        if name == Part.MANIFEST:
            continue
        if name not in listed or sha256(content) != listed[name].sha256:
            raise BadInput(message("bundle.changed", file=name[:64]))
    missing = listed.keys() - files.keys()
    if missing:
        raise BadInput(message("bundle.missing_file", file=min(missing)[:64]))


def _report(files: Mapping[str, bytes]) -> ReportFile:
    data = files.get(Part.JSON)
    if data is None:
        raise BadInput(message("bundle.missing_file", file=Part.JSON.value))
    return report_from_json(data)


class _Schema(msgspec.Struct, frozen=True):
    schema: str = ""


def report_from_json(data: bytes) -> ReportFile:
    """A report.json, alone or out of a bundle."""
    try:
        schema = msgspec.json.decode(data, type=_Schema).schema
        _check_schema(schema, REPORT_SCHEMA)
        return msgspec.json.decode(data, type=ReportFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadInput(message("bundle.damaged")) from None


def _check_schema(found: str, ours: str) -> None:
    """The same kind and number is ours; a higher number comes from a newer program."""
    kind, _, number = ours.rpartition("/")
    found_kind, _, found_number = found.rpartition("/")
    if found == ours:
        return
    digits = found_number.isascii() and found_number.isdigit() and len(found_number) < 6
    if found_kind == kind and digits and int(found_number) > int(number):
        raise BadInput(message("bundle.newer"))
    raise BadInput(message("bundle.not_ours"))
