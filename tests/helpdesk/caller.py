"""A caller in a process of their own: the real window, practising, its code read off screen 46.

`python -m tests.helpdesk.caller FOLDER NAME…` prints one line of JSON for each scenario: the words
that the result shows, and what stands on the screen for support. A report is saved into FOLDER.
"""

import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from tests.ui.driving import Driver, opened
from ui.app import application
from ui.palettes import Scheme
from wizard.vocabulary import Step


def main(folder: Path, names: list[str]) -> int:
    """Practise each scenario, in one window."""
    driver = opened(application(), "en", Scheme.LIGHT, 1.0, None)
    try:
        for name in names:
            sys.stdout.write(json.dumps(_practised(driver, name, folder)) + "\n")
            sys.stdout.flush()
    finally:
        driver.close()
    return 0


def _practised(driver: Driver, name: str, folder: Path) -> dict[str, object]:
    window = driver.window
    window.practise(name)
    driver.wait(lambda: driver.screen == "start" and bool(window.flow.state.practice), name)
    driver.settle()
    window.page.proceed()
    driver.wait(lambda: driver.screen == "contact", name)
    driver.settle()
    window.page.proceed()
    driver.wait(lambda: driver.screen == "result", name)
    driver.settle()
    result = window.page
    told: dict[str, object] = {
        "name": name,
        "verdict": result.verdict.words,  # type: ignore[attr-defined]
        "title": result.heading.text(),
        "steps": [result.steps.state_of(step) for step in Step],  # type: ignore[attr-defined]
    }
    driver.go("support")
    told["code"] = window.page.code.value  # type: ignore[attr-defined]
    told["spelled"] = window.page.spelled.value  # type: ignore[attr-defined]
    driver.go("save")
    path = folder / f"{name}.zip"
    window.page.save_to(path)  # type: ignore[attr-defined]
    driver.settle()
    told["report"] = str(path)
    window.leave_practice()
    driver.settle()
    return told


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
