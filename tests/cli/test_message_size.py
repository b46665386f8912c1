"""`--message-size`: the server is asked about a size, and no message is sent (RFC 1870)."""

import json

import pytest

from tests.cli.calls import sendagain


def _checked(size: str) -> tuple[int, dict[str, object], list[str]]:
    done = sendagain("practice", "healthy", "--message-size", size, "--json", "--verbose")
    report = json.loads(done.stdout)
    return done.returncode, report, [f["id"] for f in report["findings"]]


def test_a_message_that_is_too_large_is_the_cause():
    status, report, ids = _checked("60M")
    assert (status, report["cause"]) == (1, "mailbox_or_content")
    assert "size.too_large" in ids
    assert report["verdict"] == "problem"


def test_a_message_that_fits_is_fine():
    status, report, ids = _checked("5 MB")
    assert (status, report["cause"]) == (0, "none")
    assert "size.fits" in ids
    assert "server.took_test_message" not in ids


@pytest.mark.parametrize("given", ["x", "0", "-5M", "5T", "²5M", "", "9" * 30])
def test_what_is_no_size_gets_one_sentence(given: str):
    done = sendagain(
        "check", "anna@example.com", f"--message-size={given}", "--server", "127.0.0.1"
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
