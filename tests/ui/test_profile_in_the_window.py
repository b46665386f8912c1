"""What an organisation sets is seen in the window: its helpdesk everywhere, its texts in step 7."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui import checks, samples
from tests.ui.conftest import Opener
from ui.app import obey
from ui.pages.provider import ProviderPage
from ui.palettes import Scheme
from wizard.flow import SCREENS
from wizard.profile import Loaded, load_profile

pytestmark = pytest.mark.window

_PROFILE = {
    "schema": "sendagain.profile/1",
    "org": {
        "name": "Stadtwerke Musterstadt",
        "helpdesk_phone": "+49 30 5550 1234",
        "hours": "Monday to Friday, 8 to 16",
        "upload_url": "https://help.example/upload",
        "provider_texts": ["Our mail server is run by the Rechenzentrum."],
    },
}


def _loaded(tmp_path: Path, text: str) -> Loaded:
    file = tmp_path / "profile.json"
    file.write_text(text)
    return load_profile(file)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_helpdesk_stands_on_every_screen(
    open_window: Opener, tmp_path: Path, qapp: QApplication, scale: float
) -> None:
    driver = open_window("en", Scheme.LIGHT, scale, samples.state(samples.refused_run()))
    obey(driver.window, _loaded(tmp_path, json.dumps(_PROFILE)))
    for name in (one for one in SCREENS if one != "checking"):
        driver.go(name)
        driver.settle()
        words = driver.window.support.words
        assert words.isVisible(), name
        assert "+49 30 5550 1234" in words.text()
        assert "Monday to Friday" in words.text()
        assert not checks.clipped(driver), name
        assert not checks.pale_texts(driver), name


def test_step_7_has_the_texts_and_the_ways_of_the_organisation(
    open_window: Opener, tmp_path: Path
) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    obey(driver.window, _loaded(tmp_path, json.dumps(_PROFILE)))
    driver.go("step.provider")
    page = driver.window.page
    assert isinstance(page, ProviderPage)
    driver.settle()
    assert "Rechenzentrum" in page.words.toPlainText()
    page.readers["helpdesk"].setChecked(True)
    driver.settle()
    assert page._letter is not None
    assert "https://help.example/upload" in [one.value for one in page._letter.contacts]


@pytest.mark.parametrize("broken", ["{", "[]", '{"schema": "x"}', '{"org": {"name": 7}}', "\0"])
def test_a_broken_profile_is_named_and_the_window_works(
    open_window: Opener, tmp_path: Path, broken: str
) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    loaded = _loaded(tmp_path, broken)
    assert loaded.notices
    obey(driver.window, loaded)
    assert not driver.window.support.isVisible()
    driver.go("result")
    driver.settle()
    assert not checks.clipped(driver)
