"""What is inside the package, and what must not be; and that two builds are the same bytes."""

import getpass
import json
import re
import socket
import subprocess
import tarfile
from pathlib import Path

import pytest
from pack.archive import sha256
from pack.folder import files, is_elf
from pack.interpreter import private_paths
from pack.parts import modules_of
from PyInstaller.archive.readers import CArchiveReader

from tests.package.built import REPOSITORY, built, only, packages
from tests.package.cyclonedx import faults

pytestmark = pytest.mark.soak

_SECRETS = re.compile(
    rb"-----BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}|"
    rb"\bgh[pousr]_[A-Za-z0-9]{36}\b|\bAKIA[0-9A-Z]{16}\b|AGE-SECRET-KEY-1[0-9A-Z]{58}"
)
_QT = {"Core", "DBus", "Gui", "OpenGL", "PrintSupport", "Svg", "WaylandClient", "Widgets", "XcbQpa"}
_TESTS = re.compile(r"(^|\.)(tests?|testing|conftest|unittest|pytest|hypothesis|doctest)(\.|$)")


@pytest.fixture(scope="module")
def folder() -> Path:
    return packages() / "sendagain"


def _unpacked(folder: Path) -> list[tuple[str, bytes]]:
    """Every file, and every module inside the program in its unpacked form."""
    program = CArchiveReader(str(folder / "send-again"))
    inner = program.open_embedded_archive("PYZ.pyz")
    modules = [(name, inner.extract(name, raw=True) or b"") for name in inner.toc]
    starting = [(name, program.extract(name)) for name in program.toc if not name.endswith("pyz")]
    on_disk = [(str(path.relative_to(folder)), path.read_bytes()) for path in files(folder)]
    return [*modules, *starting, *on_disk]


def test_no_path_of_the_build_machine(folder: Path) -> None:
    private = [path.encode() for path in (*private_paths(), str(REPOSITORY / "build"))]
    found = [(name, path) for name, data in _unpacked(folder) for path in private if path in data]
    assert found == []


def test_no_name_of_the_builder(folder: Path) -> None:
    host = socket.gethostname().encode()
    names = [host] if len(host) > 5 else []
    if getpass.getuser() != "root":
        names.append(f"/home/{getpass.getuser()}".encode())
    assert [n for n, data in _unpacked(folder) for name in names if name in data] == []


def test_no_secret(folder: Path) -> None:
    assert [name for name, data in _unpacked(folder) if _SECRETS.search(data)] == []


def test_no_test_and_no_tool(folder: Path) -> None:
    modules = modules_of(folder)
    assert [name for name in modules if _TESTS.search(name)] == []
    tools = {"pip", "setuptools", "babel", "mypy", "ruff", "tkinter", "PyInstaller", "sqlite3"}
    assert {name.split(".")[0] for name in modules} & tools == set()
    names = [path.name for path in files(folder)]
    assert [
        name for name in names if name.startswith("test_") or name.endswith((".po", ".pot"))
    ] == []


def test_every_module_of_the_program_is_inside(folder: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    wanted = {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        for package in ("wizard", "ui")
        for path in (root / package).rglob("*.py")
    }
    assert wanted - set(modules_of(folder)) == set()


def test_no_unused_part_of_qt(folder: Path) -> None:
    libraries = {path.name for path in files(folder) if path.name.startswith("libQt6")}
    modules = {name.removeprefix("libQt6").partition(".")[0] for name in libraries}
    assert modules <= _QT
    plugins = {path.parent.name for path in files(folder) if "plugins" in path.parts}
    assert not plugins & {"sqldrivers", "networkinformation", "egldeviceintegrations", "qmltooling"}


def test_no_debugging_symbols_and_one_interpreter(folder: Path) -> None:
    interpreters = [path for path in files(folder) if path.name.startswith("libpython")]
    assert len(interpreters) == 1
    for path in files(folder):
        if is_elf(path) and path.name != "send-again":
            told = subprocess.run(["objdump", "-h", str(path)], capture_output=True, text=True)
            assert ".debug_info" not in told.stdout, path


def test_every_library_finds_what_it_needs(folder: Path) -> None:
    from pack.debian import _depends

    assert "libc6 (>= 2.36)" in _depends(folder) or any(
        name.startswith("libc6") for name in _depends(folder)
    )


def test_the_list_of_parts_is_whole(folder: Path) -> None:
    bom = json.loads((folder / "sbom.cdx.json").read_bytes())
    assert faults(bom) == []
    names = {component["name"] for component in bom["components"]}
    assert names >= {"CPython", "PySide6_Essentials", "shiboken6", "cryptography", "Qt6Core"}
    assert names >= {"libssl3", "libglib2.0-0", "msgspec", "pyrage", "keyring", "zlib"}
    told = {
        entry["value"]
        for component in bom["components"]
        for entry in component.get("properties", [])
        if entry["name"] == "sendagain:file"
    }
    inside = {
        path.relative_to(folder).as_posix()
        for path in files(folder)
        if is_elf(path) and path.parent.name == "_internal" and path.name.startswith("lib")
    }
    assert {name for name in inside if "libpython" not in name} <= told


def test_every_licence_is_inside(folder: Path) -> None:
    bom = json.loads((folder / "sbom.cdx.json").read_bytes())
    texts = {
        path.relative_to(folder / "licences").as_posix() for path in files(folder / "licences")
    }
    assert texts >= {"LGPL-3.0.txt", "GPL-3.0.txt", "NOTICE.txt", "python.txt", "sendagain.txt"}
    assert texts >= {"pyinstaller.txt", "qt-third-party.txt"}
    for component in bom["components"]:
        url = component.get("purl", "")
        name = component["name"]
        if url.startswith("pkg:deb/"):
            assert f"system/{name}.txt" in texts
        elif url.startswith("pkg:pypi/") and name not in ("PySide6_Essentials", "shiboken6"):
            assert any(text.startswith(f"python-packages/{name}") for text in texts), name
    notice = (folder / "licences" / "NOTICE.txt").read_text()
    for duty in ("Lesser General Public License", "reverse engineer", "in their place", "sources"):
        assert duty in notice


def test_the_deb_never_looks_for_a_newer_version() -> None:
    package = only(packages(), "*.deb")
    packed = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(package)], capture_output=True)
    inside = packages() / "deb.tar"
    inside.write_bytes(packed.stdout)
    with tarfile.open(inside) as archive:
        names = archive.getnames()
        settings = archive.extractfile("./opt/sendagain/_internal/resources/build.json")
        assert settings is not None
        assert json.loads(settings.read())["newer_version_url"] == ""
        assert all(member.uid == 0 and member.gid == 0 for member in archive)
    inside.unlink()
    sizes = {match[1] for name in names if (match := re.search(r"hicolor/(\w+)/apps/", name))}
    assert sizes >= {"16x16", "48x48", "256x256", "512x512", "scalable", "symbolic"}


def test_the_deb_pleases_lintian() -> None:
    import shutil

    if shutil.which("lintian") is None:
        pytest.skip("lintian is not installed")
    package = only(packages(), "*.deb")
    done = subprocess.run(
        ["lintian", "--allow-root", "--fail-on", "error", "--tag-display-limit", "0", str(package)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_the_sums_are_right() -> None:
    lines = (packages() / "SHA256SUMS").read_text().splitlines()
    assert len(lines) == 3, "two packages and the helpdesk's page"
    for line in lines:
        digest, name = line.split()
        assert sha256(packages() / name) == digest


def test_two_builds_are_the_same_bytes() -> None:
    first, second = built("one"), built("two")
    assert (first / "SHA256SUMS").read_text() == (second / "SHA256SUMS").read_text()
    names = [path.relative_to(first) for path in files(first / "sendagain")]
    assert [name for name in names if sha256(first / name) != sha256(second / name)] == []
