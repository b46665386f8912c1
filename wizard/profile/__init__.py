"""The organisation's profile: one JSON file that sets servers, help and rules for its people."""

from wizard.profile.loading import Loaded, Notice, Setting, load_profile, read_profile
from wizard.profile.model import Profile
from wizard.profile.sources import Origin, Places
from wizard.profile.status import status_json, status_text

__all__ = [
    "Loaded",
    "Notice",
    "Origin",
    "Places",
    "Profile",
    "Setting",
    "load_profile",
    "read_profile",
    "status_json",
    "status_text",
]
