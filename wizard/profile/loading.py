"""Puts the profile together from its sources: the strongest source wins, value by value.

A profile that is broken or hostile is left out with a visible notice; the program then runs with
safe defaults, as if the profile were not there.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from wizard.errors import BadInput
from wizard.messages import Message, message
from wizard.profile.checked import checked
from wizard.profile.model import Profile
from wizard.profile.sources import Found, Origin, Places, decoded, found_sources


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One value that a profile set, by its dotted key: `mail.smtp.host`."""

    key: str
    value: object
    origin: Origin
    place: str


class Notice(msgspec.Struct, frozen=True):
    """Something in a source that could not be used."""

    place: str
    message: Message


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """The profile in force, where each value came from, and what to tell the person."""

    profile: Profile
    settings: Mapping[str, Setting]
    sources: tuple[Found, ...] = ()
    notices: tuple[Notice, ...] = ()

    def is_locked(self, key: str) -> bool:
        """Whether the person cannot change a value; locked by a whole section too."""
        return any(
            setting.origin.locked
            for name, setting in self.settings.items()
            if name == key or name.startswith(f"{key}.")
        )

    def set_by(self, key: str) -> Message | None:
        """'Set by …' beside a locked value; None when it is free."""
        if not self.is_locked(key):
            return None
        if self.profile.org.name:
            return message("profile.set_by", org=self.profile.org.name)
        return message("profile.set_by_admin")


def load_profile(opened: Path | None = None, places: Places | None = None) -> Loaded:
    """The profile in force. Never raises: trouble becomes a notice."""
    places = places or Places(opened=opened)
    sources = tuple(found_sources(places))
    settings: dict[str, Setting] = {}
    notices: list[Notice] = []
    for source in sources:
        if source.trouble is not None:
            notices.append(Notice(source.place, source.trouble))
            continue
        values, troubles = checked(source.raw)
        notices += (Notice(source.place, trouble) for trouble in troubles)
        for key, value in values.items():
            setting = Setting(key=key, value=value, origin=source.origin, place=source.place)
            settings.setdefault(key, setting)
    profile, trouble = _built(settings)
    if trouble is not None:
        return Loaded(profile=Profile(), settings={}, sources=sources, notices=(*notices, trouble))
    return Loaded(profile=profile, settings=settings, sources=sources, notices=tuple(notices))


def read_profile(path: Path) -> Profile:
    """One profile file, for checking it. BadInput names the first thing that cannot be used."""
    try:
        data = path.read_bytes()
    except (OSError, ValueError):
        raise BadInput(message("profile.not_readable", file=str(path))) from None
    values, troubles = checked(decoded(data))
    if troubles:
        raise BadInput(troubles[0])
    settings = {
        key: Setting(key=key, value=value, origin=Origin.OPENED, place=str(path))
        for key, value in values.items()
    }
    return _built(settings)[0]


def _built(settings: Mapping[str, Setting]) -> tuple[Profile, Notice | None]:
    nested: dict[str, object] = {}
    for key, setting in settings.items():
        *sections, name = key.split(".")
        section = nested
        for part in sections:
            inner = section.setdefault(part, {})
            assert isinstance(inner, dict)
            section = inner
        section[name] = setting.value
    try:
        return msgspec.convert(nested, Profile), None
    except (msgspec.ValidationError, AssertionError):
        return Profile(), Notice("", message("profile.not_a_profile"))
