"""English texts: accounts."""

TEXTS: dict[str, str | tuple[str, str]] = {}
