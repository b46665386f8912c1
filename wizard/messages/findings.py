"""English texts: findings."""

TEXTS: dict[str, str | tuple[str, str]] = {}
