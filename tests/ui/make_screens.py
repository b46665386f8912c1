"""A picture of every screen, in every dress, for looking at: `make screens`.

The pages show a recorded run; the checking screen is caught in the middle of a real practice run.
"""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.ui import samples
from tests.ui.driving import Driver, opened
from ui.app import application
from ui.palettes import Scheme
from wizard.flow import SCREENS

_DRESSES = (
    ("light", "en", Scheme.LIGHT, 1.0),
    ("dark", "en", Scheme.DARK, 1.0),
    ("high-contrast", "en", Scheme.HIGH_CONTRAST, 1.0),
    ("200-percent", "en", Scheme.LIGHT, 2.0),
    ("pseudo", "qps", Scheme.LIGHT, 1.0),
    ("pseudo-200-percent", "qps", Scheme.DARK, 2.0),
)
_PAGES = [name for name in SCREENS if name != "checking"]


def main(folder: Path) -> int:
    """Make all pictures below this folder."""
    app = application()
    with tempfile.TemporaryDirectory() as own:
        for name in ("STATE", "CONFIG", "CACHE"):
            os.environ[f"XDG_{name}_HOME"] = own
        for dress, language, scheme, scale in _DRESSES:
            _one_dress(app, folder / dress, language, scheme, scale)
        _results(app, folder / "results")
    sys.stdout.write(f"{folder}\n")
    return 0


def _one_dress(
    app: QApplication, folder: Path, language: str, scheme: Scheme, scale: float
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    driver = opened(app, language, scheme, scale, samples.state(samples.refused_run()))
    for name in _PAGES:
        driver.go(name)
        _take(driver, folder, name)
    driver.go("result")
    driver.window.set_phone_mode(True)
    driver.settle()
    _take(driver, folder, "phone-help")
    driver.close()
    driver = opened(app, language, scheme, scale, None)
    driver.window.practise("too-many-connections")
    driver.wait(lambda: bool(driver.window.flow.state.practice))
    driver.settle()
    _take(driver, folder, "practice-start", whole=False)
    driver.window.page.proceed()
    driver.wait(lambda: driver.screen == "contact")
    driver.window.page.proceed()
    bar = driver.window.page.bar  # type: ignore[attr-defined]
    driver.wait(lambda: bar.value() > 3 or driver.screen != "checking")
    _take(driver, folder, "checking", whole=False)
    driver.close()


def _results(app: QApplication, folder: Path) -> None:
    """The other kinds of result."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, record in (("fine", samples.fine_run()), ("offline", samples.offline_run())):
        driver = opened(app, "en", Scheme.LIGHT, 1.0, samples.state(record))
        for page in ("result", "step.wait", "step.connection", "step.settings", "finish"):
            driver.go(page)
            _take(driver, folder, f"{name}-{page}")
        driver.close()


def _take(driver: Driver, folder: Path, name: str, *, whole: bool = True) -> None:
    """The window as it is seen, and the whole page without scrolling."""
    app = driver.app
    app.processEvents()
    driver.window.grab().save(str(folder / f"{name}.png"))
    inside = driver.window.page.widget()
    if whole and inside is not None:
        inside.grab().save(str(folder / f"{name}-whole.png"))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/screens")))
