# ruff: noqa: S603, S607
"""macOS: the bundle's facts, its icon, the signed and notarised disk image. Runs on a macOS runner.

Order matters: libraries first, then the bundle, then the image; notarisation judges the image and
its ticket is stapled to it. Without a certificate the bundle is signed ad hoc (Apple silicon runs
nothing unsigned) and the image says 'unsigned' in its name.
"""

import os
import plistlib
import shutil
import struct
import subprocess
from pathlib import Path

from pack.product import NAME, PACKAGING, ROOT, version

_ENTITLEMENTS = PACKAGING / "macos" / "entitlements.plist"
# Types of PNG pictures in an icon file: 16, 32, 64, 128, 256 and 512 points.
_ICON_TYPES = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08", 512: b"ic09"}


def info_plist() -> dict[str, object]:
    """Info.plist with the version."""
    facts: dict[str, object] = plistlib.loads((PACKAGING / "macos" / "Info.plist").read_bytes())
    return facts | {"CFBundleShortVersionString": version(), "CFBundleVersion": version()}


def icns() -> bytes:
    """The icon file: a header and one PNG for each size, lengths big-endian and inclusive."""
    body = b""
    for size, kind in _ICON_TYPES.items():
        png = (ROOT / "resources" / "icons" / f"sendagain-{size}.png").read_bytes()
        body += kind + struct.pack(">I", len(png) + 8) + png
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def prepare(work: Path) -> None:
    """Write the icon where the spec looks for it."""
    (work / "sendagain.icns").write_bytes(icns())


def program_folder(target: Path) -> Path:
    """The part of the bundle where libraries lie."""
    return target / f"{NAME}.app" / "Contents" / "Frameworks"


def papers(target: Path) -> Path:
    """Where licences and the list of parts go."""
    return target / f"{NAME}.app" / "Contents" / "Resources"


def packages(target: Path) -> list[Path]:
    """The disk image."""
    shutil.rmtree(target / "sendagain", ignore_errors=True)
    identity = os.environ.get("SENDAGAIN_MACOS_IDENTITY", "")
    bundle = target / f"{NAME}.app"
    _sign(bundle, identity)
    mark = "" if identity else "-unsigned"
    image = target / f"SendAgain-{version()}-macos-{os.uname().machine}{mark}.dmg"
    staging = target / "image"
    staging.mkdir()
    bundle.rename(staging / bundle.name)
    (staging / "Applications").symlink_to("/Applications")
    making = ["hdiutil", "create", "-volname", NAME, "-srcfolder", str(staging), "-format", "ULMO"]
    subprocess.run([*making, "-ov", str(image)], check=True)
    if identity:
        subprocess.run(["codesign", "--timestamp", "--sign", identity, str(image)], check=True)
        _notarise(image)
    return [image]


def _sign(bundle: Path, identity: str) -> None:
    signing = ["codesign", "--force", "--options", "runtime", "--sign", identity or "-"]
    signing += ["--timestamp"] if identity else []
    inner = [p for p in sorted(bundle.rglob("*")) if p.suffix in (".so", ".dylib")]
    for path in inner:
        if not path.is_symlink():
            subprocess.run([*signing, str(path)], check=True)
    for name in ("sendagain", "send-again"):
        program = bundle / "Contents" / "MacOS" / name
        subprocess.run([*signing, "--entitlements", str(_ENTITLEMENTS), str(program)], check=True)
    subprocess.run([*signing, "--entitlements", str(_ENTITLEMENTS), str(bundle)], check=True)
    subprocess.run(["codesign", "--verify", "--deep", "--strict", str(bundle)], check=True)


def _notarise(image: Path) -> None:
    """Ask Apple, wait, staple. The key's profile was stored by the workflow."""
    profile = ["--keychain-profile", os.environ["SENDAGAIN_NOTARY_PROFILE"]]
    subprocess.run(["xcrun", "notarytool", "submit", str(image), *profile, "--wait"], check=True)
    subprocess.run(["xcrun", "stapler", "staple", str(image)], check=True)
