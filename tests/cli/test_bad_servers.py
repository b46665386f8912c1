"""Servers that misbehave, and places that cannot be written: a clear answer, never a traceback."""

import json
import os
import socket
import socketserver
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.calls import sendagain

Handle = Callable[[socket.socket], None]


@contextmanager
def server(handle: Handle) -> Iterator[int]:
    """A server on loopback that treats each caller as told; its port."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                handle(self.request)
            except OSError:
                return

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
        yield running.server_address[1]
        running.shutdown()


def binary(caller: socket.socket) -> None:
    caller.sendall(bytes(range(256)) * 8)


def endless_line(caller: socket.socket) -> None:
    while True:
        caller.sendall(b"220 " + b"x" * 60_000)


def endless_ehlo(caller: socket.socket) -> None:
    caller.sendall(b"220 ready\r\n")
    caller.recv(1000)
    while True:
        caller.sendall(b"250-MORE\r\n" * 1000)


def closes_at_once(caller: socket.socket) -> None:
    caller.shutdown(socket.SHUT_RDWR)


def closes_after_greeting(caller: socket.socket) -> None:
    caller.sendall(b"220 ready\r\n")
    caller.recv(1000)


def closes_at_starttls(caller: socket.socket) -> None:
    caller.sendall(b"220 ready\r\n")
    caller.recv(1000)
    caller.sendall(b"250-here\r\n250 STARTTLS\r\n")
    caller.recv(1000)


def web(caller: socket.socket) -> None:
    caller.recv(1000)
    caller.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def checked(port: int, security: str, *more: str, **options: object) -> tuple[int, dict, str]:
    got = sendagain(
        "check", "anna@example.com", "--server", "127.0.0.1", "--port", str(port),
        "--security", security, "--no-outside", "--json", *more, **options,  # type: ignore[arg-type]
    )  # fmt: skip
    assert "Traceback" not in got.stderr
    return got.returncode, json.loads(got.stdout) if got.stdout else {}, got.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "handle",
    [binary, endless_line, endless_ehlo, closes_at_once, closes_after_greeting, closes_at_starttls],
)
def test_a_server_that_makes_no_sense_is_answered_with_a_sentence(handle: Handle):
    with server(handle) as port:
        status, report, _ = checked(port, "starttls")
    assert status in (1, 3)
    assert report["cause"] != "none"
    assert report["title"]
    assert report["next"]


@pytest.mark.slow
def test_tls_on_a_plain_port_and_the_reverse_are_named():
    with server(closes_after_greeting) as port:
        status, report, _ = checked(port, "tls")
    assert (status, report["cause"]) == (1, "client_settings")

    with server(web) as port:
        assert checked(port, "tls")[1]["cause"] == "client_settings"
    got = sendagain("practice", "starttls-on-a-tls-port", "--json")
    assert (got.returncode, json.loads(got.stdout)["cause"]) == (1, "client_settings")


def test_nothing_there_at_all():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    status, report, _ = checked(port, "starttls")
    assert status in (1, 3)
    assert report["cause"] in ("client_settings", "server_overload", "network")


def test_a_name_that_cannot_be_found():
    got = sendagain(
        "check", "anna@example.com", "--server", "no-such-host.invalid", "--no-outside", "--json"
    )
    assert got.returncode in (1, 3)
    assert "Traceback" not in got.stderr


@pytest.mark.skipif(not Path("/proc/sys").exists(), reason="Linux only")
def test_a_home_that_cannot_be_written_changes_nothing(tmp_path: Path):
    blocked = tmp_path / "home"
    blocked.write_text("a file where the folder should be")
    home = {name: str(blocked) for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
    with server(closes_after_greeting) as port:
        status, report, _ = checked(port, "starttls", env=home)
    assert status in (1, 3)
    assert report["cause"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_while_saving_is_said_and_leaves_nothing(tmp_path: Path):
    target = tmp_path / "no-such-folder" / "report.zip"
    got = sendagain("practice", "too-many-connections", "--json", "--bundle", str(target))
    assert got.returncode in (2, 3)
    assert len(got.stderr.strip().splitlines()) == 1
    assert not target.exists()


def test_output_into_a_closed_pipe_is_no_trouble(tmp_path: Path):
    status = os.system(
        f"cd {Path(__file__).parents[2]} && {sys.executable} -m wizard practice --list"
        f" 2>{tmp_path}/err | true"
    )
    assert status == 0
    assert "Traceback" not in (tmp_path / "err").read_text()


def test_a_bundle_asked_for_is_written_and_opens(tmp_path: Path):
    target = tmp_path / "report.zip"
    got = sendagain("practice", "wrong-password", "--json", "--bundle", str(target))
    assert got.returncode == 1
    assert "report.json" in zipfile.ZipFile(target).namelist()
    shown = sendagain("bundle", "show", str(target), "--json")
    assert json.loads(shown.stdout)["cause"] == "auth_failed"
