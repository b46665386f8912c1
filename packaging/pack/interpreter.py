"""Takes the build machine's paths out of the interpreter that is packed.

A Python that was compiled in somebody's home folder carries that folder in its library and in the
module of its build settings; the packed program uses neither.
"""

import importlib
import pprint
import sys
import sysconfig
from pathlib import Path

from pack.product import ROOT

_PUBLIC = ("/usr", "/usr/local", "/opt", "/root", "/", "")


def private_paths() -> list[str]:
    """Folders of this machine that nobody else need know, the longest first."""
    found = {str(ROOT), str(Path.home()), sys.prefix, sys.base_prefix}
    resolved = {str(Path(path).resolve()) for path in found}
    return sorted((found | resolved) - set(_PUBLIC), key=len, reverse=True)


def neutral(data: bytes) -> bytes:
    """The same bytes with private folders replaced by public ones of the same length."""
    for path in private_paths():
        data = data.replace(path.encode(), _public(path).encode())
    return data


def _public(path: str) -> str:
    # Repeated slashes count as one, so the length stays and the path stays a path. The last part
    # stays too: a linker stores '3.11.7' as the tail of '/home/me/versions/3.11.7'.
    last = Path(path).name
    return "/usr"[: len(path) - len(last) - 1].ljust(len(path) - len(last), "/") + last


def neutral_sysconfig(folder: Path) -> Path:
    """Write the module of build settings anew, without private folders; returns its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform in ("win32", "darwin"):
        return folder
    name = sysconfig._get_sysconfigdata_name()  # type: ignore[attr-defined]
    values = importlib.import_module(name).build_time_vars
    text = pprint.pformat(values, sort_dicts=True)
    data = neutral(f"build_time_vars = {text}\n".encode())
    (folder / f"{name}.py").write_bytes(data)
    return folder
