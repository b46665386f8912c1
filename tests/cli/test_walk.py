"""Without a display the same walk is made in the terminal, typed at a real pseudo-terminal."""

import os
import pty
import re
import subprocess
import sys
import threading
from pathlib import Path

from tests.cli.calls import ROOT
from wizard.accounts.oauth import Registration, save_registration
from wizard.paths import config_folder

FOLDER = config_folder().name


class Typist:
    """Types answers when the prompt for them appears, and keeps what was printed."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self._own, child = pty.openpty()
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        }
        environment |= {"HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "TERM": "dumb"}
        environment |= {"XDG_CONFIG_HOME": str(home / "config")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wizard", *arguments],
            stdin=child,
            stdout=child,
            stderr=child,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
        )
        os.close(child)
        self.printed = ""
        self._more = threading.Condition()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        while True:
            try:
                data = os.read(self._own, 65536)
            except OSError:
                return
            with self._more:
                self.printed += data.decode("utf-8", "replace")
                self._more.notify_all()

    def answers(self, prompt: str, text: str) -> None:
        """Wait for the prompt, type, and forget what stood before."""
        with self._more:
            assert self._more.wait_for(lambda: re.search(prompt, self.printed), 60), self.printed
            self.printed = ""
        os.write(self._own, text.encode() + b"\n")

    def ends(self) -> int:
        """The exit status, once everything that was printed has been read."""
        status = self.process.wait(30)
        self._listener.join(30)
        return status


def test_from_the_first_question_to_the_last(tmp_path: Path):
    typist = Typist(tmp_path)
    typist.answers("Your e-mail address:", "anna")
    typist.answers("needs an @.*Your e-mail address:".replace(".*", r"[\s\S]*"), "anna@localhost")
    typist.answers("The error message:", "421 4.7.0 Error: too many connections from 192.0.2.1")
    typist.answers(r"asks the DNS and the[\s\S]*press Enter", "2")  # asked before anybody is asked
    typist.answers("Your mail password", "")
    typist.answers(r"Screen 32[\s\S]*press Enter", "2")
    typist.answers(r"Screen 37[\s\S]*press Enter", "2")
    for number in range(91, 99):
        typist.answers(rf"Screen {number}[\s\S]*press Enter", "1")
    typist.answers(r"Screen 42[\s\S]*press Enter", "1")
    typist.answers("Where to save it", str(tmp_path / "report.zip"))
    typist.answers(r"Screen 46[\s\S]*press Enter", "1")
    typist.answers(r"Screen 84[\s\S]*press Enter", "1")
    assert typist.ends() in (0, 1, 3)
    assert (tmp_path / "report.zip").exists()


def test_it_can_be_left_at_any_question(tmp_path: Path):
    typist = Typist(tmp_path)
    typist.answers("Your e-mail address:", "anna@localhost")
    typist.answers("The error message:", "")
    typist.answers("Look it up", "2")
    typist.answers("Your mail password", "")
    typist.answers(r"Screen 32[\s\S]*press Enter", "q")
    assert typist.ends() == 0


def test_what_the_provider_wants_is_said_before_the_password(tmp_path: Path):
    typist = Typist(tmp_path)
    typist.answers("Your e-mail address:", "anna@gmail.com")
    typist.answers("The error message:", "")
    typist.answers(r"wants an app password[\s\S]*Your mail password", "")
    typist.answers(r"Screen 32[\s\S]*press Enter", "q")
    assert typist.ends() == 0


def test_nobody_types_a_password_in_vain(tmp_path: Path):
    typist = Typist(tmp_path)
    typist.answers("Your e-mail address:", "anna@outlook.com")
    typist.answers("The error message:", "")
    typist.answers(r"A password would be refused[\s\S]*Screen 32[\s\S]*press Enter", "q")
    assert typist.ends() == 0


def test_a_registration_offers_the_browser(tmp_path: Path):
    save_registration(Registration(place="google", client_id="ours"), tmp_path / "config" / FOLDER)
    typist = Typist(tmp_path)
    typist.answers("Your e-mail address:", "anna@gmail.com")
    typist.answers("The error message:", "")
    typist.answers(r"Sign in with your browser[\s\S]*press Enter", "1")
    typist.answers(r"Screen 32[\s\S]*press Enter", "q")
    assert typist.ends() == 0
