"""Wrong usage and unusable input: one clear line on standard error, exit 2, no traceback."""

import pytest

from tests.cli.calls import sendagain

UNUSABLE = {
    "no address": ["check"],
    "an empty address": ["check", ""],
    "an address without @": ["check", "anna"],
    "a host of 300 characters": ["check", "a@example.com", "--server", "a" * 300],
    "port 0": ["check", "a@example.com", "--server", "localhost", "--port", "0"],
    "port 70000": ["check", "a@example.com", "--server", "localhost", "--port", "70000"],
    "a port that is a word": ["check", "a@example.com", "--server", "localhost", "--port", "x"],
    "an unknown protection": ["check", "a@example.com", "--security", "magic"],
    "an unknown command": ["frobnicate"],
    "an unknown scenario": ["practice", "no-such-thing"],
    "no scenario": ["practice"],
    "an unknown option": ["check", "a@example.com", "--nonsense"],
    "a code of nonsense": ["code", "!!"],
    "a bundle that is not there": ["bundle", "show", "/no/such/file.zip"],
    "pace without a number": ["pace", "a@example.com", "--messages", "many"],
}


@pytest.mark.parametrize("arguments", UNUSABLE.values(), ids=UNUSABLE.keys())
def test_unusable_input_is_answered_with_one_line(arguments: list[str]):
    got = sendagain(*arguments)
    assert got.returncode == 2, got.stderr
    assert got.stdout == ""
    assert len(got.stderr.strip().splitlines()) == 1
    assert "Traceback" not in got.stderr


def test_an_empty_password_on_standard_input_is_said():
    got = sendagain("check", "a@example.com", "--server", "localhost", "--password-stdin")
    assert got.returncode == 2
    assert "password" in got.stderr


def test_explain_without_a_text():
    assert sendagain("explain", stdin="").returncode == 2


def test_explain_jsonl_names_the_line_that_is_wrong():
    got = sendagain("explain", "--jsonl", "-", stdin='{"id": 1, "text": "421"}\nrubbish\n')
    assert got.returncode == 2
    assert "2" in got.stderr


def test_help_is_an_answer():
    got = sendagain("--help")
    assert got.returncode == 0
    assert "check" in got.stdout
