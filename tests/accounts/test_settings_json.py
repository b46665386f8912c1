"""The JSON of `settings`: every value with its source, what differs, what to prepare."""

import json
import subprocess
import sys

import pytest

from wizard.accounts.discovery import SettingsFound, find_settings
from wizard.facts.computer import MailProgramsFacts, SavedAccount
from wizard.messages import ENGLISH
from wizard.support.json_text import json_text
from wizard.support.settings_json import settings_json
from wizard.support.settings_text import settings_text
from wizard.vocabulary import Security

PROGRAMS = MailProgramsFacts(
    programs=(),
    accounts=(
        SavedAccount(
            program="Thunderbird",
            address="A@Gmail.com",
            host="smtp.gmail.com",
            port=25,
            security=Security.NONE,
            username="a@gmail.com",
            sign_in="password",
        ),
        SavedAccount(
            program="Claws Mail",
            address="b@other.test",
            host="smtp.other.test",
            port=25,
            security=Security.NONE,
            username="b",
        ),
    ),
    unreadable=(("Apple Mail", "keeps its settings closed"),),
)


async def _json(address, programs=PROGRAMS):
    found = await find_settings(address, outside=False)
    return json.loads(json_text(settings_json(found, programs, ENGLISH)))


async def test_everything_of_a_known_provider():
    answer = await _json("a@gmail.com")
    assert answer["schema"] == "sendagain.settings/1"
    assert (answer["provider"], answer["provider_name"]) == ("gmail", "Gmail")
    right = answer["recommended"]
    assert (right["host"], right["port"], right["security"]) == ("smtp.gmail.com", 465, "tls")
    assert (right["source"], right["date"], right["confirmed"]) == (
        "provider_table",
        "2026-11-23",
        True,
    )
    assert right["spelled"]["host"] == ["smtp", "dot", "gmail", "dot", "com"]
    assert [(one["host"], one["port"]) for one in answer["found"]] == [
        ("smtp.gmail.com", 465),
        ("smtp.gmail.com", 587),
    ]
    assert answer["found"][1]["doubt"]
    assert answer["sign_in"] == ["oauth2", "app_password"]
    assert answer["prepare"][0].startswith("Gmail wants an app password")
    assert answer["pages"]["support_page"].startswith("https://support.google.com/")


async def test_programs_here_are_compared_with_where_to_click():
    mine, other = (await _json("a@gmail.com"))["programs"]
    assert mine["for_this_address"]
    assert [one["text"] for one in mine["differences"]] == [
        "Thunderbird uses port 25 without protection. Gmail wants port 465 with SSL/TLS."
    ]
    assert mine["where"].startswith("To change it: ")
    assert not other["for_this_address"]
    assert other["differences"] == []


async def test_programs_that_cannot_be_read_say_where_to_look():
    (one,) = (await _json("a@gmail.com"))["unreadable"]
    assert one["program"] == "Apple Mail"
    assert "Server Settings" in one["where"]


async def test_nothing_known_is_an_answer_too():
    answer = await _json("a@nowhere.test", MailProgramsFacts(programs=()))
    assert answer["recommended"] is None
    assert answer["found"] == []
    assert answer["provider"] is None


def test_no_candidates_at_all_is_fine():
    found = SettingsFound(address="a@x.test", domain="x.test", candidates=())
    assert settings_json(found, PROGRAMS, ENGLISH)["recommended"] is None


@pytest.mark.parametrize("options", [["--json"], []])
def test_on_the_command_line(options, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "settings", "a@proton.me", "--no-outside", *options],
        capture_output=True,
        text=True,
        timeout=60,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    if options:
        assert json.loads(done.stdout)["provider"] == "proton-mail"
    else:
        assert "127.0.0.1" in done.stdout
        assert "Bridge" in done.stdout


async def test_a_likely_slip_in_the_address_is_said():
    found = await find_settings("anna@gmial.com", outside=False)
    text = settings_text(found, MailProgramsFacts(programs=()), ENGLISH, 200)
    assert "a well-known ending is gmail.com" in text
