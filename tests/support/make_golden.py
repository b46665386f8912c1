"""Writes golden files for a release, never over old ones.

`python -m tests.support.make_golden 0.1.0`
"""

import hashlib
import json
import sys
from pathlib import Path

from tests.support.records import full_record, refused_record
from tests.support.test_bundle import options
from tests.support.test_code import some_codes
from wizard.accounts.providers import all_providers
from wizard.support.bundle import preview
from wizard.support.code import decode
from wizard.support.code.tables import situations, table
from wizard.support.json_text import json_text
from wizard.support.redaction import Level
from wizard.support.report import builtins_of

FOLDER = Path(__file__).parent / "golden"
TABLES = ("causes", "stages", "replies", "transports", "systems")


def main(release: str) -> None:
    """Write the files that are not there yet."""
    for level in Level:
        shown = preview(
            full_record(), options(level=level, ticket="INC-1", text="Nothing goes out")
        )
        put(f"{release}-{level.value}.zip", shown.data)
        put(f"{release}-{level.value}.report.json", json_text(builtins_of(shown.report)).encode())
    put(f"{release}-small.zip", preview(refused_record(), options()).data)
    lines = (
        json.dumps({"code": code.text, "content": builtins_of(decode(code.text).content)})
        for code in some_codes(500, seed=1)
    )
    put("codes.ndjson", ("\n".join(lines) + "\n").encode())
    rows = json.dumps(situations()).encode()
    tables: dict[str, object] = {name: list(table(name)) for name in TABLES}
    tables["situations"] = {"count": len(situations()), "sha256": hashlib.sha256(rows).hexdigest()}
    tables["providers"] = {str(p.number): p.id for p in all_providers()}
    put("tables.json", json_text(tables).encode())


def put(name: str, data: bytes) -> None:
    """Write a file once."""
    path = FOLDER / name
    if not path.exists():
        path.write_bytes(data)


if __name__ == "__main__":
    main(sys.argv[1])
