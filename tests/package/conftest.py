"""The scripts that build packages are a package of their own, below `packaging/`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))
