"""Asking for a browser sign-in or for remembering where that makes no sense: one line says so."""

from pathlib import Path

import pytest

from tests.cli.calls import sendagain

ACCOUNT = ("check", "joe@lab.example", "--server", "127.0.0.1", "--port", "9", "--no-outside")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        ((*ACCOUNT, "--remember"), "", "no password to remember"),
        ((*ACCOUNT, "--oauth", "--password-stdin"), "x\n", "Choose one way"),
        (("sign-in",), "", "--help"),
        (("sign-in", "joe"), "", "@"),
        (("sign-in", "joe@lab.example", "--client-id", "x"), "", "does not know"),
        (("sign-in", "joe@gmail.com", "--client-id", "two words"), "", "not a client ID"),
        (("sign-in", "joe@gmail.com", "--client-secret-stdin"), "", "No client secret"),
        (("check", "joe@gmail.com", *ACCOUNT[2:], "--oauth"), "", "not registered"),
    ],
)
def test_one_line_says_what_to_change(
    home: dict[str, str], arguments: tuple[str, ...], stdin: str, said: str
) -> None:
    done = sendagain(*arguments, stdin=stdin, env=home)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    if "not registered" not in said:
        assert done.returncode == 2
        assert done.stdout == ""
        assert len(done.stderr.strip().splitlines()) == 1


def test_signing_in_without_a_registration_says_what_can_be_tested(home: dict[str, str]) -> None:
    done = sendagain("sign-in", "joe@gmail.com", env=home)
    assert done.returncode == 3
    assert done.stdout == ""
    assert "can be tested without" in done.stderr


def test_forgetting_where_nothing_is_remembered(home: dict[str, str]) -> None:
    for arguments in (("sign-in", "joe@lab.example", "--forget"), ("--forget-all",)):
        done = sendagain(*arguments, env=home)
        assert (done.returncode, done.stdout[:22]) == (0, "Nothing was remembered")


def test_browser_sign_in_is_not_offered_where_nothing_outside_may_be_contacted(
    home: dict[str, str],
) -> None:
    settings = Path(home["HOME"]) / ".config" / "SendAgain"
    settings.mkdir(parents=True)
    (settings / "oauth.json").write_text(
        '{"registrations": [{"place": "google", "client_id": "mine"}]}'
    )
    done = sendagain("check", "joe@gmail.com", *ACCOUNT[2:], "--oauth", env=home)
    assert done.returncode == 2
    assert "--no-outside" in done.stderr
