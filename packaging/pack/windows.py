# ruff: noqa: S603
"""Windows: version resource, per-user NSIS setup and portable zip. Runs on a Windows runner.

What was not signed says so in its name: people who check the publisher must not be misled.
"""

import os
import shutil
import subprocess
from pathlib import Path

from pack.archive import zipped
from pack.product import AUTHORS, COPYRIGHT, NAME, PACKAGING, ROOT, version

_SCRIPT = PACKAGING / "windows" / "setup.nsi"
_TEMPLATE = PACKAGING / "windows" / "version.txt"


def version_resource() -> str:
    """The version resource of both programs, as PyInstaller reads it."""
    numbers = [*map(int, version().split(".")), 0, 0, 0][:4]
    return _TEMPLATE.read_text(encoding="utf-8").format(
        numbers=tuple(numbers), version=version(), name=NAME, company=AUTHORS, copyright=COPYRIGHT
    )


def prepare(work: Path) -> None:
    """Write the version resource where the spec looks for it."""
    (work / "version.txt").write_text(version_resource(), encoding="utf-8")


def program_folder(target: Path) -> Path:
    """Where PyInstaller put the program."""
    return target / "sendagain"


def papers(target: Path) -> Path:
    """Where licences and the list of parts go."""
    return program_folder(target)


def packages(target: Path) -> list[Path]:
    """The setup program and the zip."""
    signed = bool(os.environ.get("SENDAGAIN_WINDOWS_CERTIFICATE"))
    program = program_folder(target)
    if signed:
        sign(*sorted(program.glob("*.exe")))
    mark = "" if signed else "-unsigned"
    portable = target / f"SendAgain-{version()}-windows-portable{mark}.zip"
    zipped(program, portable, f"SendAgain-{version()}")
    setup = target / f"SendAgain-{version()}-windows-setup{mark}.exe"
    compile_setup(program, setup)
    if signed:
        sign(setup)
    return [portable, setup]


def compile_setup(program: Path, setup: Path, makensis: str = "makensis") -> None:
    """The per-user setup of a folder; makensis is NSIS's compiler, on every system."""
    found = shutil.which(makensis)
    if found is None:
        raise LookupError("makensis (NSIS 3) is not installed")
    icon = ROOT / "resources" / "icons" / "sendagain.ico"
    values = {"VERSION": version(), "PROGRAM": program, "SETUP": setup, "ICON": icon}
    values["LICENCES"] = program / "licences" / "NOTICE.txt"
    defines = [f"-D{name}={value}" for name, value in values.items()]
    subprocess.run(
        [found, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defines, str(_SCRIPT)], check=True
    )


def sign(*paths: Path) -> None:
    """Sign and timestamp with the certificate that the workflow imported (its thumbprint)."""
    thumbprint = os.environ["SENDAGAIN_WINDOWS_CERTIFICATE"]
    stamps = os.environ["SENDAGAIN_TIMESTAMP_URL"]
    signing = ["signtool", "sign", "/sha1", thumbprint, "/fd", "SHA256", "/tr", stamps]
    subprocess.run([*signing, "/td", "SHA256", *map(str, paths)], check=True)
