"""The person's own choices about the window, remembered: the text size. Never about their mail.

They lie in `wizard.paths.config_folder()`; Qt names the same folder, without another import before
the first frame.
"""

import contextlib
import sys
from pathlib import Path

import msgspec
from PySide6.QtCore import QStandardPaths

_NAME = "window.json"


class Choices(msgspec.Struct, frozen=True):
    """What is remembered from one start to the next."""

    text_scale: float = 1.0


def config_folder() -> Path:
    """Where choices are kept, by each system's convention."""
    kinds = QStandardPaths.StandardLocation
    kind = kinds.GenericDataLocation if sys.platform == "darwin" else kinds.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(kind)) / "SendAgain"


def remembered(folder: Path | None = None) -> Choices:
    """The choices of last time; the usual ones when there are none, or none that can be read."""
    with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        data = ((folder or config_folder()) / _NAME).read_bytes()
        return msgspec.json.decode(data, type=Choices)
    return Choices()


def remember(choices: Choices, folder: Path | None = None) -> None:
    """Keep the choices; a folder that cannot be written to is no reason to complain."""
    folder = folder or config_folder()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _NAME).write_bytes(msgspec.json.encode(choices))
