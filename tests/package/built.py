"""The packages that the slow tests look at: built once for a run, as `make package` builds them.

Built from copies of the source that were made at one moment, in folders of different names: what
a build gives must depend on neither the folder nor on what changes beside it.
"""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
EPOCH = "1767225600"
_FOLDER = REPOSITORY / "build" / "package"
_COPIED = ("wizard", "ui", "resources", "packaging", "pyproject.toml", "LICENSE", "CHANGELOG.md")
_BUILDS = {"one": "source", "two": "another source, elsewhere"}


def packages() -> Path:
    """The folder of the packages; SENDAGAIN_PACKAGES names one that is built already."""
    given = os.environ.get("SENDAGAIN_PACKAGES", "")
    return Path(given).resolve() if given else built("one")


@cache
def built(name: str) -> Path:
    """Build from the copy of this name."""
    target = _FOLDER / name
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    environment["PYTHON_OF_BUILD"] = str(REPOSITORY / ".venv" / "bin" / "python")
    done = subprocess.run(
        [str(_sources()[name] / "packaging" / "build.sh"), str(target)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=1800,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return target


@cache
def _sources() -> dict[str, Path]:
    made = {name: _FOLDER / folder for name, folder in _BUILDS.items()}
    for folder in made.values():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    first, *others = made.values()
    for name in _COPIED:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, first / name, ignore=ignored)
        else:
            shutil.copyfile(source, first / name)
    for folder in others:
        shutil.copytree(first, folder, dirs_exist_ok=True)
    return made


def only(folder: Path, pattern: str) -> Path:
    """The one file of this pattern."""
    found = sorted(folder.glob(pattern))
    assert len(found) == 1, found
    return found[0]
