"""The window goes on in the tray of a real desktop session until a real server recovers."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calls import ROOT

_NEEDED = ("dbus-run-session", "xvfb-run", "xauth")
_MISSING = [name for name in _NEEDED if shutil.which(name) is None]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(_MISSING), reason=f"not here: {', '.join(_MISSING)}"),
]


def session(tmp_path: Path, desktop: str) -> tuple[dict, str]:
    shown = tmp_path / "shown.txt"
    shown.touch()
    folders = {f"XDG_{name}_HOME": str(tmp_path) for name in ("STATE", "CONFIG", "CACHE", "DATA")}
    environment = {**os.environ, **folders, "QT_QPA_PLATFORM": "xcb", "HOME": str(tmp_path)}
    done = subprocess.run(
        [
            "dbus-run-session", "--", sys.executable, "-m", desktop, str(shown), "--",
            "xvfb-run", "-a", sys.executable, "-m", "tests.watch.window_session",
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), shown.read_text(encoding="utf-8")


def test_it_goes_on_in_the_tray_and_tells_once(tmp_path: Path):
    seen, shown = session(tmp_path, "tests.watch.tray_host")
    assert seen["tray"]
    assert seen["hidden"], "closing only hides the window"
    assert shown.splitlines()[0].startswith("tray"), "the icon is there"
    # The server is busy for three conversations: the check, and two tests of the watch.
    assert seen["calls"][:3] == [1, 2, 3], "one connection for each test"
    assert seen["ending"] == "can_send"
    assert seen["still_hidden"], "the window does not jump in front"
    assert shown.count("notification Your mail can be sent") == 1
    assert shown.count("notification") == 1, "nothing is told while nothing changes"
    assert (seen["page"], seen["heading"]) == ("watch", "Mail can go again")
    assert (seen["sent_unasked"], seen["sent"]) == (0, 1), "sent when asked for, and then once"
    assert "took the message" in seen["said"]
    assert seen["closed"], "without a watch, closing ends it"


def test_without_a_tray_it_stays_in_the_list_of_windows(tmp_path: Path):
    seen, shown = session(tmp_path, "tests.watch.notifications")
    assert not seen["tray"]
    assert not seen["hidden"]
    assert seen["ending"] == "can_send"
    assert "Your mail can be sent" in shown
