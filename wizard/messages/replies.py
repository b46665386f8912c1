"""English texts: replies."""

TEXTS: dict[str, str | tuple[str, str]] = {}
