"""Calls of the command line, as another process would make them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def sendagain(
    *arguments: str,
    stdin: str | bytes = "",
    env: dict[str, str] | None = None,
    timeout: float = 60,
) -> subprocess.CompletedProcess[str]:
    """Run the program unmodified and return what it printed."""
    import os

    return subprocess.run(
        [sys.executable, "-m", "wizard", *arguments],
        cwd=ROOT,
        input=stdin.decode() if isinstance(stdin, bytes) else stdin,
        capture_output=True,
        text=True,
        timeout=timeout,
        env={**os.environ, **(env or {})},
        check=False,
    )
