"""A newer version is looked for only where the package says where, and nobody forbids it."""

import http.server
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from wizard.cli import main as program
from wizard.messages import ENGLISH
from wizard.profile.model import Limits, Lookups, Profile
from wizard.support.newer_version import Answer, Published, newer_version, published

LINK = "https://downloads.example/sendagain"


@contextmanager
def _announcing(body: bytes, status: int = 200) -> Iterator[tuple[str, ssl.SSLContext, list[str]]]:
    """An HTTPS server on loopback that answers this; its address, who trusts it, what was asked."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.path} {self.headers.as_string()}")
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    authority = trustme.CA()
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}/version.json", trusting, asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b'{"version": "1.3.0"}', Answer.NEWER),
        (b'{"version": "1.2.0"}', Answer.CURRENT),
        (b'{"version": "1.2"}', Answer.CURRENT),
        (b'{"version": "1.1.9"}', Answer.CURRENT),
        (b'{"version": "<b>9</b>"}', Answer.UNKNOWN),
        (b"<html>", Answer.UNKNOWN),
        (b"", Answer.UNKNOWN),
    ],
)
def test_the_answer_is_read(body: bytes, answer: Answer) -> None:
    with _announcing(body) as (url, trusting, asked):
        where = Published(newer_version_url=url, download_url=LINK)
        found = newer_version(Profile(), where, here="1.2.0", context=trusting)
    assert found.answer is answer
    assert len(asked) == 1
    assert "Cookie" not in asked[0]
    if answer is Answer.NEWER:
        assert ENGLISH.render(found.shown).endswith(f"You can get it at {LINK}.")


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_refusal_is_no_answer(status: int) -> None:
    with _announcing(b'{"version": "9.0"}', status) as (url, trusting, asked):
        where = Published(newer_version_url=url, download_url=LINK)
        found = newer_version(Profile(), where, here="1.2.0", context=trusting)
    assert found.answer is Answer.UNKNOWN
    assert len(asked) == 1


def test_a_server_that_nobody_vouches_for_is_no_answer() -> None:
    with _announcing(b'{"version": "9.0"}') as (url, _, asked):
        where = Published(newer_version_url=url, download_url=LINK)
        assert newer_version(Profile(), where, here="1.2.0").answer is Answer.UNKNOWN
    assert asked == []


@pytest.mark.parametrize(
    "profile",
    [
        Profile(limits=Limits(allow_update_check=False)),
        Profile(lookups=Lookups(allow_outside=False)),
    ],
)
def test_an_organisation_can_forbid_it(profile: Profile) -> None:
    with _announcing(b'{"version": "9.0"}') as (url, trusting, asked):
        where = Published(newer_version_url=url, download_url=LINK)
        found = newer_version(profile, where, here="1.2.0", context=trusting)
    assert found.answer is Answer.FORBIDDEN
    assert asked == []


@pytest.mark.parametrize("url", ["", "http://downloads.example/", "file:///etc/passwd", "https:"])
def test_without_a_safe_address_it_is_off(url: str) -> None:
    where = Published(newer_version_url=url, download_url=LINK)
    assert newer_version(Profile(), where).answer is Answer.OFF


def test_the_source_tree_never_asks(capsys: pytest.CaptureFixture[str]) -> None:
    assert published() == Published()
    assert program(["--newer-version"]) == 0
    assert "does not look for newer versions" in " ".join(capsys.readouterr().out.split())
    assert not (Path(__file__).resolve().parents[2] / "resources" / "build.json").exists()
