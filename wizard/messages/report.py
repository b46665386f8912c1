"""English texts: report."""

TEXTS: dict[str, str | tuple[str, str]] = {}
