"""The queue of a real Postfix whose messages are deferred by a real 421."""

import json
import smtplib
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.calls import sendagain
from tests.queue.deferring import deferring_server
from tests.servers.authority import Authority
from tests.servers.postfix import Listener, Postfix
from tests.servers.process import Place, free_ports
from tests.servers.programs import program, reason_to_skip
from wizard.errors import CouldNotDo
from wizard.queue import actions
from wizard.queue.actions import Preview, perform
from wizard.queue.postfix import Postfix as PostfixQueue
from wizard.queue.server import Action
from wizard.vocabulary import Cause

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(bool(reason_to_skip("postfix")), reason=reason_to_skip("postfix") or "-"),
]

TSS = "421 4.7.0 [TSS04] Messages from 198.51.100.10 temporarily deferred due to user complaints"


class Mailer:
    """A Postfix that relays everything to a server that defers it."""

    def __init__(self, folder: Path, next_hop: int) -> None:
        (self.port,) = free_ports(1)
        authority = Authority(folder / "tls")
        self.postfix = Postfix(
            Place(folder),
            "postfix",
            host="relay.example",
            listeners=[Listener(address="127.0.0.1", port=self.port)],
            credentials=authority.credentials("localhost"),
            settings={
                "mynetworks": "127.0.0.0/8",
                "smtpd_relay_restrictions": "permit_mynetworks, reject",
                "default_transport": f"smtp:[127.0.0.1]:{next_hop}",
                "relay_transport": f"smtp:[127.0.0.1]:{next_hop}",
                "in_flow_delay": "0",
                "minimal_backoff_time": "4000s",
            },
        )
        self.configuration = self.postfix.folder / "conf"
        self.queue = PostfixQueue(self.configuration)

    def send(self, sender: str, recipient: str, body: str = "hello") -> None:
        with smtplib.SMTP("127.0.0.1", self.port) as smtp:
            smtp.sendmail(sender, [recipient], f"Subject: test\r\n\r\n{body}\r\n".encode())

    def send_many(self, count: int, sender: str, recipient: str) -> None:
        subprocess.run(
            [
                program("smtp-source"), "-c", "-s", "20", "-m", str(count), "-l", "500",
                "-f", sender, "-t", recipient, f"inet:127.0.0.1:{self.port}",
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip

    def deferred(self, count: int) -> None:
        """Wait until that many messages are deferred with a reason."""
        give_up = time.monotonic() + 240
        while time.monotonic() < give_up:
            waiting = [m for m in self.queue.messages() if m.reason]
            if len(waiting) >= count:
                return
            time.sleep(0.1)
        raise AssertionError(f"only {len(waiting)} of {count} messages were deferred")

    def content(self, id_: str) -> bytes:
        """The message as queued, byte for byte."""
        command = [program("postcat"), "-c", self.configuration, "-bhq", id_]
        return subprocess.run(command, check=True, capture_output=True).stdout


@pytest.fixture
def mailer():
    with tempfile.TemporaryDirectory(prefix="queue-") as name, deferring_server(TSS) as port:
        Path(name).chmod(0o755)  # Postfix works as a user of its own
        mailer = Mailer(Path(name), port)
        with mailer.postfix.start():
            yield mailer


def listed(mailer: Mailer, *filters: str) -> dict:
    got = sendagain("queue", "list", "--config", str(mailer.configuration), "--json", *filters)
    assert got.returncode == 0, got.stderr
    return json.loads(got.stdout)


def test_the_queue_is_grouped_by_what_the_reasons_mean(mailer: Mailer):
    mailer.send("anna@relay.example", "bob@yahoo.example")
    mailer.send("anna@relay.example", "cem@yahoo.example")
    mailer.send("dora@relay.example", "eve@other.example")
    mailer.deferred(3)
    answer = listed(mailer)
    assert answer["total"] == 3
    assert [(g["cause"], g["domain"], g["count"]) for g in answer["groups"]] == [
        ("ip_blocked", "yahoo.example", 2),
        ("ip_blocked", "other.example", 1),
    ]
    assert "TSS04" in answer["groups"][0]["example"]
    assert listed(mailer, "--sender", "dora@relay.example")["total"] == 1
    assert listed(mailer, "--recipient-domain", "yahoo.example")["total"] == 2
    assert listed(mailer, "--older-than", "1h")["total"] == 0
    assert listed(mailer, "--cause", Cause.IP_BLOCKED.value)["total"] == 3


def test_nothing_changes_without_yes(mailer: Mailer):
    mailer.send("anna@relay.example", "bob@yahoo.example")
    mailer.deferred(1)
    before = mailer.queue.messages()
    got = sendagain("queue", "delete", "--all", "--config", str(mailer.configuration))
    assert got.returncode == 0
    assert "preview" in got.stdout
    assert mailer.queue.messages() == before


def test_hold_and_release(mailer: Mailer):
    mailer.send("anna@relay.example", "bob@yahoo.example")
    mailer.deferred(1)
    call = ("--all", "--yes", "--config", str(mailer.configuration))
    assert sendagain("queue", "hold", *call).returncode == 0
    assert [m.queue for m in mailer.queue.messages()] == ["hold"]
    assert sendagain("queue", "release", *call).returncode == 0
    assert [m.queue for m in mailer.queue.messages()] != ["hold"]


def test_deleted_messages_come_back_byte_for_byte(mailer: Mailer, tmp_path: Path):
    mailer.send("anna@relay.example", "bob@yahoo.example", "Grüße\r\n.dots\r\n\tand tabs")
    mailer.send("anna@relay.example", "cem@yahoo.example", "second")
    mailer.deferred(2)
    before = sorted(mailer.content(m.id) for m in mailer.queue.messages())
    recipients = sorted(m.recipients for m in mailer.queue.messages())
    home = {"XDG_STATE_HOME": str(tmp_path / "state")}
    call = ("--config", str(mailer.configuration))
    got = sendagain("queue", "delete", "--all", "--yes", *call, env=home)
    assert got.returncode == 0, got.stderr
    assert mailer.queue.messages() == []
    (saved,) = (tmp_path / "state" / "SendAgain" / "deleted-mail").iterdir()
    got = sendagain("queue", "restore", str(saved), *call, env=home)
    assert got.returncode == 0, got.stderr
    restored = mailer.queue.messages()
    assert [m.queue for m in restored] == ["hold", "hold"]
    assert sorted(mailer.content(m.id) for m in restored) == before
    assert sorted(m.recipients for m in restored) == recipients


def test_a_message_that_arrives_after_the_preview_survives(mailer: Mailer, tmp_path: Path):
    mailer.send("anna@relay.example", "bob@yahoo.example")
    mailer.deferred(1)
    preview = Preview(Action.DELETE, tuple(mailer.queue.messages()))
    mailer.send("anna@relay.example", "late@yahoo.example")
    mailer.deferred(2)
    done = perform(mailer.queue, preview, tmp_path / "copies", datetime.now(UTC))
    assert (done.touched, done.gone) == (1, 0)
    assert [m.recipients for m in mailer.queue.messages()] == [("late@yahoo.example",)]


def test_nothing_is_deleted_when_the_copy_cannot_be_written(mailer: Mailer, tmp_path: Path):
    mailer.send("anna@relay.example", "bob@yahoo.example")
    mailer.deferred(1)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    preview = Preview(Action.DELETE, tuple(mailer.queue.messages()))
    with pytest.raises(CouldNotDo):
        perform(mailer.queue, preview, blocked, datetime.now(UTC))
    assert len(mailer.queue.messages()) == 1


def test_killed_between_saving_and_deleting_nothing_is_lost(
    mailer: Mailer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    class Killed(BaseException):
        pass

    def kill(*_: object) -> None:
        raise Killed

    mailer.send("anna@relay.example", "bob@yahoo.example")
    mailer.deferred(1)
    preview = Preview(Action.DELETE, tuple(mailer.queue.messages()))
    monkeypatch.setattr(mailer.queue, "act", kill)
    with pytest.raises(Killed):
        perform(mailer.queue, preview, tmp_path / "copies", datetime.now(UTC))
    assert len(mailer.queue.messages()) == 1
    monkeypatch.undo()
    (saved,) = (tmp_path / "copies").iterdir()
    assert actions.restore(mailer.queue, saved) == 0, "it never left: nothing to restore"


@pytest.mark.soak
@pytest.mark.parametrize("count", [1_000, 20_000])
def test_a_long_queue_is_listed_and_grouped_in_time(mailer: Mailer, count: int):
    mailer.send_many(count, "list@relay.example", "many@yahoo.example")
    mailer.deferred(count)
    before = time.perf_counter()
    answer = listed(mailer)
    took = time.perf_counter() - before
    assert answer["groups"][0]["count"] >= count
    print(f"{count} messages listed and grouped in {took:.2f} s")
