"""Where profiles lie, by system: set by an administrator, beside the program, opened by a person.

Windows: the policy part of the registry, machine before user. macOS: managed preferences. Linux:
/etc/sendagain. Everywhere: `distribution/policies.json` beside the program, then a file that the
person opened. An administrator's values are locked.
"""

import sys
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from wizard.errors import BadInput
from wizard.messages import Message, message
from wizard.profile.checked import MOST_BYTES
from wizard.resources import resource

REGISTRY_KEY = r"Software\Policies\SendAgain"
MANAGED_PREFERENCES = Path("/Library/Managed Preferences/org.sendagain.SendAgain.plist")
ETC = Path("/etc/sendagain/policies.json")
BESIDE = Path("distribution/policies.json")
_MOST_REGISTRY_VALUES = 500


class Origin(StrEnum):
    """Who set a value; the order is the precedence."""

    MACHINE = "machine"
    BESIDE = "beside"
    OPENED = "opened"

    @property
    def locked(self) -> bool:
        """Whether the person can change what this origin set."""
        return self is not Origin.OPENED


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One source that is there: what it holds, or why it could not be read."""

    origin: Origin
    place: str
    raw: object = None
    trouble: Message | None = None


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Where to look; tests look elsewhere."""

    system: str = sys.platform
    etc: Path = ETC
    managed: Path = MANAGED_PREFERENCES
    program: Path | None = None
    opened: Path | None = None


def program_folder() -> Path:
    """The folder of the program itself; never the folder that it happens to be called from."""
    if not getattr(sys, "frozen", False):
        return resource("schemas").parent.parent
    folder = Path(sys.executable).resolve().parent
    inside_app = folder.name == "MacOS" and folder.parent.name == "Contents"
    return folder.parent / "Resources" if inside_app else folder


def found_sources(places: Places) -> Iterator[Found]:
    """Every source that is there, the strongest first."""
    match places.system:
        case "win32":
            yield from _registry()
        case "darwin":
            yield from _file(places.managed, Origin.MACHINE)
        case _:
            yield from _file(places.etc, Origin.MACHINE)
    yield from _file((places.program or program_folder()) / BESIDE, Origin.BESIDE)
    if places.opened is not None:
        opened = list(_file(places.opened, Origin.OPENED))
        missing = Found(
            origin=Origin.OPENED,
            place=str(places.opened),
            trouble=message("profile.not_there", file=str(places.opened)),
        )
        yield from opened or (missing,)


def _file(path: Path, origin: Origin) -> Iterator[Found]:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError):
        trouble = message("profile.not_readable", file=str(path))
        yield Found(origin=origin, place=str(path), trouble=trouble)
        return
    try:
        raw = _plist(data) if path.suffix == ".plist" else decoded(data)
    except BadInput as bad:
        yield Found(origin=origin, place=str(path), trouble=bad.shown)
        return
    yield Found(origin=origin, place=str(path), raw=raw)


def decoded(data: bytes) -> object:
    """The JSON of a profile. BadInput says what is wrong with it."""
    if len(data) > MOST_BYTES:
        raise BadInput(message("profile.too_large"))
    try:
        raw: object = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadInput(message("profile.not_json")) from None
    return raw


def _plist(data: bytes) -> object:
    import plistlib
    from xml.parsers.expat import ExpatError

    if len(data) > MOST_BYTES:
        raise BadInput(message("profile.too_large"))
    try:
        raw: object = plistlib.loads(data)
    except (plistlib.InvalidFileException, ExpatError, ValueError, TypeError, RecursionError):
        raise BadInput(message("profile.not_json")) from None
    return raw


def _registry() -> Iterator[Found]:
    registry: Any = import_module("winreg")
    for hive, name in ((registry.HKEY_LOCAL_MACHINE, "HKLM"), (registry.HKEY_CURRENT_USER, "HKCU")):
        place = f"{name}\\{REGISTRY_KEY}"
        try:
            with registry.OpenKey(hive, REGISTRY_KEY) as key:
                raw = _registry_values(registry, key)
        except FileNotFoundError:
            continue
        except OSError:
            trouble = message("profile.not_readable", file=place)
            yield Found(origin=Origin.MACHINE, place=place, trouble=trouble)
            continue
        yield Found(origin=Origin.MACHINE, place=place, raw=raw)


def _registry_values(registry: Any, key: Any, depth: int = 0) -> dict[str, object]:
    """A key as a dict. A key whose values are named 1, 2, 3 is a list, as ADMX lists are."""
    values: dict[str, object] = {}
    keys, count, _ = registry.QueryInfoKey(key)
    for index in range(min(count, _MOST_REGISTRY_VALUES)):
        name, value, _ = registry.EnumValue(key, index)
        values[name] = value
    for index in range(min(keys, _MOST_REGISTRY_VALUES) if depth < 3 else 0):
        name = registry.EnumKey(key, index)
        with registry.OpenKey(key, name) as below:
            inner = _registry_values(registry, below, depth + 1)
        numbered = inner and all(part.isdigit() for part in inner)
        values[name] = [inner[n] for n in sorted(inner, key=int)] if numbered else inner
    return values
