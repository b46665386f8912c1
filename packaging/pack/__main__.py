# ruff: noqa: S603
"""Freezes, finishes and packs: `PYTHONPATH=packaging python -m pack [--folder-only] [TARGET]`."""

import argparse
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from pack import folder as frozen
from pack.archive import write_sums
from pack.licences import write_licences
from pack.parts import parts_of
from pack.product import PACKAGING, ROOT, version
from pack.sbom import sbom
from wizard.support.helpdesk.page import helpdesk_page


def main() -> int:
    """Build everything for this system into TARGET (dist/)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="?", default="dist", type=Path)
    parser.add_argument("--folder-only", action="store_true", help="no packages, only the folder")
    options = parser.parse_args()
    target: Path = options.target.resolve()
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    system = import_module(f"pack.{_system()}")
    program = _frozen(target, system)
    frozen.finish(program)
    parts = parts_of(program)
    papers = system.papers(target)
    write_licences(papers / "licences", parts)
    (papers / "sbom.cdx.json").write_bytes(sbom(program, parts))
    frozen.settle(program)
    if not options.folder_only:
        packed = [*system.packages(target), _helpdesk_page(target)]
        write_sums(target, packed)
        for path in (*packed, target / "SHA256SUMS"):
            sys.stdout.write(f"{path}\n")
    return 0


def _helpdesk_page(target: Path) -> Path:
    """The page that reads codes in any browser, for helpdesks that install nothing."""
    path = target / f"SendAgain-{version()}-helpdesk.html"
    path.write_text(helpdesk_page(), encoding="utf-8", newline="\n")
    return path


def _system() -> str:
    return {"linux": "linux", "win32": "windows", "darwin": "macos"}[sys.platform]


def _frozen(target: Path, system: object) -> Path:
    work = target / "work"
    work.mkdir()
    system.prepare(work)  # type: ignore[attr-defined]
    freeze = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    freeze += ["--distpath", str(target), "--workpath", str(work / "freeze")]
    subprocess.run([*freeze, str(PACKAGING / "sendagain.spec")], cwd=ROOT, check=True)
    shutil.rmtree(work)
    return Path(system.program_folder(target))  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())
