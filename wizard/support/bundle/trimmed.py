"""Cuts a record to what fits into a bundle: whatever a server sent, the file stays small."""

from collections.abc import Mapping
from enum import Enum
from typing import cast

import msgspec

from wizard.record import RunRecord
from wizard.support.bundle.layout import CASE_BYTES

# (most items of a list, most characters of a text): tried in turn until it fits. The first is
# more than any honest run needs; the last fits whatever was sent.
_LIMITS = ((2000, 4000), (500, 2000), (200, 600), (80, 200), (20, 80))
_CUT = "…"


def trimmed(record: RunRecord) -> RunRecord:
    """The record, with long lists and texts cut so far that it fits."""
    smaller = record
    for items, characters in _LIMITS:
        smaller = cast(RunRecord, _cut(record, items, characters))
        if len(msgspec.json.encode(smaller.case)) <= CASE_BYTES:
            return smaller
    return smaller


def _cut(value: object, items: int, characters: int) -> object:
    match value:
        case Enum():
            return value
        case str():
            return value if len(value) <= characters else value[: characters - 1] + _CUT
        case msgspec.Struct():
            fields = value.__struct_fields__
            changed = {name: _cut(getattr(value, name), items, characters) for name in fields}
            return msgspec.structs.replace(value, **changed)
        case tuple() | list():
            return tuple(_cut(item, items, characters) for item in value[:items])
        case Mapping():
            pairs = list(value.items())[:items]
            return {key: _cut(item, items, characters) for key, item in pairs}
        case _:
            return value
