"""The pseudo-locale: accents, brackets and padding show hard-coded texts and clipped labels."""

import re

_ACCENTED = str.maketrans("aeiouyAEIOUYcnsCNS", "áéíöüýÁÉÍÖÜÝçñšÇÑŠ")
_PLACEHOLDER = re.compile(r"(\{[^}]*\}|\{\{|\}\})")


def stretch(pattern: str) -> str:
    """Make a text look like a longer language: twice as long when short, a third more when long."""
    parts = _PLACEHOLDER.split(pattern)
    accented = "".join(
        part if _PLACEHOLDER.fullmatch(part) else part.translate(_ACCENTED) for part in parts
    )
    length = len(pattern)
    share = 1.0 if length < 10 else 0.6 if length < 30 else 0.35
    return f"⟦{accented}{' ~' * max(1, round(length * share / 2))}⟧"
