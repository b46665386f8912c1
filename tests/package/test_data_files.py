"""What lies beside the program in its packages is valid, and says one version everywhere."""

import plistlib
import re
import shutil
import struct
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from pack import macos, product, windows

from wizard import __version__

ROOT = Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging" / "linux"
DESKTOP = LINUX / "org.sendagain.SendAgain.desktop"
METAINFO = LINUX / "org.sendagain.SendAgain.metainfo.xml"
ICONS = ROOT / "resources" / "icons"


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def test_one_version_everywhere() -> None:
    version = product.version()
    assert version == __version__
    assert ElementTree.parse(METAINFO).find("releases/release").get("version") == version
    assert f'"Send Again {version}"' in (LINUX / "sendagain.1").read_text()
    assert macos.info_plist()["CFBundleVersion"] == version
    assert f'"FileVersion", "{version}"' in windows.version_resource()
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text()


def test_the_desktop_entry_is_valid() -> None:
    done = subprocess.run(
        [_tool("desktop-file-validate"), str(DESKTOP)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    text = DESKTOP.read_text()
    assert "MimeType=x-scheme-handler/sendagain;" in text
    assert re.search(r"^Exec=/opt/sendagain/send-again %u$", text, re.MULTILINE)


def test_the_appstream_file_is_valid() -> None:
    done = subprocess.run(
        [_tool("appstreamcli"), "validate", "--no-net", str(METAINFO)],
        capture_output=True,
        text=True,
    )
    assert "E:" not in done.stdout, done.stdout


def test_nothing_starts_by_itself() -> None:
    assert not list((ROOT / "packaging").rglob("*autostart*"))
    assert "autostart" not in (ROOT / "packaging" / "pack" / "debian.py").read_text()


def test_the_property_lists_parse() -> None:
    facts = macos.info_plist()
    assert facts["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == ["sendagain"]
    assert facts["LSMinimumSystemVersion"] == "14.0"
    entitlements = plistlib.loads((ROOT / "packaging/macos/entitlements.plist").read_bytes())
    assert "com.apple.security.get-task-allow" not in entitlements


def test_the_icon_of_macos_holds_every_size() -> None:
    data = macos.icns()
    kind, length = struct.unpack(">4sI", data[:8])
    assert (kind, length) == (b"icns", len(data))
    at, kinds = 8, []
    while at < len(data):
        kind, length = struct.unpack(">4sI", data[at : at + 8])
        assert data[at + 8 : at + 12] == b"\x89PNG"
        kinds.append(kind)
        at += length
    assert len(kinds) == 6


def test_the_icon_of_windows_holds_every_size() -> None:
    data = (ICONS / "sendagain.ico").read_bytes()
    _, kind, count = struct.unpack("<HHH", data[:6])
    assert kind == 1
    sides = {data[6 + 16 * number] or 256 for number in range(count)}
    assert sides >= {16, 32, 48, 256}


def test_the_version_resource_can_be_read() -> None:
    class Made:
        def __init__(self, *parts: object, **named: object) -> None:
            self.parts, self.named = parts, named

    names = (
        "VSVersionInfo FixedFileInfo StringFileInfo StringTable StringStruct VarFileInfo VarStruct"
    )
    made = eval(windows.version_resource(), dict.fromkeys(names.split(), Made))
    numbers = tuple(int(part) for part in product.version().split("."))
    assert made.named["ffi"].named["filevers"][: len(numbers)] == numbers


def test_the_manifest_asks_for_sharp_text_and_no_administrator() -> None:
    text = (ROOT / "packaging/windows/sendagain.manifest").read_text()
    ElementTree.fromstring(text.encode())
    assert "PerMonitorV2" in text
    assert 'level="asInvoker"' in text


def test_the_setup_for_windows_compiles(tmp_path: Path) -> None:
    _tool("makensis")
    program = tmp_path / "program"
    (program / "_internal").mkdir(parents=True)
    (program / "licences").mkdir()
    (program / "licences" / "NOTICE.txt").write_text("notice")
    for name in ("send-again.exe", "sendagain.exe", "_internal/part.dll", "sbom.cdx.json"):
        (program / name).write_bytes(b"stand-in")
    setup = tmp_path / "SendAgain-test-setup.exe"
    windows.compile_setup(program, setup)
    assert setup.read_bytes()[:2] == b"MZ"
    script = (ROOT / "packaging/windows/setup.nsi").read_text()
    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.stem
)
def test_a_workflow_parses(path: Path) -> None:
    code = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))"
    done = subprocess.run(
        ["/usr/bin/python3", "-c", code, str(path)], capture_output=True, text=True
    )
    if "No module named 'yaml'" in done.stderr:
        pytest.skip("python3-yaml is not installed")
    workflow = msgspec.json.decode(done.stdout)
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert job["runs-on"]
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step)
            # A secret never stands in a command, where a log would show it.
            assert "secrets." not in step.get("run", "")


def test_the_settings_of_the_build_are_known() -> None:
    settings = product.settings()
    assert not settings.newer_version_url or settings.newer_version_url.startswith("https://")


def test_removing_tells_how_to_forget_passwords() -> None:
    script = LINUX / "postrm"
    checked = subprocess.run(["sh", "-n", str(script)], capture_output=True)
    assert checked.returncode == 0
    told = subprocess.run(["sh", str(script), "remove"], capture_output=True, text=True)
    assert told.returncode == 0
    assert "keychain" in told.stdout
    assert "rm " not in script.read_text()
