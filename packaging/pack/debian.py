# ruff: noqa: S603
"""The .deb: the same folder below /opt, and what a desktop wants to know about a program.

Built by dpkg-deb alone. What the folder does not bring is found by asking which package of this
system owns each library that is needed and not inside.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import msgspec

from pack.folder import files, is_elf
from pack.parts import debian_package
from pack.product import APP_ID, AUTHORS, PACKAGING, ROOT, epoch, settings, version

_LINUX = PACKAGING / "linux"
_ICONS = ROOT / "resources" / "icons"
_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
# Files, not libraries, that the libraries inside read: keyboards, fonts, X's own tables.
_DATA = ("xkb-data", "fontconfig-config", "libx11-data")
_RECOMMENDED = ("ca-certificates", "libcups2", "at-spi2-core", "gnome-keyring | kwalletmanager")


def deb(program: Path, target: Path) -> Path:
    """Build it beside the folder; returns its path."""
    tree = target / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(program, tree / "opt" / "sendagain", symlinks=True)
    _never_look_for_newer(tree / "opt" / "sendagain" / "_internal" / "resources" / "build.json")
    _add_desktop(tree / "usr")
    _add_papers(tree / "usr" / "share" / "doc" / "sendagain", program)
    _add_control(tree, program)
    _settle(tree)
    package = target / f"sendagain_{version()}_{_architecture()}.deb"
    building = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "-Sextreme", "--threads-max=1"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch())}
    subprocess.run(
        [*building, "--build", str(tree), str(package)],
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    shutil.rmtree(tree)
    return package


def _never_look_for_newer(path: Path) -> None:
    """A package manager brings new versions; the program in the .deb never asks."""
    quiet = msgspec.structs.replace(settings(), newer_version_url="", download_url="")
    path.write_bytes(msgspec.json.format(msgspec.json.encode(quiet)) + b"\n")


def _architecture() -> str:
    asked = ["dpkg", "--print-architecture"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def _add_desktop(usr: Path) -> None:
    share = usr / "share"
    _put(_LINUX / f"{APP_ID}.desktop", share / "applications" / f"{APP_ID}.desktop")
    metainfo = (_LINUX / f"{APP_ID}.metainfo.xml").read_text(encoding="utf-8")
    _write(share / "metainfo" / f"{APP_ID}.metainfo.xml", metainfo.encode())
    hicolor = share / "icons" / "hicolor"
    for size in _SIZES:
        name = hicolor / f"{size}x{size}" / "apps" / f"{APP_ID}.png"
        _put(_ICONS / f"sendagain-{size}.png", name)
    _put(_ICONS / "sendagain.svg", hicolor / "scalable" / "apps" / f"{APP_ID}.svg")
    symbolic = hicolor / "symbolic" / "apps" / f"{APP_ID}-symbolic.svg"
    _put(_ICONS / "sendagain-symbolic.svg", symbolic)
    page = (_LINUX / "sendagain.1").read_bytes()
    _write(share / "man" / "man1" / "sendagain.1.gz", _gzipped(page))
    (usr / "bin").mkdir(parents=True)
    (usr / "bin" / "sendagain").symlink_to("/opt/sendagain/sendagain")
    overrides = share / "lintian" / "overrides" / "sendagain"
    _put(_LINUX / "lintian-overrides", overrides)


def _add_papers(doc: Path, program: Path) -> None:
    notice = (program / "licences" / "NOTICE.txt").read_bytes()
    where = (
        b"\nThe texts of all licences: /opt/sendagain/licences/; on Debian the long ones are also\n"
        b"/usr/share/common-licenses/LGPL-3, GPL-3 and Apache-2.0.\n"
        b"\nCopyright: The Send Again authors\n"
    )
    _write(doc / "copyright", notice + where)
    _write(doc / "changelog.gz", _gzipped(_changelog().encode()))


def _changelog() -> str:
    """Debian's form of the one entry that this package is."""
    asked = ["date", "-u", "-R", "-d", f"@{epoch()}"]
    when = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    return (
        f"sendagain ({version()}) stable; urgency=medium\n\n"
        f"  * Version {version()}. CHANGELOG.md of the project says what changed.\n\n"
        f" -- {_maintainer()}  {when}\n"
    )


def _maintainer() -> str:
    contact = settings().contact
    return f"{AUTHORS} <{contact if '@' in contact else 'packages@sendagain.invalid'}>"


def _add_control(tree: Path, program: Path) -> None:
    control = tree / "DEBIAN"
    control.mkdir()
    kibibytes = sum(-(-path.lstat().st_size // 1024) for path in files(tree / "opt"))
    fields = {
        "Package": "sendagain",
        "Version": version(),
        "Architecture": _architecture(),
        "Maintainer": _maintainer(),
        "Installed-Size": str(kibibytes),
        "Depends": ", ".join(_depends(program)),
        "Recommends": ", ".join(_RECOMMENDED),
        "Section": "mail",
        "Priority": "optional",
        "Homepage": settings().homepage,
        "Description": "find out why e-mail will not go out\n"
        " Checks the internet connection, the mail server and the settings, says in\n"
        " plain words what is wrong and who has to act, and leaves support with\n"
        " evidence that they can use. Changes nothing, and needs no password to start.",
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    (control / "control").write_text(text, encoding="utf-8")
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  "
        f"{path.relative_to(tree)}\n"
        for path in files(tree)
        if "DEBIAN" not in path.parts
    ]
    (control / "md5sums").write_text("".join(sums), encoding="utf-8")
    shutil.copyfile(_LINUX / "postrm", control / "postrm")


def _depends(program: Path) -> list[str]:
    inside = {path.name for path in program.rglob("*")}
    needed: set[str] = set()
    for path in files(program):
        if is_elf(path):
            asked = ["objdump", "-p", str(path)]
            told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
            needed |= set(re.findall(r"^\s*NEEDED\s+(\S+)", told, re.MULTILINE))
    owners: set[str] = set()
    for name in sorted(needed - inside):
        found = debian_package(name)
        if found is not None:
            owners.add(found[0])
        elif name not in _OPTIONAL:
            raise LookupError(f"no package of this system owns {name}")
    owners -= {"libcups2"}
    with_floor = [f"libc6 (>= {_libc_floor()})" if name == "libc6" else name for name in owners]
    return sorted({*with_floor, *_DATA})


# Needed by the printing plugin alone, which Qt leaves out when it does not load.
_OPTIONAL = frozenset({"libcups.so.2"})


def _libc_floor() -> str:
    """The C library of the build machine: nothing older is promised."""
    asked = ["dpkg-query", "-W", "-f", "${Version}", "libc6"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    return told.partition("-")[0]


def _gzipped(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=9, mtime=0)


def _put(source: Path, target: Path) -> None:
    _write(target, source.read_bytes())


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _settle(tree: Path) -> None:
    when = epoch()
    for path in sorted(tree.rglob("*"), reverse=True):
        if not path.is_symlink() and "opt" not in path.relative_to(tree).parts:
            scripts = path.parent.name == "DEBIAN" and path.name == "postrm"
            path.chmod(0o755 if path.is_dir() or scripts else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)
    tree.chmod(0o755)
    (tree / "opt").chmod(0o755)
    os.utime(tree, (when, when))
