"""`--self-test` and links, as a helpdesk and a web page call them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wizard.cli import link, self_test
from wizard.cli import main as program

ROOT = Path(__file__).resolve().parents[2]


def test_every_part_has_a_line_and_works(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "--self-test"],
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        timeout=120,
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout
    assert len(lines) == len(self_test._TESTS) + 1
    assert all(line.startswith(("Works", "Note")) for line in lines[:-1])


def test_a_damaged_copy_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "torn.json").write_text('{"half":')
    monkeypatch.setattr(self_test, "resource", lambda _name: tmp_path)
    monkeypatch.setattr(self_test, "_TESTS", (("resources", self_test._resources),))
    assert program(["--self-test"]) == 1
    told = capsys.readouterr().out
    assert told.startswith("Failed  Facts and tables: torn.json cannot be read")
    assert "does not work fully" in told


def test_a_library_that_does_not_load_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(self_test, "_LIBRARIES", ("msgspec", "no_such_library"))
    monkeypatch.setattr(self_test, "_TESTS", (("libraries", self_test._libraries),))
    assert program(["--self-test"]) == 1
    assert "no_such_library does not load" in capsys.readouterr().out


@pytest.mark.parametrize("good", ["sendagain:start", "sendagain://start", "sendagain://start/"])
def test_a_link_may_open_the_window(good: str) -> None:
    assert link.asks_to_start(good)


@pytest.mark.parametrize(
    "bad",
    [
        "sendagain://start?host=evil.example",
        "sendagain://check/anna@example.com",
        "sendagain:--profile=/tmp/x",
        "sendagain://start --terminal",
        "sendagain://start\n--terminal",
        "SENDAGAIN://START",
        "sendagain://" + "a" * 300,
        "sendagain:",
    ],
)
def test_every_other_link_is_refused(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program([bad]) == 2
    assert "Nothing was done" in capsys.readouterr().err
