"""Screen 53: from the instructions to both networks side by side, without losing the first."""

import pytest
from PySide6.QtCore import Qt

from tests.ui import checks, samples
from tests.ui.conftest import Opener
from tests.ui.driving import Driver
from tests.ui.test_steps import texts
from ui.engine import Engine
from ui.pages.other_network import OtherNetworkPage
from ui.palettes import Scheme
from wizard.errors import CouldNotDo
from wizard.messages import message
from wizard.record import RunRecord

pytestmark = pytest.mark.window


def _answering(monkeypatch: pytest.MonkeyPatch, answer: RunRecord | CouldNotDo) -> None:
    async def check(*_: object, **__: object) -> RunRecord:
        if isinstance(answer, CouldNotDo):
            raise answer
        return answer

    monkeypatch.setattr(Engine, "check", check)


def _checked(driver: Driver) -> OtherNetworkPage:
    driver.go("network_comparison")
    page = driver.window.page
    assert isinstance(page, OtherNetworkPage)
    page.check.click()
    driver.settle()
    return page


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("language", ["en", "qps"])
def test_both_networks_side_by_side(
    open_window: Opener, monkeypatch: pytest.MonkeyPatch, language: str, scale: float
) -> None:
    first = samples.offline_run()
    _answering(monkeypatch, samples.fine_run())
    driver = open_window(language, Scheme.LIGHT, scale, samples.state(first))
    _checked(driver)
    assert driver.window.context.record is first, "the first result stays the walk's"
    found = [*checks.unnamed(driver), *checks.clipped(driver), *checks.too_large(driver)]
    found += checks.pale_texts(driver) + checks.small_targets(driver)
    assert not found
    if language == "en":
        said = texts(driver)
        assert "It is the first network, not your mail account" in said
        assert "First: no network" in said or "(different)" in said
        assert "not your mail account" in driver.window.announcer.log[-1][0]


def test_a_check_that_fails_is_said_and_can_be_repeated(
    open_window: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answering(monkeypatch, CouldNotDo(message("terminal.stopped")))
    driver = open_window(state=samples.state(samples.offline_run()))
    page = _checked(driver)
    assert page.progress.isVisible()
    _answering(monkeypatch, samples.fine_run())
    page.check.click()
    driver.settle()
    assert not page.progress.isVisible()
    assert page.answer.isVisible()


def test_it_is_reached_from_the_step_of_the_connection(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.offline_run()))
    driver.go("step.connection")
    driver.tab_to("step.connection.compare")
    driver.press(Qt.Key.Key_Space)
    assert driver.screen == "network_comparison"
