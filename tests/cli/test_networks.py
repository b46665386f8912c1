"""`networks` at a real terminal: it waits for the change, then compares."""

import socket
from pathlib import Path

from tests.cli.calls import sendagain
from tests.cli.test_walk import Typist


def test_it_needs_somebody_at_the_keyboard():
    done = sendagain("networks", "anna@example.com", "--server", "127.0.0.1")
    assert done.returncode == 3
    assert len(done.stderr.strip().splitlines()) == 1


def test_two_checks_are_compared(tmp_path: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
        terminal = Typist(
            tmp_path, "networks", "anna@example.com", "--server", "127.0.0.1", "--port", port,
            "--no-outside",
        )  # fmt: skip
        terminal.answers(r"Then\s+press\s+Enter", "")
        assert terminal.ends() == 1
    assert "It is the same in both networks" in terminal.printed
    assert f"not reached at port {port}" in terminal.printed


def test_whoever_leaves_instead_gets_no_verdict(tmp_path: Path):
    terminal = Typist(
        tmp_path, "networks", "anna@example.com", "--server", "127.0.0.1", "--port", "1",
        "--no-outside",
    )  # fmt: skip
    terminal.answers(r"Then\s+press\s+Enter", "\x04\x04")
    assert terminal.ends() == 3
