"""The list of parts as CycloneDX 1.6 JSON (ECMA-424), the same for the same folder.

Written from `parts.py` without a library: the program needs a dozen of the format's fields.
"""

import json
import platform
import uuid
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from pack.archive import sha256
from pack.parts import Kind, Part
from pack.product import AUTHORS, epoch, settings

SPEC_VERSION = "1.6"
_TYPES = {Kind.PROGRAM: "application", Kind.PYTHON: "platform", Kind.TOOL: "application"}


def sbom(folder: Path, parts: list[Part]) -> bytes:
    """The list of everything in a folder."""
    program = next(part for part in parts if part.kind is Kind.PROGRAM)
    others = [part for part in parts if part.kind is not Kind.PROGRAM]
    built = datetime.fromtimestamp(epoch(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = {
        "metadata": {
            "timestamp": built,
            "component": _component(program, folder),
            "manufacturer": {"name": AUTHORS},
            "properties": [{"name": "sendagain:system", "value": _system()}],
        },
        "components": [_component(part, folder) for part in others],
        "dependencies": _dependencies(program, others),
    }
    # RFC 9562 version 5: a serial number that is the same for the same content.
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body, sort_keys=True))
    head = {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPEC_VERSION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPEC_VERSION,
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
    }
    return (json.dumps(head | body, indent=1, ensure_ascii=False) + "\n").encode()


def _system() -> str:
    return f"{platform.system()} {platform.machine()}"


def reference(part: Part) -> str:
    """The name under which other entries speak of a part; a package URL where there is one."""
    return _purl(part) or f"{part.kind}/{quote(part.name)}@{quote(part.version)}"


def _component(part: Part, folder: Path) -> dict[str, object]:
    entry: dict[str, object] = {
        "type": _TYPES.get(part.kind, "library"),
        "bom-ref": reference(part),
        "name": part.name,
        "version": part.version,
    }
    if part.licence:
        entry["licenses"] = [{"expression": part.licence}]
    elif part.source and part.kind is Kind.PACKAGE:
        entry["licenses"] = [{"license": {"name": part.source}}]
    elif part.kind is Kind.SYSTEM:
        entry["licenses"] = [{"license": {"name": f"see licences/system/{part.name}.txt"}}]
    if purl := _purl(part):
        entry["purl"] = purl
    if len(part.files) == 1:
        entry["hashes"] = [{"alg": "SHA-256", "content": sha256(folder / part.files[0])}]
    notes = [("sendagain:file", name) for name in part.files]
    if part.kind is Kind.SYSTEM:
        notes.append(("sendagain:source", part.source))
    if part.inside:
        notes.append(("sendagain:inside", part.inside))
    if notes:
        entry["properties"] = [{"name": name, "value": value} for name, value in notes]
    return entry | _links(part)


def _links(part: Part) -> dict[str, object]:
    url = settings().sources_url
    if not url or part.kind not in (Kind.QT, Kind.SYSTEM):
        return {}
    return {"externalReferences": [{"type": "source-distribution", "url": url}]}


def _purl(part: Part) -> str:
    name, number = quote(part.name.lower()), quote(part.version)
    if part.kind is Kind.PACKAGE:
        return f"pkg:pypi/{name.replace('_', '-')}@{number}"
    if part.kind is Kind.SYSTEM:
        return f"pkg:deb/debian/{name}@{number}"
    return ""


def _dependencies(program: Part, others: list[Part]) -> list[dict[str, object]]:
    outer = [part for part in others if not part.inside]
    entries: list[dict[str, object]] = [
        {"ref": reference(program), "dependsOn": [reference(part) for part in outer]}
    ]
    for part in outer:
        inner = [reference(other) for other in others if other.inside == part.name]
        entries.append({"ref": reference(part)} | ({"dependsOn": inner} if inner else {}))
    return entries
