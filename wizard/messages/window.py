"""English texts: window."""

TEXTS: dict[str, str | tuple[str, str]] = {}
