"""The rules of CycloneDX 1.6 that a list like ours can break (ECMA-424; bom-1.6.schema.json)."""

import re
from collections.abc import Mapping
from typing import Any

_TYPES = {
    "application", "framework", "library", "container", "platform", "operating-system", "device",
    "device-driver", "firmware", "file", "machine-learning-model", "data", "cryptographic-asset",
}  # fmt: skip
_COMPONENT = {
    "type", "bom-ref", "name", "version", "licenses", "purl", "hashes", "properties",
    "externalReferences",
}  # fmt: skip
_TOP = {
    "$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components",
    "dependencies",
}  # fmt: skip
_SERIAL = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_EXPRESSION = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*( (OR|AND|WITH) [A-Za-z0-9.+-]+)*")


def faults(bom: Mapping[str, Any]) -> list[str]:
    """What the list breaks; empty when it keeps all rules."""
    found = [f"unknown field {name}" for name in bom.keys() - _TOP]
    if bom.get("bomFormat") != "CycloneDX" or bom.get("specVersion") != "1.6":
        found.append("not CycloneDX 1.6")
    if not _SERIAL.fullmatch(bom.get("serialNumber", "")):
        found.append("serial number")
    if not isinstance(bom.get("version"), int) or bom["version"] < 1:
        found.append("version")
    components = [bom["metadata"]["component"], *bom["components"]]
    for component in components:
        found += [f"{component.get('name')}: {fault}" for fault in _component(component)]
    references = [component["bom-ref"] for component in components]
    if len(set(references)) != len(references):
        found.append("a reference stands twice")
    found += _dependencies(bom["dependencies"], set(references))
    return found


def _component(component: Mapping[str, Any]) -> list[str]:
    found = [f"unknown field {name}" for name in component.keys() - _COMPONENT]
    if component.get("type") not in _TYPES:
        found.append("type")
    if not component.get("name") or not component.get("bom-ref"):
        found.append("no name or reference")
    licences = component.get("licenses", [])
    expressions = [entry for entry in licences if "expression" in entry]
    if expressions and len(licences) != 1:
        found.append("an expression stands alone")
    for entry in licences:
        if "expression" in entry:
            if not _EXPRESSION.fullmatch(entry["expression"]):
                found.append(f"expression {entry['expression']}")
        elif len({"id", "name"} & entry.get("license", {}).keys()) != 1:
            found.append("a licence has an id or a name")
    for entry in component.get("hashes", []):
        if entry["alg"] != "SHA-256" or not re.fullmatch(r"[0-9a-f]{64}", entry["content"]):
            found.append("hash")
    if "purl" in component and not re.fullmatch(r"pkg:[a-z]+/\S+@\S+", component["purl"]):
        found.append("package URL")
    return found


def _dependencies(entries: list[Mapping[str, Any]], known: set[str]) -> list[str]:
    named = [entry["ref"] for entry in entries]
    used = {*named, *(ref for entry in entries for ref in entry.get("dependsOn", []))}
    found = [f"unknown reference {ref}" for ref in sorted(used - known)]
    if len(set(named)) != len(named):
        found.append("dependencies of one part stand twice")
    return found
