"""The listing of a real OpenSMTPD, whose mail an unwilling server defers, is read."""

import smtplib
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.queue.deferring import deferring_server
from tests.servers.opensmtpd import PRIVATE
from tests.servers.process import Place, Running, free_ports, group_id, server_folder
from tests.servers.programs import UNPACKED, program, reason_to_skip
from wizard.queue.listings import read_listing

_WHY_NOT = reason_to_skip("opensmtpd")
pytestmark = [pytest.mark.servers, pytest.mark.skipif(bool(_WHY_NOT), reason=_WHY_NOT)]

_CONF = """\
listen on 127.0.0.1 port {own}
action "away" relay host smtp://127.0.0.1:{other}
match from any for any action "away"
"""
_RECIPIENTS = ["bob@yahoo.example", "eve@yahoo.example"]
_GIVE_UP_SECONDS = 20.0


def _listing(server: Running, folder: Path) -> bytes:
    """smtpctl insists on a group of its own, as its set-group bit gives it on a real system."""
    pid = server.process.pid
    (shell, *_) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    group = group_id("opensmtpq", folder)
    command = ["nsenter", "-t", shell, "-m", "-p", "-S", "0", "-G", str(group)]
    smtpctl = UNPACKED / "usr" / "sbin" / "smtpctl"
    done = subprocess.run([*command, smtpctl, "show", "queue"], capture_output=True, check=True)
    return done.stdout


def test_what_smtpctl_prints():
    with server_folder() as folder, deferring_server("421 4.7.0 deferred") as other:
        (own,) = free_ports(1)
        configuration = folder / "smtpd.conf"
        configuration.write_text(_CONF.format(own=own, other=other))
        configuration.chmod(0o600)
        place = Place(folder, prefix=("sh", "-c", PRIVATE, "sh"))
        argv = [program("opensmtpd"), "-d", "-f", configuration]
        with Running(place, argv, name="opensmtpd", listening=[("127.0.0.1", own)]) as server:
            with smtplib.SMTP("127.0.0.1", own, timeout=10) as client:
                client.sendmail("anna@example.com", _RECIPIENTS, "Subject: x\r\n\r\nhello\r\n")
            give_up = time.monotonic() + _GIVE_UP_SECONDS
            while not (messages := read_listing(_listing(server, folder), datetime.now(UTC))):
                assert time.monotonic() < give_up, server.last_words()
                time.sleep(0.05)
    (one,) = messages
    assert one.sender == "anna@example.com"
    assert sorted(one.recipients) == _RECIPIENTS
    assert one.arrived[:4] == str(datetime.now(UTC).year)
