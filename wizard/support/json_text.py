"""JSON for output: readable with stable order, or one line."""

import msgspec


def json_text(value: object) -> str:
    """Indented JSON, ending with a newline."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def json_line(value: object) -> str:
    """JSON on one line, ending with a newline."""
    return msgspec.json.encode(value).decode() + "\n"
