"""The real window, heard the way a screen reader hears it, by the keyboard alone."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wizard.messages import ENGLISH
from wizard.practice.scenarios import scenario

_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
_REPOSITORY = Path(__file__).resolve().parents[2]
_LONGEST_SECONDS = 240


def _launcher() -> str:
    return next((path for path in _LAUNCHERS if Path(path).exists()), "")


def _missing() -> str:
    for program in ("Xvfb", "dbus-run-session"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    if not _launcher():
        return "at-spi-bus-launcher is not installed"
    tried = subprocess.run(["/usr/bin/python3", "-c", "import pyatspi"], capture_output=True)
    return "python3-pyatspi is not installed" if tried.returncode else ""


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """One walk from start to finish; what the reader heard."""
    reason = _missing()
    if reason:
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("a11y")
    title = ENGLISH.render(scenario("too-many-connections").title)
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "LANG": "C.UTF-8",
    }
    environment.pop("WAYLAND_DISPLAY", None)
    script = ["sh", "tests/a11y/session.sh", str(folder), _launcher(), sys.executable, title]
    done = subprocess.run(
        ["dbus-run-session", "--", *script],
        cwd=_REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_LONGEST_SECONDS,
    )
    notes = "\n".join(
        f"{name}: {(folder / name).read_text()[-2000:]}"
        for name in ("reader", "window")
        if (folder / name).exists()
    )
    assert done.returncode == 0, f"{notes}\n{done.stderr[-2000:]}"
    answer: dict[str, object] = json.loads((folder / "heard").read_text())
    return answer


pytestmark = [pytest.mark.window, pytest.mark.slow]


def test_every_screen_from_start_to_finish_is_reached_by_keys(heard: dict[str, object]) -> None:
    assert heard["screens"] == [24, 27, 24, 32, 37, *range(91, 99), 42, 46, 84]


def test_every_heading_is_heard_and_unique(heard: dict[str, object]) -> None:
    headings = heard["headings"]
    assert isinstance(headings, list)
    once = [heading for number, heading in enumerate(headings) if number != 2]
    assert len(set(once)) == len(once)
    announced = [text for text, _ in heard["announced"]]  # type: ignore[attr-defined]
    for heading in headings[1:]:
        assert heading in announced or any(heading in text for text in announced)


def test_the_verdict_can_be_read(heard: dict[str, object]) -> None:
    verdict, texts = heard["verdict"], heard["result"]
    assert isinstance(texts, list)
    assert verdict
    assert "A problem was found" in texts
    assert "Who acts" in texts
    assert heard["first_button"] == "Take me to the step that fixes it"


def test_the_verdict_is_announced_at_once(heard: dict[str, object]) -> None:
    assertive = 2
    announced = heard["announced"]
    assert isinstance(announced, list)
    loud = [text for text, politeness in announced if politeness == assertive]
    assert any(str(heard["verdict"]) in text for text in loud)


def test_practice_is_told_in_words(heard: dict[str, object]) -> None:
    assert heard["banner"] is True


def test_the_code_is_read(heard: dict[str, object]) -> None:
    assert len(str(heard["code"])) == 11
