"""The settings for trusted addresses are what real mail servers take."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.cli.calls import sendagain
from tests.servers.process import Place
from tests.servers.programs import program, reason_to_skip
from wizard.errors import BadInput
from wizard.messages import ENGLISH
from wizard.queue.exempt import checked_addresses, exemptions

ADDRESSES = ("192.0.2.10", "198.51.100.0/28", "2001:db8::1", "2001:db8:1::/64")


def settings(server: str) -> str:
    chosen = next(one for one in exemptions() if one.server == server)
    return chosen.settings(ADDRESSES, date(2026, 11, 23))


def test_every_row_has_source_date_and_danger():
    assert {one.server for one in exemptions()} == {"postfix", "exim", "exchange"}
    for one in exemptions():
        assert one.source
        date.fromisoformat(one.date)
        assert len(ENGLISH.render(one.danger_message)) > 80


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("192.0.2.10", ("192.0.2.10",)),
        ("192.0.2.10 192.0.2.10,2001:db8::1", ("192.0.2.10", "2001:db8::1")),
        ("192.0.2.9/28", ("192.0.2.0/28",)),
    ],
)
def test_addresses_are_taken_as_people_write_them(typed: str, expected: tuple[str, ...]):
    assert checked_addresses(typed) == expected


@pytest.mark.parametrize(
    "typed", ["", "anna", "0.0.0.0/0", "10.0.0.0/8", "2001:db8::/32", "1.2.3", "1 " * 60]
)
def test_wide_ranges_and_nonsense_are_refused(typed: str):
    with pytest.raises(BadInput):
        checked_addresses(typed)


@pytest.mark.servers
@pytest.mark.skipif(bool(reason_to_skip("postfix")), reason=reason_to_skip("postfix") or "-")
def test_postfix_takes_them_and_matches_the_addresses(tmp_path: Path):
    (tmp_path / "main.cf").write_text(
        f"mynetworks = 127.0.0.0/8\ncompatibility_level = 3.6\n{settings('postfix')}\n"
    )
    (tmp_path / "master.cf").write_text("")
    read = subprocess.run(
        [program("postconf"), "-c", tmp_path, "-xh", "smtpd_client_event_limit_exceptions"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "127.0.0.0/8" in read
    for address in ("192.0.2.10", "198.51.100.0/28", "[2001:db8::1]", "[2001:db8:1::]/64"):
        assert address in read


@pytest.mark.servers
@pytest.mark.skipif(bool(reason_to_skip("exim")), reason=reason_to_skip("exim") or "-")
def test_exim_takes_them_and_lets_only_these_past(tmp_path: Path):
    configuration = tmp_path / "exim.conf"
    configuration.write_text(
        "exim_user = Debian-exim\nexim_group = Debian-exim\n"
        f"spool_directory = {tmp_path}\n{settings('exim')}\n"
    )
    cases = (("192.0.2.10", "200"), ("2001:db8:1::7", "200"), ("192.0.2.9", "20"))
    for address, allowed in cases:
        asked = f"${{if match_ip{{{address}}}{{+trusted}}{{200}}{{20}}}}"
        got = subprocess.run(
            Place(tmp_path).command([str(program("exim")), "-C", str(configuration), "-be", asked]),
            check=False,
            capture_output=True,
            text=True,
        )
        assert got.returncode == 0, got.stderr
        assert got.stdout.strip() == allowed, address


def test_the_command_prints_them_with_the_danger_first():
    got = sendagain("queue", "exempt", "exchange", "--address", "192.0.2.10")
    assert got.returncode == 0, got.stderr
    assert got.stdout.index("flood the server") < got.stdout.index("New-ReceiveConnector")
    assert "not tried" in got.stdout
    assert sendagain("queue", "exempt", "postfix", "--address", "0.0.0.0/0").returncode == 2
    assert sendagain("queue", "exempt", "postfix").returncode == 2
