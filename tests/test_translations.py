"""A translation made from the template is used, and falls back to English where it is old."""

import gettext
import runpy
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from wizard.messages import Language, message
from wizard.messages.languages import available_languages, language_for
from wizard.resources import resource

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def german() -> Language:
    """The template with three entries translated."""
    catalogue = read_po(BytesIO(resource("translations/sendagain.pot").read_bytes()), locale="de")
    wanted = {"verdict.fine": "in Ordnung", "terminal.back": "Zurück"}
    for entry in catalogue:
        if entry.context in wanted:
            entry.string = wanted[entry.context]
        if entry.context == "time.minutes":
            entry.string = ("{count} Minute", "{count} Minuten")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Language("de", gettext.GNUTranslations(compiled))


def test_translated_texts_and_plurals_are_used(german: Language):
    assert german("verdict.fine") == "in Ordnung"
    assert german("time.minutes", count=1) == "1 Minute"
    assert german("time.minutes", count=5) == "5 Minuten"


def test_what_is_not_translated_is_english(german: Language):
    assert german.render(message("verdict.problem")) == "problem"


def test_a_language_that_is_not_shipped_is_english():
    assert language_for("xx").code == "en"
    assert "en" in available_languages()


def test_the_template_for_translators_is_current():
    template = runpy.run_path(str(ROOT / "packaging" / "texts.py"))["template"]
    current = resource("translations/sendagain.pot").read_bytes()
    assert template() == current, "run `make texts`"
