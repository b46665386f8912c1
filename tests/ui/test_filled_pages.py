"""The pages of watch, plan, prevention and attachments when they are full, in every dress."""

from pathlib import Path

import pytest

from tests.ui import checks, samples
from tests.ui.conftest import Opener
from tests.ui.driving import Driver
from tests.ui.test_steps import judged_now
from tests.ui.test_watching import slow_run
from ui.palettes import Scheme
from ui.widgets.disclosure import Details
from wizard.history import note
from wizard.paths import state_folder

pytestmark = pytest.mark.window
DRESSES = [
    (language, scheme, scale)
    for language, scheme in (
        ("en", Scheme.LIGHT),
        ("qps", Scheme.DARK),
        ("en", Scheme.HIGH_CONTRAST),
    )
    for scale in (1.0, 2.0)
]
FILLED = [(*dress, False) for dress in DRESSES] + [("en", Scheme.LIGHT, 1.0, True)]


def wrong_here(driver: Driver, language: str) -> list[str]:
    for more in driver.window.page.findChildren(Details):
        more.set_open(True)
    driver.settle()
    wrong = [*checks.unnamed(driver), *checks.misnamed(driver), *checks.small_targets(driver)]
    wrong += checks.pale_texts(driver) + checks.clipped(driver) + checks.too_large(driver)
    wrong += checks.same_mnemonics(driver) + checks.same_labels(driver)
    if not driver.window.phone.mode:
        wrong += checks.out_of_order(driver)
    if language == "qps":
        wrong += checks.not_from_the_catalogue(driver)
    return wrong


@pytest.mark.parametrize(("language", "scheme", "scale", "phone"), FILLED)
def test_full_pages_can_be_used_by_everybody(
    open_window: Opener, tmp_path: Path, language: str, scheme: Scheme, scale: float, phone: bool
) -> None:
    for minutes, greeting in ((180, 0.4), (120, 9.5), (60, 12.0)):
        note(state_folder(), slow_run(minutes, greeting))
    (tmp_path / "big.bin").write_bytes(b"x" * 40_000_000)
    record = judged_now(samples.refused_run(), wait=(900, 3600))
    driver = open_window(language, scheme, scale, samples.state(record))
    driver.window.set_phone_mode(phone)
    wrong = {}
    driver.go("step.rate")
    driver.window.page.plan.devices.setText("5")  # type: ignore[attr-defined]
    driver.window.page.volume.no.click()  # type: ignore[attr-defined]
    wrong["rate"] = wrong_here(driver, language)
    driver.go("attachments")
    driver.window.page.take([tmp_path / "big.bin", tmp_path / "gone"])  # type: ignore[attr-defined]
    wrong["attachments"] = wrong_here(driver, language)
    driver.go("step.wait")
    driver.window.page.watch.click()  # type: ignore[attr-defined]
    driver.settle()
    wrong["watch"] = wrong_here(driver, language)
    driver.go("step.wait")
    wrong["wait"] = wrong_here(driver, language)
    driver.window.vigil.watcher.stop()
    assert not any(wrong.values()), wrong
