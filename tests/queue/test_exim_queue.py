"""The queue of a real Exim whose messages are deferred by a real 421."""

import json
import os
import smtplib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.queue.deferring import deferring_server
from tests.servers.process import Place, Running, free_ports
from tests.servers.programs import ROOT, program, reason_to_skip

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(bool(reason_to_skip("exim")), reason=reason_to_skip("exim") or "-"),
]

_CONF = """\
primary_hostname = relay.example
exim_path = {exim}
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/exim.pid
local_interfaces = 127.0.0.1.{port}
exim_user = Debian-exim
exim_group = Debian-exim
host_lookup =
rfc1413_hosts =
message_logs = true
keep_environment =
acl_smtp_rcpt = accept
begin acl
begin routers
onward:
  driver = manualroute
  route_list = * 127.0.0.1
  self = send
  transport = onward
begin transports
onward:
  driver = smtp
  port = {next_hop}
  allow_localhost
  hosts_try_fastopen =
begin retry
* * F,1h,30m
"""


class Mailer:
    """An Exim that sends everything to a server that defers it."""

    def __init__(self, folder: Path, next_hop: int) -> None:
        (self.port,) = free_ports(1)
        self._place = Place(folder)
        for name in ("spool", "log"):
            (folder / name).mkdir()
            (folder / name).chmod(0o777)
        self.configuration = folder / "exim.conf"
        self.configuration.write_text(
            _CONF.format(exim=program("exim"), folder=folder, port=self.port, next_hop=next_hop)
        )
        self.folder = folder

    def start(self) -> Running:
        return Running(
            self._place,
            [program("exim"), "-C", self.configuration, "-bdf", "-odq"],
            name="exim",
            listening=[("127.0.0.1", self.port)],
            log=self.folder / "log" / "mainlog",
        )

    def send(self, sender: str, recipient: str, body: str = "hello") -> None:
        with smtplib.SMTP("127.0.0.1", self.port) as smtp:
            smtp.sendmail(sender, [recipient], f"Subject: test\r\n\r\n{body}\r\n")

    def run_queue(self, seconds: float = 60) -> None:
        self.call([str(program("exim")), "-C", str(self.configuration), "-qff"], seconds)

    def call(self, command: list[str], seconds: float = 60) -> subprocess.CompletedProcess[str]:
        """Run a command where the users that Exim insists on exist."""
        path = f"{program('exim').parent}:{os.environ['PATH']}"
        return subprocess.run(
            self._place.command(command),
            cwd=ROOT,
            env={**os.environ, "PATH": path, "XDG_STATE_HOME": str(self.folder / "state")},
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def queue(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        options = ["--config", str(self.configuration)]
        return self.call([sys.executable, "-m", "wizard", "queue", *arguments, *options])

    def listed(self) -> dict:
        got = self.queue("list", "--json")
        assert got.returncode == 0, got.stderr
        return json.loads(got.stdout)

    def deferred(self, count: int) -> dict:
        """Wait until that many messages have a reason."""
        give_up = time.monotonic() + 60
        while True:
            answer = self.listed()
            if sum(bool(one["reason"]) for one in answer["messages"]) >= count:
                return answer
            assert time.monotonic() < give_up, answer
            time.sleep(0.1)


@pytest.fixture
def mailer():
    reply = "421 Too many concurrent SMTP connections from this IP address; please try again later."
    with tempfile.TemporaryDirectory(prefix="exim-") as name, deferring_server(reply) as port:
        Path(name).chmod(0o755)
        mailer = Mailer(Path(name), port)
        with mailer.start():
            yield mailer


def test_listed_grouped_held_deleted_and_restored(mailer: Mailer):
    mailer.send("anna@relay.example", "bob@slow.example", "Hello, Bob")
    mailer.send("anna@relay.example", "cem@slow.example", "Hello, Cem")
    mailer.run_queue()
    answer = mailer.deferred(2)
    assert answer["server"] == "Exim"
    assert [(g["cause"], g["domain"], g["count"]) for g in answer["groups"]] == [
        ("too_many_connections", "slow.example", 2)
    ]
    assert mailer.queue("hold", "--all", "--yes").returncode == 0
    assert {one["queue"] for one in mailer.listed()["messages"]} == {"hold"}

    spool = mailer.folder / "spool" / "input"
    before = {path.name: path.read_bytes() for path in spool.rglob("*-D")}
    got = mailer.queue("delete", "--all", "--yes")
    assert got.returncode == 0, got.stderr
    assert mailer.listed()["total"] == 0
    (saved,) = (mailer.folder / "state" / "SendAgain" / "deleted-mail").iterdir()
    got = mailer.queue("restore", str(saved))
    assert got.returncode == 0, got.stderr
    assert mailer.listed()["total"] == 2
    assert {path.name: path.read_bytes() for path in spool.rglob("*-D")} == before
    assert {one["queue"] for one in mailer.listed()["messages"]} == {"hold"}


@pytest.mark.soak
@pytest.mark.parametrize("count", [1_000, 20_000])
def test_a_long_queue_is_listed_and_grouped_in_time(mailer: Mailer, count: int):
    subprocess.run(
        [
            program("smtp-source"), "-s", "10", "-m", str(count), "-l", "500",
            "-f", "list@relay.example", "-t", "many@slow.example",
            f"inet:127.0.0.1:{mailer.port}",
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    mailer.run_queue(900)
    before = time.perf_counter()
    answer = mailer.listed()
    took = time.perf_counter() - before
    print(f"{count} messages listed and grouped in {took:.2f} s")
    assert answer["total"] == count
    (group,) = answer["groups"]
    assert (group["cause"], group["count"]) == ("too_many_connections", count)
