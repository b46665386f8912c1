"""Token servers that answer, refuse, misbehave; and sign-ins that last."""

import asyncio
import base64
import logging
import threading
import time
from pathlib import Path

import pytest

from tests.oauth.conftest import client_of
from tests.secrets import stores
from tests.servers import oauth2
from tests.servers.oauth2 import SignInServer
from tests.support.test_canaries import found
from wizard import log
from wizard.account import Secret, Token
from wizard.accounts.oauth import (
    Client,
    Refusal,
    Tokens,
    Trouble,
    entry_of,
    refreshed,
    remember,
    resumed,
)
from wizard.accounts.oauth.asking import Answered, ask
from wizard.accounts.oauth.tokens import read_tokens
from wizard.accounts.secrets import Secrets, Store
from wizard.measure.world import World
from wizard.messages import ENGLISH

ADDRESS = "joe@lab.example"
CANARY = "zz-canary-token-7q4w"
WORLD = World()


async def trouble_of(client: Client, seconds: float = 20.0) -> Trouble:
    form = {"grant_type": "refresh_token", "refresh_token": CANARY}
    answer = await ask(client, client.endpoints.token, form, WORLD, seconds)
    assert isinstance(answer, Refusal)
    for shown in (answer.sentence, answer.next):
        text = ENGLISH.render(shown)
        assert text != shown.id
        assert CANARY not in text
    return answer.trouble


@pytest.mark.parametrize(
    ("misbehaves", "trouble"),
    [
        (oauth2.endless, Trouble.TOO_MUCH),
        (oauth2.elsewhere, Trouble.ELSEWHERE),
        (oauth2.no_http, Trouble.NO_SENSE),
        (oauth2.saying(200, b"<html>Welcome to our WiFi</html>", "text/html"), Trouble.NO_SENSE),
        (oauth2.saying(200, b"", "application/json"), Trouble.NO_SENSE),
        (oauth2.saying(200, b"\xff\xfe\xfd"), Trouble.NO_SENSE),
        (oauth2.saying(200, b"[" * 60_000), Trouble.NO_SENSE),
        (oauth2.saying(404, b"{}"), Trouble.NO_SENSE),
        (oauth2.saying(400, b'{"error":5}'), Trouble.NO_SENSE),
        (oauth2.saying(503, b"<html>busy</html>"), Trouble.OUT_OF_ORDER),
        (oauth2.saying(500, b"{}"), Trouble.OUT_OF_ORDER),
        (oauth2.saying(400, b'{"error":"invalid_client"}'), Trouble.CLIENT_REFUSED),
        (oauth2.saying(200, b'{"error":"invalid_scope"}'), Trouble.SCOPE_REFUSED),
        (oauth2.saying(400, b'{"error":"new_word"}'), Trouble.REFUSED),
    ],
)
async def test_a_server_that_misbehaves_gets_a_sentence(
    server: SignInServer,
    client: Client,
    misbehaves: oauth2.Misbehaviour,
    trouble: Trouble,
) -> None:
    server.misbehaves = misbehaves
    assert await trouble_of(client) is trouble
    assert server.times_asked("/stolen") == 0


@pytest.mark.parametrize("misbehaves", [oauth2.dripping, oauth2.silent])
async def test_a_server_that_keeps_us_waiting_ends_with_the_deadline(
    server: SignInServer, client: Client, misbehaves: oauth2.Misbehaviour
) -> None:
    server.misbehaves = misbehaves
    began = time.monotonic()
    assert await trouble_of(client, 0.5) is Trouble.SLOW
    assert time.monotonic() - began < 10


async def test_no_thread_stays_with_a_server_that_keeps_us_waiting(
    server: SignInServer, client: Client
) -> None:
    server.misbehaves = oauth2.dripping
    await trouble_of(client, 0.5)
    for thread in threading.enumerate():
        if thread.name == "aside":
            await asyncio.to_thread(thread.join, 20)
            assert not thread.is_alive()


async def test_a_registration_without_the_secret_that_google_wants(server: SignInServer) -> None:
    """Google's word for it is `invalid_request`, which alone would say nothing to anybody."""
    server.misbehaves = oauth2.saying(400, b'{"error":"invalid_request"}')
    assert await trouble_of(client_of(server)) is Trouble.REFUSED
    assert await trouble_of(client_of(server, wants_client_secret=True)) is Trouble.CLIENT_REFUSED


async def test_a_server_that_is_not_there(server: SignInServer) -> None:
    free = client_of(server, token="http://127.0.0.1:9/token")
    assert await trouble_of(free) is Trouble.NOT_REACHED


async def test_a_server_that_speaks_no_tls(server: SignInServer) -> None:
    plain = client_of(server, token=f"{server.base.replace('http:', 'https:')}/token")
    assert await trouble_of(plain) is Trouble.NOT_TRUSTED
    assert server.asked == []


async def test_cancelling_ends_a_question_at_once(server: SignInServer, client: Client) -> None:
    server.misbehaves = oauth2.silent
    task = asyncio.create_task(trouble_of(client))
    while not server.asked:
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(
    "body",
    [
        b'{"token_type":"Bearer"}',
        b'{"access_token":""}',
        b'{"access_token":5}',
        b'{"access_token":"a b"}',
        b'{"access_token":"a\\u0001auth=other"}',
        b'{"access_token":"a\\r\\nQUIT"}',
        b'{"access_token":"\xc3\xbc"}',
        b'{"access_token":"x","token_type":"mac"}',
        b'{"access_token":"x","expires_in":"soon"}',
        b'{"access_token":"x","expires_in":"nan"}',
        b'{"access_token":"x","refresh_token":"a b"}',
        b'{"access_token":"' + b"x" * 20_000 + b'"}',
        b'["access_token"]',
    ],
)
def test_what_is_no_token_is_not_used(body: bytes, client: Client) -> None:
    answer = read_tokens(Answered(200, body), client, WORLD)
    assert isinstance(answer, Refusal)
    assert answer.trouble is Trouble.NO_SENSE


@pytest.mark.parametrize(
    ("given", "good"),
    [("3600", True), ('"3600"', True), ("30", False), ("0", False), ("1e300", True), ("-5", False)],
)
def test_how_long_a_token_lasts(given: str, good: bool, client: Client) -> None:
    body = f'{{"access_token":"x","expires_in":{given}}}'.encode()
    tokens = read_tokens(Answered(200, body), client, WORLD)
    assert isinstance(tokens, Tokens)
    assert isinstance(tokens.access, Token)
    assert tokens.still_good(WORLD.now()) is good


@pytest.mark.parametrize("rotates", [True, False])
async def test_a_new_access_token(server: SignInServer, client: Client, rotates: bool) -> None:
    server.rotates = rotates
    old = str(server.give()["refresh_token"])
    tokens = await refreshed(client, Secret(old), WORLD)
    assert isinstance(tokens, Tokens)
    assert tokens.access.reveal() in server.tokens
    assert tokens.refresh is not None
    assert tokens.refresh.reveal() in server.refresh_tokens
    assert (tokens.refresh.reveal() == old) is not rotates


async def test_a_sign_in_that_has_ended(client: Client) -> None:
    answer = await refreshed(client, Secret("long gone"), WORLD)
    assert isinstance(answer, Refusal)
    assert answer.trouble is Trouble.ENDED


def new_start(backend: stores.InMemory, folder: Path) -> Secrets:
    return Secrets(find=lambda: Store(backend), folder=folder)


async def test_a_sign_in_is_remembered_and_goes_on(
    server: SignInServer, client: Client, tmp_path: Path
) -> None:
    backend = stores.InMemory()
    first = read_tokens(
        Answered(200, b'{"access_token":"x","refresh_token":"%b"}' % CANARY.encode()), client, WORLD
    )
    assert isinstance(first, Tokens)
    server.refresh_tokens.add(CANARY)
    assert (await remember(client, ADDRESS, first, new_start(backend, tmp_path))).ok
    for _ in range(2):  # the provider gives a new refresh token each time, and ends the old one
        tokens = await resumed(client, ADDRESS, new_start(backend, tmp_path))
        assert isinstance(tokens, Tokens)
        assert set(backend.kept.values()) == server.refresh_tokens
    later = new_start(backend, tmp_path)
    assert (await later.forget(entry_of(client, ADDRESS))).ok
    assert backend.kept == {}
    assert await resumed(client, ADDRESS, later) is None


async def test_a_sign_in_that_ended_is_forgotten(client: Client, tmp_path: Path) -> None:
    backend = stores.InMemory()
    secrets = new_start(backend, tmp_path)
    await secrets.remember(entry_of(client, ADDRESS), Secret("revoked"))
    answer = await resumed(client, ADDRESS, secrets)
    assert isinstance(answer, Refusal)
    assert answer.trouble is Trouble.ENDED
    assert backend.kept == {}


def test_a_fault_that_holds_a_token_is_logged_without_it(tmp_path: Path) -> None:
    """The command line tells the log of every token; then whatever is logged is masked."""
    framed = f"user={ADDRESS}\1auth=Bearer {CANARY}\1\1".encode()
    said = f"AUTH XOAUTH2 {base64.b64encode(framed).decode()} {CANARY} {framed.hex()}"
    file = log.start_log(tmp_path)
    assert file is not None
    try:
        log.hide_in_log(None, Token(CANARY))
        logging.getLogger("wizard.test").error("failed", exc_info=ValueError(said))
        log.note_crash(ValueError(said), tmp_path)
    finally:
        log.stop_log()
    for path in (file, tmp_path / "crash.txt"):
        assert "ValueError" in path.read_text()
        assert not found(path.read_text(), (CANARY, "canary-token"))


async def test_no_token_stands_in_the_log(
    server: SignInServer, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    server.refresh_tokens.add(CANARY)
    server.new_token = lambda: CANARY
    with caplog.at_level(logging.DEBUG):
        assert isinstance(await refreshed(client, Secret(CANARY), WORLD), Tokens)
        server.misbehaves = oauth2.saying(400, b'{"error":"%b"}' % CANARY.encode())
        await refreshed(client, Secret(CANARY), WORLD)
    assert CANARY not in caplog.text
