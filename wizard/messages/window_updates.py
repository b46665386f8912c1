"""English texts of step 6: tables too old to trust, live versions, what people move to."""

TEXTS: dict[str, str | tuple[str, str]] = {
    "contact.newest_version": "The maker of a mail program, asked for its newest version if the program is on this computer. Nothing about you is sent.",
    "updates.too_old.program": "{name} {version}: our table is from {date}, too old to say whether this is up to date.",
    "updates.too_old.system": "Our table is from {date}, too old to say whether this system still gets updates.",
    "updates.too_old.check": "Look in the program itself: in most, Help or About says whether there is a newer version.",
    "updates.instead": "People move from it to {instead}.",
    "updates.newest_today": "Newest: {version}, as its maker says today",
    "find.updates.programs_unknown.title": "Whether your mail programs are up to date cannot be said",
    "find.updates.programs_unknown.meaning": "Our table of versions is too old, and the makers could not be asked. Found: {names}.",
}
