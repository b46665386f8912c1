"""The packages on a clean Debian 12: installed, used by keyboard to a saved report, removed."""

import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.package.built import REPOSITORY, only, packages
from tests.package.clean_root import files_of, fresh_root, missing, run_inside
from wizard.messages import ENGLISH
from wizard.practice.scenarios import scenario

pytestmark = [pytest.mark.soak, pytest.mark.window, pytest.mark.lab]

_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
_LONGEST_SECONDS = 240
# dpkg and apt keep books of their own, and the loader its cache.
_BOOKS = ("/var/lib/dpkg", "/var/lib/apt", "/var/cache", "/var/log", "/etc/ld.so.cache", "/tmp")


@pytest.fixture
def home() -> Iterator[Path]:
    """A person's home; short, because the name of a socket may have 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="anna-", dir="/tmp"))
    (folder / "Documents").mkdir()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A Debian without Python and without Qt."""
    if reason := missing() or _missing_display():
        pytest.skip(reason)
    made = fresh_root(tmp_path / "root")
    assert not (made / "usr" / "bin" / "python3").exists()
    return made


def _missing_display() -> str:
    for program in ("Xvfb", "dbus-daemon"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    tried = subprocess.run(["/usr/bin/python3", "-c", "import pyatspi"], capture_output=True)
    return "python3-pyatspi is not installed" if tried.returncode else ""


def _walk_to_a_report(root: Path, home: Path, program: str, **more: str) -> Path:
    """The window under Xvfb, through a practice run to a saved report."""
    launcher = next(path for path in _LAUNCHERS if Path(path).exists())
    title = ENGLISH.render(scenario("too-many-connections").title)
    environment = {**os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    environment |= {"LANG": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **more}
    for name in ("WAYLAND_DISPLAY", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        environment.pop(name, None)
    session = str(REPOSITORY / "tests" / "package" / "session.sh")
    done = subprocess.run(
        ["sh", session, str(home), launcher, str(root), program, title],
        env=environment,
        capture_output=True,
        text=True,
        timeout=_LONGEST_SECONDS,
    )
    notes = "\n".join(
        f"{name}: {(home / name).read_text()[-2000:]}"
        for name in (".walker", ".window", ".xvfb")
        if (home / name).exists()
    )
    assert done.returncode == 0, f"{notes}\n{done.stderr[-2000:]}"
    return Path((home / ".saved").read_text().strip())


def _is_a_whole_report(report: Path) -> None:
    with zipfile.ZipFile(report) as archive:
        assert archive.testzip() is None
        names = {Path(name).name for name in archive.namelist()}
        inside = next(name for name in archive.namelist() if name.endswith("report.json"))
        found = json.loads(archive.read(inside))
    assert "report.json" in names
    assert found


def _ours(paths: dict[str, str]) -> dict[str, str]:
    return {path: link for path, link in paths.items() if not path.startswith(_BOOKS)}


def test_the_deb_installs_works_and_goes(root: Path, home: Path) -> None:
    package = only(packages(), "*.deb")
    shutil.copyfile(package, home / package.name)
    updated = run_inside(root, home, "apt-get", "update", "-qq")
    if updated.returncode:
        pytest.skip("Debian's archive cannot be reached")
    depends = subprocess.run(
        ["dpkg-deb", "-f", str(package), "Depends"], capture_output=True, text=True, check=True
    ).stdout
    names = [part.split()[0].strip() for part in depends.split(",")]
    quick = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
    needed = run_inside(root, home, *quick, *names)
    assert needed.returncode == 0, needed.stderr
    before = _ours(files_of(root))
    installed = run_inside(root, home, *quick, str(home / package.name))
    assert installed.returncode == 0, installed.stderr
    assert not (root / "usr" / "bin" / "python3").exists()

    tested = run_inside(root, home, "sendagain", "--self-test")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    practised = run_inside(root, home, "sendagain", "practice", "too-many-connections", "--json")
    assert practised.returncode == 1, practised.stderr
    assert json.loads(practised.stdout)
    _is_a_whole_report(_walk_to_a_report(root, home, "/opt/sendagain/send-again"))

    removed = run_inside(root, home, "apt-get", "purge", "-y", "-qq", "sendagain")
    assert removed.returncode == 0, removed.stderr
    assert "keychain" in removed.stdout
    after = _ours(files_of(root))
    made = {path for path in after.keys() - before.keys() if not path.startswith(str(home))}
    assert sorted(made) == []
    assert sorted(before.keys() - after.keys()) == []


def test_the_tarball_runs_from_a_read_only_folder(root: Path, home: Path) -> None:
    archive = only(packages(), "*.tar.xz")
    updated = run_inside(root, home, "apt-get", "update", "-qq")
    if updated.returncode:
        pytest.skip("Debian's archive cannot be reached")
    # What every desktop has: X, GL and fonts; the rest is in the folder.
    desktop = ("libegl1", "libgl1", "libxcb1", "libwayland-client0", "xkb-data", "libx11-data")
    more = ("libwayland-cursor0", "libwayland-egl1", "fontconfig-config")
    quick = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
    assert run_inside(root, home, *quick, *desktop, *more).returncode == 0
    folder = root / "srv" / "Größere Sachen, œuvres"
    folder.mkdir(parents=True)
    subprocess.run(["tar", "-xJf", str(archive), "-C", str(folder)], check=True)
    program = only(folder, "SendAgain-*")
    inside = "/" + str(program.relative_to(root))
    refused = run_inside(root, home, "touch", f"{inside}/written", READ_ONLY=inside)
    assert refused.returncode != 0
    tested = run_inside(root, home, f"{inside}/sendagain", "--self-test", READ_ONLY=inside)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    report = _walk_to_a_report(root, home, f"{inside}/send-again", READ_ONLY=inside)
    _is_a_whole_report(report)
