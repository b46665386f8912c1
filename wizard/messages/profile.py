"""English texts around the organisation's profile."""

TEXTS: dict[str, str | tuple[str, str]] = {
    "profile.set_by": "Set by {org}",
    "profile.set_by_admin": "Set by your administrator",
    "profile.not_a_profile": "The settings file of your organisation is not a profile for this program, so it is not used.",
    "profile.newer": "The settings file of your organisation is for a newer version of this program, so it is not used.",
    "profile.not_json": "The settings file of your organisation cannot be read, so it is not used. Tell your IT support.",
    "profile.too_large": "The settings file of your organisation is too large, so it is not used. Tell your IT support.",
    "profile.not_readable": "{file} cannot be opened, so its settings are not used. Tell your IT support.",
    "profile.not_there": "There is no file {file}, so its settings are not used.",
    "profile.secret": "“{key}” looks like a password or key. Such values do not belong into a profile, so it is not used.",
    "profile.unknown": "“{key}” is not a setting that this version knows, so it is not used.",
    "profile.unusable": "The value of “{key}” cannot be used, so it is left out.",
    "profile.origin.machine": "Set by the administrator of this computer",
    "profile.origin.beside": "Delivered with the program",
    "profile.origin.opened": "Opened by you",
    "profile.status.none": "No settings of an organisation are in force.",
    "profile.status.source": "{origin}: {place}",
    "profile.status.locked": "cannot be changed here",
    "profile.status.notice": "Not used, in {place}: {notice}",
}
