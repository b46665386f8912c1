"""Which language to speak: asked for, set in the environment, or English.

Only languages reviewed by a person are shipped; `qps` is the pseudo-locale of the tests.
"""

import gettext
import locale
import os

from wizard.messages import ENGLISH, PSEUDO, Language
from wizard.resources import resource

DOMAIN = "sendagain"


def available_languages() -> tuple[str, ...]:
    """The codes of the languages that are shipped, English first."""
    folder = resource("translations")
    shipped = sorted(path.parent.parent.name for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return ("en", *shipped)


def language_for(code: str | None) -> Language:
    """The language of this code, or of the environment; English when it is not shipped."""
    for candidate in _candidates(code):
        if candidate == PSEUDO:
            return Language(PSEUDO)
        if candidate == "en":
            return ENGLISH
        found = gettext.find(DOMAIN, str(resource("translations")), [candidate])
        if found:
            return Language(
                candidate,
                gettext.translation(DOMAIN, str(resource("translations")), [candidate]),
            )
    return ENGLISH


def _candidates(code: str | None) -> list[str]:
    asked = [code] if code else [os.environ.get("LANGUAGE", ""), os.environ.get("LANG", "")]
    if not code and not any(asked):
        asked = [locale.getlocale()[0] or ""]
    names = [name for text in asked for name in text.split(":")]
    plain = [name.partition(".")[0].partition("@")[0] for name in names if name]
    return [part for name in plain for part in (name, name.partition("_")[0])]
