"""Passwords and browser sign-ins that are remembered in a real store and used at a real server."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.live.signing_in.conftest import ADDRESS, PASSWORD, Computer, findings
from tests.servers.oauth2 import SignInServer
from tests.servers.programs import ROOT, reason_to_skip

missing = [p for p in ("dbus-run-session", "gnome-keyring-daemon") if not shutil.which(p)]
reason = reason_to_skip("postfix", "dovecot") or f"not installed: {', '.join(missing)}"
pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(bool(reason_to_skip("postfix", "dovecot") or missing), reason=reason),
]

# A person who is logged in: the store is open. `exec` runs the program in their session.
_SESSION = (
    "printf 'of the store' | gnome-keyring-daemon --unlock --components=secrets >/dev/null; "
    'exec "$@"'
)


class Desktop(Computer):
    """The same computer with a desktop's password store."""

    def session(self) -> list[str]:
        (self.home / "runtime").mkdir(mode=0o700, exist_ok=True)
        return ["dbus-run-session", "--", "sh", "-c", _SESSION, "sh"]

    def environment(self) -> dict[str, str]:
        return {"XDG_RUNTIME_DIR": str(self.home / "runtime")}


@pytest.fixture
def desktop(registered: Computer) -> Desktop:
    return Desktop(registered.home, registered.authority)


def test_a_password_is_remembered_used_and_forgotten(
    desktop: Desktop, ports: dict[str, int]
) -> None:
    desktop.check(ports["all"], "--remember", password=PASSWORD)
    assert "Your password is remembered" in desktop.printed[-1]
    _, report = desktop.check(ports["all"])
    assert "sign_in.accepted" in findings(report)
    status, answer, _ = desktop.run("sign-in", ADDRESS, "--forget")
    assert (status, answer) == (0, "What was remembered is forgotten.\n")
    _, report = desktop.check(ports["all"])
    assert "sign_in.not_tried" in findings(report)
    desktop.assert_clean()


def test_without_asking_for_it_nothing_is_remembered(
    desktop: Desktop, ports: dict[str, int]
) -> None:
    desktop.check(ports["all"], password=PASSWORD)
    assert not list(desktop.home.rglob("remembered.json"))
    _, report = desktop.check(ports["all"])
    assert "sign_in.not_tried" in findings(report)


def test_a_browser_sign_in_is_remembered_used_and_forgotten(
    desktop: Desktop, ports: dict[str, int], provider: SignInServer
) -> None:
    status, _, said = desktop.run("sign-in", ADDRESS, "--remember")
    assert status == 0
    assert "Your sign-in is remembered" in said
    pages = provider.times_asked("/authorize")
    for _ in range(2):
        _, report = desktop.check(ports["xoauth2"], "--oauth", BROWSER="false %s")
        assert "sign_in.accepted_token" in findings(report)
    assert provider.times_asked("/authorize") == pages, "nobody had to sign in again"
    status, answer, _ = desktop.run("--forget-all")
    assert (status, answer) == (0, "What was remembered is forgotten.\n")
    assert desktop.run("--forget-all")[1].startswith("Nothing was remembered")
    desktop.assert_clean()


def test_a_sign_in_that_the_provider_ended_is_asked_for_again(
    desktop: Desktop, ports: dict[str, int], provider: SignInServer
) -> None:
    desktop.run("sign-in", ADDRESS, "--remember")
    provider.refresh_tokens.clear()
    pages = provider.times_asked("/authorize")
    _, report = desktop.check(ports["xoauth2"], "--oauth")
    assert "sign_in.accepted_token" in findings(report)
    assert provider.times_asked("/authorize") == pages + 1


def test_a_registration_with_a_secret(
    desktop: Desktop, ports: dict[str, int], provider: SignInServer
) -> None:
    """It comes on standard input, and is kept in the store with the sign-in if asked for."""
    secret = "Zz-T0ken.Canary-7.registration"
    provider.client_secret = secret
    try:
        status, _, said = desktop.run("sign-in", ADDRESS)
        assert (status, "does not accept the registration" in said) == (3, True)
        with_secret = ("sign-in", ADDRESS, "--client-secret-stdin", "--remember")
        assert desktop.run(*with_secret, stdin=f"{secret}\n")[0] == 0
        _, report = desktop.check(ports["xoauth2"], "--oauth", BROWSER="false %s")
        assert "sign_in.accepted_token" in findings(report)
        assert desktop.run("--forget-all")[0] == 0
        assert desktop.run("sign-in", ADDRESS)[0] == 3
    finally:
        provider.client_secret = ""
    desktop.assert_clean()


def test_the_organisation_forbids_remembering(desktop: Desktop, ports: dict[str, int]) -> None:
    profile = desktop.home / "profile.json"
    profile.write_text('{"schema": "sendagain.profile/1", "limits": {"allow_remember": false}}')
    desktop.check(ports["all"], "--remember", "--profile", str(profile), password=PASSWORD)
    assert "organisation does not let" in desktop.printed[-1]
    assert not list(desktop.home.rglob("remembered.json"))


def test_a_code_on_another_device(desktop: Desktop, provider: SignInServer) -> None:
    provider.device_interval = 1
    status, answer, said = desktop.run("sign-in", ADDRESS, "--device")
    assert status == 0
    assert "WDJB-MJHT" in said
    assert "not remembered" not in said
    assert "test sending" in answer


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGABRT])
def test_what_a_crash_leaves_behind_holds_no_password(desktop: Desktop, how: int) -> None:
    """In the middle of a run, while the server is silent: the journal and the crash file."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = str(silent.getsockname()[1])
        command = [
            ROOT / ".venv" / "bin" / "sendagain", "check", ADDRESS, "--server", "127.0.0.1",
            "--port", port, "--security", "starttls", "--password-stdin", "--no-outside",
        ]  # fmt: skip
        running = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=desktop.home,
            env={"PATH": os.environ["PATH"], "HOME": str(desktop.home), "LANG": "C.UTF-8"},
        )
        assert running.stdin is not None
        try:
            running.stdin.write(f"{PASSWORD}\n")
            running.stdin.flush()
            silent.settimeout(60)
            with silent.accept()[0]:
                journal = _journal(desktop.home)
                limits = Path(f"/proc/{running.pid}/limits").read_text()
                assert re.search(r"Max core file size +0 +0 ", limits)
                running.send_signal(how)
                desktop.printed += running.communicate(timeout=60)
        finally:
            running.kill()
            running.wait()
    assert journal.exists()
    desktop.run("code", "x")  # the next start finds what the crash left
    crash = list(desktop.home.rglob("last-crash.txt"))
    assert bool(crash) is (how is signal.SIGABRT)
    # One whole report beside what the crash left, as a person would then send it.
    desktop.run("practice", "bare-421", "--bundle", str(desktop.home / "r.zip"))
    desktop.assert_clean()


def _journal(home: Path) -> Path:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        found = [p for p in (home / ".local" / "state").rglob("*") if p.name == "run.jsonl"]
        if found and found[0].stat().st_size:
            return found[0]
        time.sleep(0.02)
    raise AssertionError("no journal")
