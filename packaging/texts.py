"""Writes the catalogue for translators, `resources/translations/sendagain.pot`.

Context is the message's id, msgid its English text: see `wizard/messages/__init__.py`. A language
is shipped as `resources/translations/<code>/LC_MESSAGES/sendagain.mo` once a person reviewed it.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from wizard.messages.catalogue import MODULES

TEMPLATE = Path(__file__).resolve().parent.parent / "resources/translations/sendagain.pot"


def template() -> bytes:
    """The template, the same for the same texts."""
    catalogue = Catalog(project="Send Again", charset="utf-8", fuzzy=False)
    for module in MODULES:
        place = f"wizard/messages/{module.__name__.rpartition('.')[2]}.py"
        for id_, text in module.TEXTS.items():
            catalogue.add(text, context=id_, locations=[(place, None)])
    written = BytesIO()
    write_po(written, catalogue, omit_header=True, width=100)
    return written.getvalue()


if __name__ == "__main__":
    TEMPLATE.write_bytes(template())
