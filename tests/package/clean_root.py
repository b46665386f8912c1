"""Clean Debian 12 roots: made once by debootstrap, kept as an archive, unpacked for every test."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
KEPT = REPOSITORY / "build" / "package" / "bookworm.tar"
INSIDE = Path(__file__).with_name("inside.sh")
_MIRROR = "http://deb.debian.org/debian"


def missing() -> str:
    """Why no root can be made here, '' when one can."""
    if os.geteuid() != 0:
        return "only root can make a clean Debian"
    for program in ("debootstrap", "unshare", "dpkg-deb"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True)
    return "mount namespaces are not allowed here" if tried.returncode else ""


def fresh_root(folder: Path) -> Path:
    """Unpack a clean root into a folder. OSError when Debian's archive cannot be reached."""
    if not KEPT.exists():
        _make(KEPT)
    folder.mkdir(parents=True)
    subprocess.run(["tar", "-xpf", str(KEPT), "-C", str(folder)], check=True)
    return folder


def _make(kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as work:
        root = Path(work) / "root"
        made = subprocess.run(
            ["debootstrap", "--variant=minbase", "bookworm", str(root), _MIRROR],
            capture_output=True,
            text=True,
        )
        if made.returncode:
            raise OSError(made.stdout[-500:])
        unfinished = kept.with_suffix(".part")
        subprocess.run(["tar", "-cpf", str(unfinished), "-C", str(root), "."], check=True)
        unfinished.rename(kept)


def run_inside(
    root: Path, shared: Path, *command: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command inside a root with an environment of its own."""
    plain = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(shared), "LANG": "C.UTF-8"}
    network = {k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")}
    return subprocess.run(
        ["sh", str(INSIDE), str(root), str(shared), *command],
        env={**plain, **network, "DEBIAN_FRONTEND": "noninteractive", **environment},
        capture_output=True,
        text=True,
        timeout=600,
    )


def files_of(root: Path) -> dict[str, str]:
    """Every path of a root that packages or people could have made; with what a link names."""
    found: dict[str, str] = {}
    for folder, folders, names in os.walk(root):
        inside = "/" + str(Path(folder).relative_to(root))
        if inside.startswith(("/proc", "/dev", "/sys")):
            folders.clear()
            continue
        for name in (*folders, *names):
            path = Path(folder) / name
            text = str(path.readlink()) if path.is_symlink() else ""
            found["/" + str(path.relative_to(root))] = text
    return found
