"""The real GNOME Keyring behind a D-Bus session of the test's own: open, locked, asking, absent."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).resolve().parents[2]
CANARY = "Zz-P@ss+Canary/9&ü €𝄞"

# An unlocked store; `exec` keeps the session as long as the wishes last.
OPEN = "printf 'of the store' | gnome-keyring-daemon --unlock --components=secrets >/dev/null; "
# One that has its passwords, but nobody has logged in.
LOCKED = OPEN + (
    'python3 -c \'import keyring; keyring.set_password("a", "b", "c")\'; '
    "dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets "
    "org.freedesktop.Secret.Service.Lock "
    "array:objpath:/org/freedesktop/secrets/collection/login >/dev/null; "
)
# The desktop's bus, and no password store that it could start.
_BUS_ALONE = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow own="*"/>
<allow eavesdrop="true"/></policy></busconfig>
"""

missing = [
    p for p in ("dbus-run-session", "gnome-keyring-daemon", "dbus-send") if not shutil.which(p)
]
pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}"),
]


class Computer:
    """A home of its own, and sessions in it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        (home / "run").mkdir(mode=0o700)
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "LANG": "C.UTF-8",
        }

    def wishes(self, *wishes: str, first: str = OPEN, seconds: float = 20) -> list[dict[str, Any]]:
        script = f"{first} exec {self.command(*wishes, seconds=seconds)}"
        return self.answers(["dbus-run-session", "--", "sh", "-c", script])

    def command(self, *wishes: str, seconds: float = 20) -> str:
        folder = self.home / "settings"
        return f"{sys.executable} -m tests.secrets.wishes {folder} {seconds} {' '.join(wishes)}"

    def answers(self, command: list[str], **more: str) -> list[dict[str, Any]]:
        done = subprocess.run(
            command,
            cwd=_ROOT,
            input=CANARY,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            timeout=100,
        )
        assert done.returncode == 0, done.stderr
        assert "Canary" not in done.stdout + done.stderr
        # What the bus starts for a display prints here too.
        return [json.loads(line) for line in done.stdout.splitlines() if line[:1] == "{"]

    def files(self) -> list[Path]:
        return [p for p in self.home.rglob("*") if p.is_file()]


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def test_an_open_store_keeps_gives_back_and_forgets(computer: Computer) -> None:
    offered, kept, again, gone, after = computer.wishes(
        "offered", "remember", "recall", "forget", "recall"
    )
    assert offered["trouble"] is None
    assert kept["trouble"] is None
    assert kept["remembered"]
    assert again["same"]
    assert gone["trouble"] is None
    assert after["trouble"] == "not_there"
    assert not after["remembered"]


def test_what_is_remembered_outlives_the_session(computer: Computer) -> None:
    computer.wishes("remember", "remember-token")
    assert [p for p in computer.files() if p.suffix == ".keyring"]
    (again,) = computer.wishes("recall")
    assert again["same"]
    cleared, after = computer.wishes("forget-all", "recall")
    assert (cleared["trouble"], after["trouble"]) == (None, "not_there")
    for path in computer.files():
        assert b"Canary" not in path.read_bytes(), path


def test_the_list_of_what_is_remembered_is_the_persons_alone(computer: Computer) -> None:
    computer.wishes("remember")
    file = computer.home / "settings" / "remembered.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert "Canary" not in file.read_text()


def test_a_locked_store_without_a_screen_says_so_at_once(computer: Computer) -> None:
    computer.wishes("remember")
    recalled, kept = computer.wishes("recall", "remember", first=LOCKED)
    assert (recalled["trouble"], kept["trouble"]) == ("locked", "locked")


def test_nothing_remembered_means_no_question_to_a_locked_store(computer: Computer) -> None:
    (recalled,) = computer.wishes("recall", first=LOCKED)
    assert recalled["trouble"] == "not_there"


def test_a_store_without_any_collection_and_without_a_screen(computer: Computer) -> None:
    """The bus starts the service, which cannot ask for the password of a new collection."""
    (kept,) = computer.wishes("remember", first="")
    assert kept["trouble"] == "dismissed"
    assert not kept["remembered"]


def test_no_message_bus(computer: Computer) -> None:
    command = ["sh", "-c", f"exec {computer.command('offered', 'remember')}"]
    offered, kept = computer.answers(command, DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")
    assert (offered["trouble"], kept["trouble"]) == ("no_bus", "no_bus")


def test_a_message_bus_without_a_store(computer: Computer) -> None:
    configuration = computer.home / "bus.conf"
    configuration.write_text(_BUS_ALONE)
    script = ["sh", "-c", f"exec {computer.command('offered')}"]
    bus = ["dbus-run-session", f"--config-file={configuration}", "--", *script]
    (offered,) = computer.answers(bus)
    assert offered["trouble"] == "no_store"


def test_a_switched_off_store(computer: Computer) -> None:
    script = ["sh", "-c", f"{OPEN} exec {computer.command('offered', 'remember')}"]
    offered, kept = computer.answers(
        ["dbus-run-session", "--", *script],
        PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring",
    )
    assert (offered["trouble"], kept["trouble"]) == ("switched_off", "switched_off")


def test_settings_that_name_a_store_that_is_not_there(computer: Computer) -> None:
    script = ["sh", "-c", f"exec {computer.command('offered')}"]
    (offered,) = computer.answers(script, PYTHON_KEYRING_BACKEND="nobody.knows.This")
    assert offered["trouble"] == "unknown_store"


@pytest.mark.skipif(
    not (shutil.which("Xvfb") and Path("/usr/libexec/gcr-prompter").exists()),
    reason="Xvfb and gcr show the store's window",
)
def test_a_locked_store_that_shows_its_window_is_waited_for_but_not_for_ever(
    computer: Computer,
) -> None:
    """The person does not see the window. The program goes on, and ends when it should."""
    computer.wishes("remember")
    display = (
        f"Xvfb -displayfd 3 -screen 0 800x600x24 -nolisten tcp 3>{computer.home}/display "
        "2>/dev/null & xvfb=$!; "
        f"while ! [ -s {computer.home}/display ]; do sleep 0.05; done; "
        f"export DISPLAY=:$(cat {computer.home}/display); "
        "dbus-update-activation-environment DISPLAY; "
    )
    wishes = computer.command("recall", "recall", seconds=3)
    script = f"{display} {LOCKED} {wishes}; kill $xvfb"
    first, second = computer.answers(["dbus-run-session", "--", "sh", "-c", script])
    assert first["trouble"] == "no_answer"
    assert second["trouble"] == "still_asking"
    assert first["seconds"] < 8
