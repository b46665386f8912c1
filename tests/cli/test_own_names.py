"""A person at their own terminal reads their own address; what is kept or handed on is masked."""

from pathlib import Path

from tests.cli.calls import sendagain
from tests.cli.test_walk import Typist

_CALL = ("practice", "healthy")


def test_at_a_terminal_the_own_address_stands(tmp_path: Path):
    terminal = Typist(tmp_path, *_CALL)
    assert terminal.ends() == 0
    assert "@practice.example" in terminal.printed
    assert "user1@domain1" not in terminal.printed


def test_in_a_pipe_it_is_masked():
    done = sendagain(*_CALL)
    assert "@practice.example" not in done.stdout
    assert "user1@domain1" in done.stdout
