"""Finds the data files of the program, in the source tree and in the frozen program alike."""

import sys
from functools import cache
from pathlib import Path

import msgspec


def resource(name: str) -> Path:
    """The path of a file below `resources/`."""
    return _root() / name


def read_json(name: str) -> object:
    """A JSON resource, decoded. Errors here are bugs: the file is ours."""
    decoded: object = msgspec.json.decode(resource(name).read_bytes())
    return decoded


@cache
def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    base = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return base / "resources"
