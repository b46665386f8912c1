"""Real Postfix and Exim on loopback, started once for all tests here, ended with them."""

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.servers.authority import EXPIRED, Authority, Credentials
from tests.servers.dovecot import Dovecot
from tests.servers.process import Place, server_folder
from tests.servers.programs import ROOT

ADDRESS = "joe@lab.example"
PASSWORD = "correct horse battery"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the program printed: its report and its exit status."""

    report: dict[str, Any]
    status: int

    def finding_texts(self, verdict: str) -> str:
        """The titles, meanings and evidence of all findings with this verdict."""
        return "\n".join(
            json.dumps(finding, ensure_ascii=False)
            for finding in self.report["findings"]
            if finding["verdict"] == verdict
        )


Check = Callable[..., Answer]


@pytest.fixture(scope="session")
def place() -> Iterator[Place]:
    with server_folder() as folder:
        yield Place(folder)


@pytest.fixture(scope="session")
def authority(place: Place) -> Authority:
    return Authority(place.folder / "tls")


@pytest.fixture(scope="session")
def good(authority: Authority) -> Credentials:
    return authority.credentials("localhost", "127.0.0.1", file="good")


@pytest.fixture(scope="session")
def expired(authority: Authority) -> Credentials:
    return authority.credentials("localhost", "127.0.0.1", validity=EXPIRED, file="expired")


@pytest.fixture(scope="session")
def passwords(place: Place) -> Iterator[Dovecot]:
    dovecot = Dovecot(place, "dovecot", users={ADDRESS: PASSWORD})
    with dovecot.start():
        yield dovecot


@pytest.fixture
def check(authority: Authority, tmp_path: Path) -> Check:
    """The unmodified program, trusting the tests' authority as one of the system's."""

    def run(port: int, security: str, *, password: str = PASSWORD, error: str = "") -> Answer:
        done = subprocess.run(
            [
                ROOT / ".venv" / "bin" / "sendagain", "check", ADDRESS, "--json",
                "--server", "localhost", "--port", str(port), "--security", security,
                "--password-stdin", "--error", error,
            ],
            input=f"{password}\n",
            capture_output=True,
            text=True,
            timeout=180,
            cwd=tmp_path,
            env={
                "PATH": "/usr/bin:/bin",
                "HOME": str(tmp_path),
                "SSL_CERT_FILE": str(authority.root),
            },
            check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        assert password not in done.stdout + done.stderr
        return Answer(json.loads(done.stdout), done.returncode)

    return run
