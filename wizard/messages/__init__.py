"""Every sentence of the program goes through here, as a message: an id and its values.

The engine returns messages; only whoever shows them renders them. English stands in the
catalogue modules beside this file, other languages in gettext catalogues whose context is the id
and whose msgid is the English text, so a changed sentence falls back to English instead of
showing an old translation.
"""

import gettext
from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from wizard.messages import catalogue, pseudo

Value: TypeAlias = "str | int | float"

PSEUDO = "qps"
_FIRST_STRONG_ISOLATE, _POP_DIRECTIONAL_ISOLATE = "\u2068", "\u2069"


class Message(msgspec.Struct, frozen=True):
    """A sentence to be shown: its id in the catalogue and the values for its placeholders."""

    id: str
    params: Mapping[str, Value] = msgspec.field(default_factory=dict)


def message(id: str, /, **params: Value) -> Message:  # noqa: A002 - the field's own name
    """Short way to write a Message."""
    return Message(id, params)


class Language:
    """Renders messages in one language; English when a translation is missing."""

    def __init__(self, code: str = "en", translations: gettext.NullTranslations | None = None):
        self.code = code
        self._translations = translations or gettext.NullTranslations()

    def render(self, shown: Message) -> str:
        """The sentence with its values. Plural texts choose by the value named `count`."""
        # A report from a newer version may hold a message that this one does not know.
        text = catalogue.TEXTS.get(shown.id, shown.id)
        if isinstance(text, tuple):
            count = shown.params.get("count", 1)
            number = int(count) if isinstance(count, int | float) else 1
            pattern = self._translations.npgettext(shown.id, text[0], text[1], number)
        else:
            pattern = self._translations.pgettext(shown.id, text)
        if self.code == PSEUDO:
            pattern = pseudo.stretch(pattern)
        return pattern.format_map(shown.params) if shown.params else pattern

    def __call__(self, id: str, /, **params: Value) -> str:  # noqa: A002
        """Render by id: `say("start.heading")`."""
        return self.render(Message(id, params))


ENGLISH = Language()


def isolated(value: str) -> str:
    """Keep an address or host name in one piece inside right-to-left text (Unicode UAX #9)."""
    return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_DIRECTIONAL_ISOLATE}"
