"""English texts: practice."""

TEXTS: dict[str, str | tuple[str, str]] = {}
