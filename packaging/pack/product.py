# ruff: noqa: S607
"""What every package says about the program; the version stands in pyproject.toml alone."""

import os
import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import msgspec

PACKAGING = Path(__file__).resolve().parent.parent
ROOT = PACKAGING.parent
APP_ID = "org.sendagain.SendAgain"
NAME = "Send Again"
AUTHORS = "The Send Again authors"
LICENCE = "Apache-2.0"
COPYRIGHT = f"© {AUTHORS}"


class BuildSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`packaging/build.json`: what whoever publishes packages decides. Empty: not decided.

    `newer_version_url` is asked for the newest version, `sources_url` is where the sources of Qt
    and of the system libraries lie, `contact` answers to a written request for them.
    """

    homepage: str = ""
    newer_version_url: str = ""
    download_url: str = ""
    sources_url: str = ""
    contact: str = ""


def settings() -> BuildSettings:
    """The settings of this build."""
    return msgspec.json.decode((PACKAGING / "build.json").read_bytes(), type=BuildSettings)


def version() -> str:
    """The version, as in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def epoch() -> int:
    """The one time that all files of a build bear: SOURCE_DATE_EPOCH, or that of the commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        return int(given)
    told = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return int(told.stdout.strip() or 0)


def day() -> str:
    """The date of the build, ISO 8601."""
    return datetime.fromtimestamp(epoch(), UTC).date().isoformat()
