"""The file behind the log: rotates, readable by its owner only, silent when it cannot write."""

import logging
import logging.handlers
import os
from io import TextIOWrapper
from pathlib import Path


class RotatingFile(logging.handlers.RotatingFileHandler):
    """At most `files` files of `file_bytes` each. Raises OSError when it cannot be opened."""

    def __init__(self, path: Path, file_bytes: int, files: int) -> None:
        super().__init__(
            path, maxBytes=file_bytes, backupCount=files - 1, encoding="utf-8", errors="replace"
        )

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding, errors=self.errors)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """A full disk is no reason to disturb anybody."""
