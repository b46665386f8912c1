"""The command watches a real server that recovers, and notifies when mail can go."""

import json
import os
import shutil
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.calls import ROOT, sendagain
from wizard.watching import Watch, save

_ANSWERS = {b"DATA": b"354 Go ahead\r\n", b"QUIT": b"221 Bye\r\n"}


class _Relay(socketserver.StreamRequestHandler):
    """A plain relay that takes mail; busy for the first so many callers."""

    def handle(self) -> None:
        server = self.server
        server.calls += 1  # type: ignore[attr-defined]
        if server.calls <= server.busy_for:  # type: ignore[attr-defined]
            self.wfile.write(b"421 relay.example: Too much load; please try again later\r\n")
            return
        self.wfile.write(b"220 relay.example ESMTP\r\n")
        for line in self.rfile:
            verb = line[:4].upper()
            self.wfile.write(_ANSWERS.get(verb, b"250 Ok\r\n"))
            if verb == b"DATA":
                server.messages += 1  # type: ignore[attr-defined]
                while self.rfile.readline().rstrip(b"\r\n") != b".":
                    pass
                self.wfile.write(b"250 Queued\r\n")
            elif verb == b"QUIT":
                return


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def relay(busy_for: int) -> Iterator[_Server]:
    with _Server(("127.0.0.1", 0), _Relay) as server:
        server.calls, server.messages = 0, 0  # type: ignore[attr-defined]
        server.busy_for = busy_for  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


def arguments(port: int) -> list[str]:
    return [
        "watch", "anna@relay.example", "--server", "127.0.0.1", "--port", str(port),
        "--security", "none", "--no-outside",
    ]  # fmt: skip


def test_it_ends_at_once_when_mail_can_go(tmp_path: Path):
    with relay(0) as server:
        got = sendagain(*arguments(server.server_address[1]), env={"XDG_STATE_HOME": str(tmp_path)})
    assert got.returncode == 0, got.stderr
    assert "can be sent" in got.stdout


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="no dbus-run-session here")
def test_an_interrupted_watch_goes_on_and_notifies(tmp_path: Path):
    state = tmp_path / "state"
    now = datetime.now(UTC)
    save(state / "SendAgain", Watch(address="anna@relay.example", began=now, next_try=now))
    shown = tmp_path / "shown.txt"
    with relay(0) as server:
        port = server.server_address[1]
        done = subprocess.run(
            [
                "dbus-run-session", "--", sys.executable, "-m", "tests.watch.notifications",
                str(shown), "--", sys.executable, "-m", "wizard", *arguments(port), "--json",
            ],
            cwd=ROOT,
            env={**os.environ, "XDG_STATE_HOME": str(state)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )  # fmt: skip
        calls = server.calls  # type: ignore[attr-defined]
    assert done.returncode == 0, done.stderr
    (row,) = map(json.loads, done.stdout.splitlines())
    assert row["cause"] == "none"
    assert 1 == calls <= row["connections"] <= 6
    assert "Your mail can be sent" in shown.read_text(encoding="utf-8")
    assert not (state / "SendAgain" / "watch.json").exists()


def test_a_busy_server_is_asked_once_and_then_left_alone(tmp_path: Path):
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path)}
    with relay(99) as server:
        watching = subprocess.Popen(
            [sys.executable, "-m", "wizard", *arguments(server.server_address[1]), "--json"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert watching.stdout is not None
        row = json.loads(watching.stdout.readline())
        watching.kill()
        watching.wait()
        assert server.calls == 1  # type: ignore[attr-defined]
    assert row["cause"] == "server_overload"
    assert datetime.fromisoformat(row["next_try"]) > datetime.fromisoformat(row["at"])
