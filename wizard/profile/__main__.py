"""`python -m wizard.profile FOLDER`: writes the Windows policy template and its English texts."""

import sys
from pathlib import Path

from wizard.messages import ENGLISH
from wizard.profile.admx import adml, admx


def main(arguments: list[str]) -> int:
    """Write SendAgain.admx and en-US/SendAgain.adml below the folder."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m wizard.profile FOLDER\n")
        return 2
    folder = Path(arguments[0])
    (folder / "en-US").mkdir(parents=True, exist_ok=True)
    (folder / "SendAgain.admx").write_text(admx(), "utf-8", newline="\r\n")
    (folder / "en-US/SendAgain.adml").write_text(adml(ENGLISH), "utf-8", newline="\r\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
