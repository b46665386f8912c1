"""A real Postfix with Dovecot that offers every kind of signing in, and a person's computer.

Tokens come from a small sign-in server, which Dovecot asks about each. Canaries everywhere: no
password and no token may stand in anything that the program wrote or printed.
"""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.servers.authority import Authority, Credentials
from tests.servers.dovecot import Dovecot
from tests.servers.oauth2 import SignInServer, sign_in_server
from tests.servers.postfix import SUBMISSION, Listener, Postfix
from tests.servers.process import Place, free_ports
from tests.servers.programs import ROOT
from tests.support.test_canaries import found

HERE = "127.0.0.1"
ADDRESS = "joe@lab.example"
PASSWORD = "Zz-P@ss+Canary/9&ü"
WRONG = "Zz-wr0ng+Canary/8&é"
TOKEN = "Zz-T0ken.Canary-7"
CANARIES = ("Zz-P@ss", "Canary/9", "Zz-wr0ng", "Canary/8", "Zz-T0ken", "Canary-7", PASSWORD, WRONG)
BY_PASSWORD = ("plain", "login", "cram-md5", "scram-sha-256")
BY_TOKEN = ("xoauth2", "oauthbearer")
ALL = "plain login cram-md5 scram-sha-256 xoauth2 oauthbearer"
# Whoever sits at the browser: it follows the page back to the program, as BROWSER of the system.
BROWSER = "import sys, urllib.request as r; r.urlopen(sys.argv[1], timeout=20).read()"


@pytest.fixture(scope="session")
def provider() -> Iterator[SignInServer]:
    number = iter(range(10_000))
    server = SignInServer(user=ADDRESS, new_token=lambda: f"{TOKEN}.{next(number)}" + "x" * 900)
    with sign_in_server(server):
        yield server


@pytest.fixture(scope="session")
def ports(place: Place, good: Credentials, provider: SignInServer) -> Iterator[dict[str, int]]:
    """One listener a method, each offering nothing else; and one that offers all."""
    names = (*BY_PASSWORD, *BY_TOKEN)
    *numbers, every, strict = free_ports(len(names) + 2)
    dovecot, picky = (
        Dovecot(
            place,
            f"kinds-{scope}",
            users={ADDRESS: PASSWORD},
            mechanisms=ALL,
            # Without its delay after a wrong password: tests do not wait.
            settings={"auth_failure_delay": "0"},
            introspection=f"{provider.base}/introspect",
            scope=scope,
        )
        for scope in ("mail", "elsewhere")
    )
    listeners = [
        Listener(
            address=HERE,
            port=port,
            options={**SUBMISSION, "smtpd_sasl_mechanism_filter": name},
        )
        for name, port in zip(names, numbers, strict=True)
    ]
    picky_options = {**SUBMISSION, "smtpd_sasl_path": str(picky.sign_in_socket)}
    listeners += [
        Listener(address=HERE, port=every, options=SUBMISSION),
        Listener(address=HERE, port=strict, options=picky_options),
    ]
    postfix = Postfix(
        place,
        "kinds-postfix",
        host="localhost",
        listeners=listeners,
        credentials=good,
        sign_in_socket=dovecot.sign_in_socket,
    )
    with dovecot.start(), picky.start(), postfix.start():
        yield {**dict(zip(names, numbers, strict=True)), "all": every, "strict": strict}


@dataclass
class Computer:
    """A home with the unmodified program; everything written or printed there is searched."""

    home: Path
    authority: Authority
    printed: list[str] = field(default_factory=list)

    def run(self, *arguments: str, stdin: str = "", **more: str) -> tuple[int, str, str]:
        """(status, answer, what else was said)."""
        done = subprocess.run(
            [*self.session(), ROOT / ".venv" / "bin" / "sendagain", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=180,
            cwd=self.home,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.home),
                "LANG": "C.UTF-8",
                "SSL_CERT_FILE": str(self.authority.root),
                **self.environment(),
                "BROWSER": f"{sys.executable} -c '{BROWSER}' %s",
                **more,
            },
        )
        self.printed += [done.stdout, done.stderr]
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout, done.stderr

    def session(self) -> list[str]:
        """What the program is started through."""
        return []

    def environment(self) -> dict[str, str]:
        """What the session adds: none of a desktop here."""
        return {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}

    def check(
        self, port: int, *arguments: str, password: str = "", **more: str
    ) -> tuple[int, dict[str, Any]]:
        """(status, report) of a check of the account."""
        given = ("--password-stdin",) if password else ()
        server = ("--server", "localhost", "--port", str(port), "--security", "starttls")
        bundle = self.home / f"report-{len(self.printed)}.zip"
        status, answer, said = self.run(
            "check", ADDRESS, *server, "--json", "--bundle", str(bundle), *given, *arguments,
            stdin=f"{password}\n" if password else "", **more,
        )  # fmt: skip
        assert answer, said
        return status, json.loads(answer)

    def log(self) -> str:
        """What the program logged; it makes the file for the first record only."""
        return "".join(path.read_text() for path in self.home.rglob("sendagain.log*"))

    def assert_clean(self) -> None:
        """No canary in any file of the home nor on the screen, raw or encoded."""
        for text in self.printed:
            assert not found(text, CANARIES)
        files = [path for path in self.home.rglob("*") if path.is_file()]
        assert any(path.suffix == ".zip" for path in files)
        assert any(path.name == "run.jsonl" and path.stat().st_size for path in files)
        for path in files:
            assert not found(path.read_bytes().decode("latin-1"), CANARIES), path
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as archive:
                    for name in archive.namelist():
                        assert not found(archive.read(name).decode(), CANARIES), (path, name)


@pytest.fixture
def computer(tmp_path: Path, authority: Authority) -> Computer:
    return Computer(tmp_path, authority)


@pytest.fixture
def registered(computer: Computer, provider: SignInServer) -> Computer:
    """A person who has a registration of their own at the mail domain's sign-in server."""
    settings = computer.home / ".config" / "SendAgain"
    settings.mkdir(parents=True)
    registration = {
        "place": "lab.example",
        "client_id": provider.client_id,
        "authorize": f"{provider.base}/authorize",
        "token": f"{provider.base}/token",
        "device": f"{provider.base}/device",
        "scopes": ["mail"],
    }
    file = {"schema": "sendagain.oauth/1", "registrations": [registration]}
    (settings / "oauth.json").write_text(json.dumps(file))
    return computer


def findings(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in report["findings"]}
