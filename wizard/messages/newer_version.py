"""English texts about a newer version of the program."""

TEXTS: dict[str, str | tuple[str, str]] = {
    "newer_version.newer": "Version {version} of Send Again is available; this is {here}. You can get it at {link}.",
    "newer_version.current": "This is the newest version of Send Again ({here}).",
    "newer_version.forbidden": "Your organisation looks after new versions of this program.",
    "newer_version.unknown": "It could not be found out whether there is a newer version. Nothing is wrong with this one.",
    "newer_version.off": "This copy does not look for newer versions. Whoever installed it looks after that.",
    "newer_version.help": "say whether there is a newer version of this program, and where",
}
