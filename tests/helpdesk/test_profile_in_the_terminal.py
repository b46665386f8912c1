"""The organisation's profile through the command line, as another process calls it."""

import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.cli.calls import sendagain

PROFILE = {
    "schema": "sendagain.profile/1",
    "org": {"name": "Acme GmbH"},
    "mail": {
        "domains": ["acme.example"],
        "smtp": {"host": "localhost", "port": 2, "security": "starttls"},
        "sign_in": "oauth2",
    },
    "lookups": {"allow_outside": False},
    "limits": {"max_connections": 3},
    "report": {"level": "nothing_personal"},
}
ADDRESS = "anna@acme.example"


@pytest.fixture
def call(tmp_path):
    env = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("STATE", "CONFIG", "CACHE")}

    def run(*arguments, **more):
        return sendagain(*arguments, env={**env, "HOME": str(tmp_path)}, **more)

    return run


def written(tmp_path: Path, content: object) -> str:
    path = tmp_path / "profile.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return str(path)


def locked_call(tmp_path: Path, profile: object, *arguments: str):
    """The program as it is, with the machine's policy place in a folder of the test."""
    place = tmp_path / "etc.json"
    place.write_text(json.dumps(profile))
    starter = (
        "import sys; from pathlib import Path; import wizard.profile.loading as loading;"
        "from wizard.profile.sources import Places;"
        f"places = Places(system='linux', etc=Path({str(place)!r}), program=Path('/nonexistent'));"
        "real = loading.load_profile;"
        "import wizard.cli as cli; cli.load_profile = lambda opened=None: real(opened, places);"
        "sys.exit(cli.main(sys.argv[1:]))"
    )
    return subprocess.run(
        [sys.executable, "-c", starter, *arguments],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path)},
        check=False,
    )


def test_the_profile_names_the_server_and_stays_inside(call, tmp_path):
    profile = written(tmp_path, PROFILE)
    found = call("settings", ADDRESS, "--profile", profile, "--json")
    assert found.returncode == 0
    best = json.loads(found.stdout)["recommended"]
    assert (best["host"], best["port"], best["security"]) == ("localhost", 2, "starttls")
    assert best["source"] == "organisation_profile"
    assert best["sign_in"] == "oauth2"
    checked = call("--profile", profile, "check", ADDRESS, "--json")
    report = json.loads(checked.stdout)
    assert report["account"]["host"] == "localhost"
    assert set(report["account"]["sources"].values()) <= {"organisation_profile", "guess"}
    assert not report["case"]["outside_allowed"]
    assert report["connections"] <= 3
    assert "nobody else" in checked.stderr
    other = call("settings", "a@other.example", "--profile", profile, "--json")
    assert json.loads(other.stdout)["recommended"] is None


def test_practice_keeps_the_masking_and_the_budget(call, tmp_path):
    profile = written(tmp_path, PROFILE)
    target = tmp_path / "report.zip"
    done = call("practice", "wrong-password", "--profile", profile, "--bundle", str(target))
    assert done.returncode == 1
    with zipfile.ZipFile(target) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        texts = b"".join(archive.read(name) for name in archive.namelist())
    assert manifest["level"] == "nothing_personal"
    assert manifest["saved_for"] == "Acme GmbH"
    assert b"an-old-password" not in texts
    shown = call("helpdesk", str(target))
    assert shown.returncode == 0
    assert "Today" in shown.stdout or "today" in shown.stdout


def test_reports_are_encrypted_to_the_organisation(call, tmp_path):
    pyrage = pytest.importorskip("pyrage")
    key = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(str(key))
    rules = {"report": {"age_recipients": [str(key.to_public())]}}
    profile = written(tmp_path, {"schema": "sendagain.profile/1", **rules})
    target = tmp_path / "report.zip.age"
    call("practice", "greylisting", "--profile", profile, "--bundle", str(target))
    assert target.read_bytes().startswith(b"age-encryption.org")
    refused = call("helpdesk", str(target))
    assert refused.returncode == 2
    opened = call("helpdesk", str(target), "--identity", str(tmp_path / "key.txt"), "--json")
    assert json.loads(opened.stdout)["cause"] == "greylisting"
    assert json.loads(opened.stdout)["cause_today"] == "greylisting"


@pytest.mark.parametrize(
    "content",
    [
        b"{ not json",
        b"",
        b"[" * 100_000,
        b"\xff\xfe\x00",
        b'"' + b"x" * 200_000 + b'"',
        b"[1, 2]",
        b'{"schema": "sendagain.profile/9"}',
        b'{"schema": "somebody.else/1"}',
    ],
    ids=["broken", "empty", "deep", "binary", "huge", "list", "newer", "foreign"],
)
def test_a_broken_profile_is_named_and_nothing_of_it_holds(call, tmp_path, content):
    profile = written(tmp_path, content)
    done = call("settings", "a@acme.example", "--no-outside", "--profile", profile)
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "profile.json" in done.stderr
    assert "Traceback" not in done.stderr
    status = json.loads(call("--policy-status", "--json", "--profile", profile).stdout)
    assert status["settings"] == []
    assert len(status["notices"]) == 1


def test_a_hostile_profile_sets_only_what_is_harmless(call, tmp_path):
    hostile = {
        "schema": "sendagain.profile/1",
        "org": {"name": "Acme\x1b[31m", "upload_url": "javascript:alert(1)", "contact": "x" * 9999},
        "mail": {
            "domains": ["acme.example"],
            "smtp": {"host": "evil host; rm -rf", "port": 99999},
            "password": "hunter22",
        },
        "limits": {"max_connections": 10_000},
        "report": {"level": "everything", "age_recipients": ["not a key"]},
        "../../etc": {"passwd": 1},
    }
    profile = written(tmp_path, hostile)
    status = call("--policy-status", "--json", "--profile", profile)
    told = json.loads(status.stdout)
    assert [setting["key"] for setting in told["settings"]] == ["mail.domains"]
    assert "hunter22" not in status.stdout + status.stderr
    text = call("--policy-status", "--profile", profile).stdout
    assert "\x1b" not in text
    done = call("settings", "a@acme.example", "--no-outside", "--profile", profile)
    assert done.returncode == 0
    assert done.stderr.count("\n") == len(told["notices"])
    assert "\x1b" not in done.stderr


def test_locked_values_are_named_and_never_overridden(tmp_path):
    typed = locked_call(tmp_path, PROFILE, "check", ADDRESS, "--server", "mail.other.example")
    assert typed.returncode == 2
    assert "Set by Acme GmbH" in typed.stderr
    assert "--server" in typed.stderr
    same = locked_call(tmp_path, PROFILE, "check", ADDRESS, "--server", "localhost", "--json")
    assert json.loads(same.stdout)["account"]["port"] == 2
    status = locked_call(tmp_path, PROFILE, "--policy-status")
    assert "cannot be changed here" in status.stdout
    # What the person opens is weaker than what the administrator set.
    weaker = {**PROFILE, "mail": {"smtp": {"host": "weaker.example"}}}
    opened = written(tmp_path, weaker)
    both = locked_call(tmp_path, PROFILE, "--profile", opened, "--policy-status")
    assert "weaker.example" not in both.stdout


@pytest.mark.parametrize(
    ("limits", "arguments"),
    [
        ({"limits": {"allow_practice": False}}, ("practice", "greylisting")),
        ({"report": {"allow_saving": False}}, ("practice", "greylisting", "--bundle", "x.zip")),
        (
            {"limits": {"allow_other_hosts": False}, "mail": PROFILE["mail"]},
            ("check", "a@other.example", "--server", "127.0.0.1", "--no-outside"),
        ),
    ],
)
def test_what_is_switched_off_says_who_switched_it_off(tmp_path, limits, arguments):
    profile = {"schema": "sendagain.profile/1", "org": {"name": "Acme GmbH"}, **limits}
    done = locked_call(tmp_path, profile, *arguments)
    assert done.returncode == 2
    assert "Set by Acme GmbH" in done.stderr
    assert done.stdout == ""


def test_a_password_is_refused_where_none_may_be_given(call, tmp_path):
    rules = {"schema": "sendagain.profile/1", "limits": {"allow_password": False}}
    profile = written(tmp_path, rules)
    done = call(
        "check", "a@acme.example", "--server", "127.0.0.1", "--no-outside",
        "--password-stdin", "--profile", profile, stdin="correct horse\n",
    )  # fmt: skip
    assert done.returncode == 2
    assert "--password-stdin" in done.stderr
    assert "correct horse" not in done.stderr


def test_the_language_of_the_profile_speaks_unless_another_is_asked_for(call, tmp_path):
    rules = {"schema": "sendagain.profile/1", "ui": {"language": "qps"}}
    profile = written(tmp_path, rules)
    assert "⟦" in call("practice", "--list", "--profile", profile).stdout
    assert "⟦" not in call("practice", "--list", "--profile", profile, "--lang", "en").stdout


def test_the_helpdesk_in_the_terminal(call, tmp_path):
    target = tmp_path / "one.zip"
    report = json.loads(call("practice", "daily-limit", "--json", "--bundle", str(target)).stdout)
    by_code = json.loads(call("helpdesk", report["code"], "--json").stdout)
    by_file = json.loads(call("helpdesk", str(target), "--json").stdout)
    assert by_code["cause"] == by_file["cause"] == report["cause"]
    assert by_code["steps"] == by_file["steps"]
    assert [s["verdict"] for s in by_code["steps"]] == [s["verdict"] for s in report["steps"]]
    (tmp_path / "broken.zip").write_bytes(b"PK")
    rows = call("helpdesk", "--folder", str(tmp_path), "--ndjson", "-").stdout.splitlines()
    assert {json.loads(row)["file"] for row in rows} == {"one.zip", "broken.zip"}
    table = json.loads(call("helpdesk", "--folder", str(tmp_path), "--json").stdout)
    assert table["counts"] == {report["cause"]: 1}
    done = call("helpdesk", "--folder", str(tmp_path), "--csv", str(tmp_path / "out.csv"))
    assert done.returncode == 0
    assert (tmp_path / "out.csv").read_bytes().count(b"\r\n") == 3
    page = tmp_path / "page.html"
    assert call("helpdesk", "--page", str(page)).returncode == 0
    assert "default-src 'none'" in page.read_text()
    assert "large sentence" in call("helpdesk", "--screen", "37").stdout
    for wrong in (("--screen", "11"), ("ZZZZZ",), ("nothing.zip",), ("--folder", "/nowhere")):
        refused = call("helpdesk", *wrong)
        assert refused.returncode == 2
        assert refused.stderr.count("\n") == 1


def test_a_hostile_file_is_one_line_in_the_terminal(call, tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"0" * 50_000_000)
    began = time.monotonic()
    done = call("helpdesk", str(path))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert time.monotonic() - began < 10
