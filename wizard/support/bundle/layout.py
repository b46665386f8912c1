"""The files of a bundle, their order and their limits. The contract's seven names never change."""

import hashlib
from enum import StrEnum

import msgspec

from wizard.support.code.alphabet import ALPHABET

SCHEMA = "sendagain.bundle/1"
MOST_BYTES = 1024 * 1024
LOG_BYTES = 128 * 1024
TRANSCRIPT_BYTES = 192 * 1024
CASE_BYTES = 384 * 1024
AGE_HEADER = b"age-encryption.org/v1"


class Part(StrEnum):
    """One file of a bundle; the value is its name."""

    READ_ME = "READ-ME-FIRST.txt"
    PAGE = "report.html"
    TEXT = "report.txt"
    JSON = "report.json"
    TRANSCRIPT = "transcript.txt"
    LOG = "app.log"
    MANIFEST = "manifest.json"


# Without these the rest cannot be understood or checked; the others can be left out.
ALWAYS = frozenset((Part.READ_ME, Part.JSON, Part.MANIFEST))


class ListedFile(msgspec.Struct, frozen=True):
    """One file in the manifest."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle holds, and what was hidden in it."""

    schema: str = SCHEMA
    program_version: str = ""
    code: str = ""
    saved_for: str = ""
    level: str = ""
    hidden: dict[str, int] = msgspec.field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    files: tuple[ListedFile, ...]


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def file_tag(data: bytes) -> str:
    """Four characters of a file's SHA-256, to be compared over the phone."""
    number = int.from_bytes(hashlib.sha256(data).digest()[:3]) >> 4
    return "".join(ALPHABET[(number >> shift) & 31] for shift in (15, 10, 5, 0))
