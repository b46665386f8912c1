"""Every page, in every dress: names, headings, targets, order, contrast, room for the text."""

import pytest
from PySide6.QtCore import Qt

from tests.ui import checks, samples
from tests.ui.conftest import Opener
from tests.ui.driving import Driver
from ui.palettes import Scheme, palette_of
from ui.widgets.disclosure import Details
from wizard.flow import SCREENS
from wizard.screens import screen_numbers

PAGES = [name for name in SCREENS if name != "checking"]
DRESSES = [
    (language, scheme, scale)
    for language in ("en", "qps")
    for scheme in (Scheme.LIGHT, Scheme.DARK, Scheme.HIGH_CONTRAST)
    for scale in (1.0, 2.0)
]


@pytest.mark.window
@pytest.mark.parametrize(("language", "scheme", "scale"), DRESSES)
def test_every_page_can_be_used_by_everybody(
    open_window: Opener, language: str, scheme: Scheme, scale: float
) -> None:
    driver = open_window(language, scheme, scale, samples.state(samples.refused_run()))
    wrong = {}
    for name in PAGES:
        driver.go(name)
        for more in driver.window.page.findChildren(Details):
            more.set_open(True)
        driver.settle()
        found = _wrong_here(driver, language, scale)
        if found:
            wrong[name] = found
    assert not wrong, "\n".join(f"{name}: {found}" for name, found in wrong.items())


def _wrong_here(driver: Driver, language: str, scale: float) -> list[str]:
    heading = driver.window.page.heading.text()
    found = [*checks.unnamed(driver), *checks.misnamed(driver), *checks.small_targets(driver)]
    if checks.headings(driver) != [heading] or not heading:
        found.append(f"headings: {checks.headings(driver)}")
    if driver.window.announcer.log[-1][0] != heading and driver.screen != "result":
        found.append(f"last announced: {driver.window.announcer.log[-1]}")
    found += checks.pale_texts(driver) + checks.clipped(driver) + checks.too_large(driver)
    found += checks.same_mnemonics(driver) + checks.same_labels(driver)
    found += checks.out_of_order(driver)
    if language == "qps":
        found += checks.not_from_the_catalogue(driver)
    return found


@pytest.mark.window
@pytest.mark.parametrize("make", [samples.fine_run, samples.offline_run])
def test_pages_hold_for_other_results_too(open_window: Opener, make: object) -> None:
    assert callable(make)
    driver = open_window("en", state=samples.state(make()))
    wrong = {}
    for name in PAGES:
        driver.go(name)
        found = _wrong_here(driver, "en", 1.0)
        if found:
            wrong[name] = found
    assert not wrong, "\n".join(f"{name}: {found}" for name, found in wrong.items())


@pytest.mark.parametrize("scheme", list(Scheme))
def test_palettes_can_be_read(scheme: Scheme) -> None:
    assert checks.pale_palette(palette_of(scheme)) == []


@pytest.mark.window
def test_no_other_window_ever_flashes_up(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    seen: list[str] = []

    def changed(_window: object) -> None:
        seen.append(driver.screen)

    driver.app.focusWindowChanged.connect(changed)
    for name in PAGES:
        driver.go(name)
    driver.window.set_phone_mode(True)
    driver.app.focusWindowChanged.disconnect(changed)
    assert seen == []


@pytest.mark.window
def test_right_to_left_is_mirrored(open_window: Opener) -> None:
    driver = open_window("qps", state=samples.state(samples.refused_run()))
    driver.app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    for name in PAGES:
        driver.go(name)
        footer = driver.window.footer
        assert checks.clipped(driver) == []
        if footer.back.isVisible() and footer.forward.isVisible():
            assert footer.back.x() > footer.forward.x(), name


@pytest.mark.window
def test_every_page_has_a_heading_of_its_own(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    seen = {}
    for name in PAGES:
        driver.go(name)
        heading = driver.window.page.heading.text()
        assert heading not in seen, f"{name} and {seen[heading]}"
        seen[heading] = name
        assert driver.window.windowTitle() == f"{heading} - Send Again"


@pytest.mark.window
def test_the_screen_number_stands_at_the_bottom_left_of_every_page(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    places = set()
    for name in PAGES:
        driver.go(name)
        where = driver.window.footer.where
        assert where.text() == f"Screen {screen_numbers()[name]}"
        places.add((where.x(), where.y()))
    assert len(places) == 1


def test_screen_numbers_never_change() -> None:
    assert screen_numbers() == {
        "start": 24, "practice": 27, "watch": 29, "contact": 32, "checking": 35, "result": 37,
        "save": 42, "support": 46, "crash": 48, "network_comparison": 53, "domain": 62,
        "attachments": 64, "phrases": 67, "helpdesk": 73, "finish": 84,
        "step.wait": 91, "step.connection": 92, "step.settings": 93, "step.rate": 94,
        "step.blocklists": 95, "step.updates": 96, "step.provider": 97, "step.queue": 98,
    }  # fmt: skip


def test_screen_numbers_cannot_be_misheard() -> None:
    for name, number in screen_numbers().items():
        tens, ones = divmod(number, 10)
        assert tens != ones, name
        assert ones != 0, name
        assert not 10 <= number <= 19, name


@pytest.mark.window
def test_the_forward_and_back_buttons_are_called_alike_everywhere(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    for name in PAGES:
        driver.go(name)
        footer = driver.window.footer
        assert footer.forward.accessibleIdentifier() == f"{name}.continue"
        assert footer.back.accessibleIdentifier() == f"{name}.back"
        assert footer.forward.isEnabled()
