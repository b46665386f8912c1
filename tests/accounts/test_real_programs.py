"""Profiles written by the real programs, read by ours. Each test skips where its program is not.

On Debian: thunderbird, claws-mail, sylpheed, msmtp, gir1.2-edataserver-1.2 with python3-gi, xvfb.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from wizard.accounts.programs import read_mail_programs, read_outboxes
from wizard.vocabulary import Security

_SECONDS = 90.0
_LOOK_AGAIN_SECONDS = 0.1


def _needs(*programs: str) -> pytest.MarkDecorator:
    missing = [program for program in programs if shutil.which(program) is None]
    return pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)}: not installed here")


@contextmanager
def _running(command: Sequence[str | Path], home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program with a home of its own; it and what it started are gone at the end."""
    env = {**os.environ, "HOME": str(home), "LANG": "C.UTF-8"}
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "DISPLAY"):
        env.pop(name, None)
    log = (home / "log").open("wb")
    process = subprocess.Popen(
        command, env=env, cwd=home, stdout=log, stderr=log, start_new_session=True
    )
    try:
        yield process
    finally:
        for how in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, how)
                process.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        log.close()


def _wait_until(what: Callable[[], bool], process: subprocess.Popen[bytes], home: Path) -> None:
    end = time.monotonic() + _SECONDS
    while not what():
        if process.poll() is not None or time.monotonic() > end:
            said = (home / "log").read_text("utf-8", "replace")[-500:]
            pytest.fail(f"the program did not write its profile: {said}")
        time.sleep(_LOOK_AGAIN_SECONDS)


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and text in path.read_text("utf-8", "replace")


# What a person set up, as Thunderbird takes it over into its own prefs.js.
_USER_JS = """\
user_pref("mail.accountmanager.accounts", "account1,account2");
user_pref("mail.accountmanager.defaultaccount", "account1");
user_pref("mail.accountmanager.localfoldersserver", "server2");
user_pref("mail.account.account1.identities", "id1");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account2.server", "server2");
user_pref("mail.identity.id1.fullName", "Änna \\"B\\" O'Neil");
user_pref("mail.identity.id1.useremail", "anna@firm.test");
user_pref("mail.identity.id1.smtpServer", "smtp1");
user_pref("mail.identity.id1.valid", true);
user_pref("mail.server.server1.hostname", "127.0.0.1");
user_pref("mail.server.server1.type", "imap");
user_pref("mail.server.server1.userName", "anna");
user_pref("mail.server.server1.login_at_startup", false);
user_pref("mail.server.server1.check_new_mail", false);
user_pref("mail.server.server2.hostname", "Local Folders");
user_pref("mail.server.server2.type", "none");
user_pref("mail.server.server2.userName", "nobody");
user_pref("mail.smtp.defaultserver", "smtp1");
user_pref("mail.smtpservers", "smtp1");
user_pref("mail.smtpserver.smtp1.hostname", "smtp.firm.test");
user_pref("mail.smtpserver.smtp1.port", 587);
user_pref("mail.smtpserver.smtp1.try_ssl", 2);
user_pref("mail.smtpserver.smtp1.authMethod", 10);
user_pref("mail.smtpserver.smtp1.username", "anna");
user_pref("app.update.enabled", false);
user_pref("offline.startup_state", 3);
user_pref("network.online", false);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.socks", "127.0.0.1");
user_pref("network.proxy.socks_port", 9);
"""


@pytest.mark.slow
@_needs("thunderbird")
def test_thunderbird(tmp_path):
    base = tmp_path / ".thunderbird"
    profile = base / "anna.default"
    profile.mkdir(parents=True)
    (base / "profiles.ini").write_text("[Profile0]\nName=anna\nIsRelative=1\nPath=anna.default\n")
    (profile / "user.js").write_text(_USER_JS)
    unsent = profile / "Mail/Local Folders/Unsent Messages"
    command = ["thunderbird", "--headless", "--offline", "--no-remote", "--profile", profile]
    with _running(command, tmp_path) as process:
        _wait_until(
            lambda: _holds(profile / "prefs.js", "mail.smtpserver.smtp1") and unsent.exists(),
            process,
            tmp_path,
        )
        # Also while the program runs and holds its profile.
        (account,) = read_mail_programs(tmp_path).accounts
        (box,) = read_outboxes(tmp_path).outboxes
    assert (account.program, account.address) == ("Thunderbird", "anna@firm.test")
    assert (account.host, account.port, account.security) == (
        "smtp.firm.test",
        587,
        Security.STARTTLS,
    )
    assert (account.username, account.sign_in) == ("anna", "oauth2")
    assert (box.program, box.messages) == ("Thunderbird", 0)


_FOLDERS = """<?xml version="1.0" encoding="UTF-8"?>
<folderlist>
    <folder type="mh" name="Mailbox" path="Mail">
        <folderitem type="inbox" name="inbox" path="inbox"/>
        <folderitem type="queue" name="queue" path="queue"/>
    </folder>
</folderlist>
"""
_ACCOUNT = """[Account: 1]
account_name=anna@firm.test
is_default=1
name=Anna
address=anna@firm.test
protocol=0
receive_server=127.0.0.1
smtp_server=smtp.firm.test
user_id=anna
ssl_smtp={ssl}
use_smtp_auth=1
smtp_user_id=anna-smtp
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("program", "name", "folder", "ssl", "port", "security"),
    [
        pytest.param(
            "claws-mail", "Claws Mail", ".claws-mail", 2, 587, Security.STARTTLS,
            marks=_needs("claws-mail", "xvfb-run", "dbus-run-session"),
        ),
        pytest.param(
            "sylpheed", "Sylpheed", ".sylpheed-2.0", 1, 465, Security.TLS,
            marks=_needs("sylpheed", "xvfb-run", "dbus-run-session"),
        ),
    ],
)  # fmt: skip
def test_claws_mail_and_sylpheed(tmp_path, program, name, folder, ssl, port, security):
    settings = tmp_path / folder
    settings.mkdir()
    for place in ("inbox", "queue"):
        (tmp_path / "Mail" / place).mkdir(parents=True)
    (settings / "accountrc").write_text(_ACCOUNT.format(ssl=ssl))
    (settings / "folderlist.xml").write_text(_FOLDERS)
    (settings / ("clawsrc" if program == "claws-mail" else "sylpheedrc")).touch()
    # It writes its settings when it is told to end; asked again until it hears.
    script = f"{program} & while kill -0 $!; do sleep 0.5; {program} --exit; done"
    command = ["xvfb-run", "-a", "dbus-run-session", "--", "sh", "-c", script]
    with _running(command, tmp_path) as process:
        _wait_until(lambda: _holds(settings / "accountrc", "smtp_port="), process, tmp_path)
    # Afterwards: with a letter in its queue the program asks before it ends.
    (tmp_path / "Mail/queue/1").write_text("Subject: waits\n\nHello\n")
    (account,) = read_mail_programs(tmp_path).accounts
    (box,) = read_outboxes(tmp_path).outboxes
    assert (account.program, account.address) == (name, "anna@firm.test")
    assert (account.host, account.port, account.security) == ("smtp.firm.test", port, security)
    assert (account.username, account.sign_in) == ("anna-smtp", "password")
    assert (box.program, box.messages) == (name, 1)


_MSMTP = """defaults
auth on
tls on
account firm
host smtp.firm.test
port 587
from anna@firm.test
user anna
passwordeval "echo secret"
account other : firm
host smtp.other.test
port 465
tls_starttls off
from anna@other.test
account plain
host relay.test
auth off
tls off
from anna@plain.test
"""


@_needs("msmtp")
@pytest.mark.parametrize("name", ["firm", "other", "plain"])
def test_msmtp_understands_its_file_as_we_do(tmp_path, name):
    file = tmp_path / ".msmtprc"
    file.write_text(_MSMTP)
    file.chmod(0o600)
    done = subprocess.run(
        ["msmtp", "-C", file, "--pretend", "-a", name, "x@y.test"],
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(tmp_path), "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        timeout=30,
        check=False,
    )
    lines = (done.stdout + done.stderr).splitlines()
    said = dict(line.split(" = ", 1) for line in lines if " = " in line)
    accounts = {account.address: account for account in read_mail_programs(tmp_path).accounts}
    ours = accounts[said["from"]]
    assert (ours.host, str(ours.port)) == (said["host"], said["port"])
    assert (ours.security is not Security.NONE) == (said["tls"] == "on")
    if ours.security is not Security.NONE:
        assert (ours.security is Security.STARTTLS) == (said["tls_starttls"] == "on")
    assert (ours.sign_in == "none") == (said["auth"] == "none")
    if ours.username:
        assert ours.username == said["user"]


_EVOLUTION = """
import gi, sys
gi.require_version("EDataServer", "1.2")
from gi.repository import EDataServer
def new(uid):
    source = EDataServer.Source.new_with_uid(uid, None)
    source.set_parent("anna-account")
    return source
def keep(source):
    with open(f"{sys.argv[1]}/{source.get_uid()}.source", "w") as file:
        file.write(source.to_string()[0])
transport = new("anna-transport")
transport.get_extension("Mail Transport").set_backend_name("smtp")
place = transport.get_extension("Authentication")
place.set_host("smtp.firm.test"); place.set_port(465); place.set_user("anna")
place.set_method("PLAIN")
transport.get_extension("Security").set_method("ssl-on-alternate-port")
keep(transport)
identity = new("anna-identity")
who = identity.get_extension("Mail Identity")
who.set_address("anna@firm.test"); who.set_name("Änna")
identity.get_extension("Mail Submission").set_transport_uid("anna-transport")
keep(identity)
"""


def _evolution_is_missing() -> bool:
    check = "import gi; gi.require_version('EDataServer', '1.2')"
    command = ["/usr/bin/python3", "-c", check]
    if not Path(command[0]).exists():
        return True
    return subprocess.run(command, capture_output=True, check=False).returncode != 0


@pytest.mark.skipif(_evolution_is_missing(), reason="gir1.2-edataserver-1.2: not installed here")
def test_evolution(tmp_path):
    folder = tmp_path / ".config/evolution/sources"
    folder.mkdir(parents=True)
    subprocess.run(["/usr/bin/python3", "-c", _EVOLUTION, folder], check=True, timeout=30)
    (account,) = read_mail_programs(tmp_path).accounts
    assert (account.program, account.address) == ("Evolution", "anna@firm.test")
    assert (account.host, account.port, account.security) == ("smtp.firm.test", 465, Security.TLS)
    assert (account.username, account.sign_in) == ("anna", "password")
