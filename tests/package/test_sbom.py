"""The list of parts keeps the rules of its format, and is the same for the same parts."""

import json
from pathlib import Path

import pytest
from pack.parts import Kind, Part
from pack.sbom import sbom

from tests.package.cyclonedx import faults

_PARTS = [
    Part(Kind.PROGRAM, "sendagain", "1.0", "Apache-2.0"),
    Part(Kind.PYTHON, "CPython", "3.11.7", "Python-2.0.1"),
    Part(Kind.PACKAGE, "dnspython", "2.9.2", "ISC"),
    Part(Kind.PACKAGE, "oddly-licensed", "1.0", source="Some Licence"),
    Part(Kind.QT, "Qt6Core", "6.12.0", "LGPL-3.0-only", ("libQt6Core.so.6",)),
    Part(Kind.QT_PART, "zlib", "6.12.0", "Zlib", inside="Qt6Core"),
    Part(Kind.SYSTEM, "zlib1g", "1:1.2.13.dfsg-1", files=("libz.so.1",), source="zlib 1:1.2.13"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("libQt6Core.so.6", "libz.so.1"):
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def test_the_rules_of_the_format_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    bom = json.loads(sbom(folder, _PARTS))
    assert faults(bom) == []
    assert bom["metadata"]["timestamp"] == "2026-01-01T00:00:00Z"
    assert {component["name"] for component in bom["components"]} == {
        part.name for part in _PARTS[1:]
    }


def test_the_same_parts_give_the_same_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert sbom(folder, _PARTS) == sbom(folder, _PARTS)
    (folder / "libz.so.1").write_bytes(b"another")
    other = sbom(folder, _PARTS)
    (folder / "libz.so.1").write_bytes(b"libz.so.1")
    assert json.loads(other)["serialNumber"] != json.loads(sbom(folder, _PARTS))["serialNumber"]


def test_the_rules_notice_faults() -> None:
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "urn:uuid:0",
        "version": 1,
        "metadata": {"component": {"type": "program", "bom-ref": "a", "name": "a"}},
        "components": [{"type": "library", "bom-ref": "a", "name": "b", "licence": "MIT"}],
        "dependencies": [{"ref": "nobody"}],
    }
    assert faults(bom) == [
        "serial number",
        "a: type",
        "b: unknown field licence",
        "a reference stands twice",
        "unknown reference nobody",
    ]
