"""Signing in with a code on another device: the server sets the pace (RFC 8628)."""

import asyncio

import pytest

from tests.oauth.conftest import client_of
from tests.servers import oauth2
from tests.servers.oauth2 import SignInServer
from wizard.accounts.oauth import Client, DeviceCode, Refusal, Tokens, Trouble, sign_in_with_code


class Pauses:
    """A clock that only counts what it was asked to wait."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)
        await asyncio.sleep(0)


async def signed_in(client: Client, pauses: Pauses | None = None) -> Tokens | Refusal:
    shown: list[DeviceCode] = []
    answer = await sign_in_with_code(client, shown.append, pause=pauses or Pauses())
    for code in shown:
        assert code.code == "WDJB-MJHT"
        assert code.device_code not in repr(code)
    return answer


async def test_a_person_types_the_code(server: SignInServer, client: Client) -> None:
    server.device_answers = ["authorization_pending"] * 3
    pauses = Pauses()
    tokens = await signed_in(client, pauses)
    assert isinstance(tokens, Tokens)
    assert pauses.waited == [5, 5, 5, 5]
    assert server.times_asked("/token") == 4


async def test_without_an_interval_five_seconds(server: SignInServer, client: Client) -> None:
    server.device_interval = None
    pauses = Pauses()
    await signed_in(client, pauses)
    assert pauses.waited == [5]


@pytest.mark.parametrize(("given", "kept"), [(0, 1), (-3, 1), (2, 2), (100_000, 60)])
async def test_a_senseless_interval_is_never_a_hammer_nor_an_eternity(
    server: SignInServer, client: Client, given: int, kept: float
) -> None:
    server.device_interval = given
    pauses = Pauses()
    await signed_in(client, pauses)
    assert pauses.waited == [kept]


async def test_a_server_that_wants_it_slower_gets_it(server: SignInServer, client: Client) -> None:
    server.device_answers = ["slow_down", "authorization_pending", "slow_down"]
    pauses = Pauses()
    assert isinstance(await signed_in(client, pauses), Tokens)
    assert pauses.waited == [5, 10, 10, 15]


async def test_a_server_in_trouble_is_asked_less_and_less(
    server: SignInServer, client: Client
) -> None:
    server.device_answers = ["temporarily_unavailable", "server_error"]
    pauses = Pauses()
    assert isinstance(await signed_in(client, pauses), Tokens)
    assert pauses.waited == [5, 10, 20]


async def test_a_code_that_nobody_used(server: SignInServer, client: Client) -> None:
    server.device_answers = ["authorization_pending"] * 1_000
    server.device_seconds = 60
    pauses = Pauses()
    answer = await signed_in(client, pauses)
    assert isinstance(answer, Refusal)
    assert answer.trouble is Trouble.CODE_EXPIRED
    assert sum(pauses.waited) <= 60
    assert server.times_asked("/token") == 12


async def test_a_code_that_would_hold_for_a_year(server: SignInServer, client: Client) -> None:
    server.device_answers = ["authorization_pending"] * 10_000
    server.device_seconds = 3.2e7
    server.device_interval = 60
    pauses = Pauses()
    await signed_in(client, pauses)
    assert sum(pauses.waited) <= 1800


@pytest.mark.parametrize(
    ("word", "trouble"),
    [
        ("access_denied", Trouble.DENIED),
        ("authorization_declined", Trouble.DENIED),
        ("expired_token", Trouble.CODE_EXPIRED),
        ("invalid_grant", Trouble.REFUSED),
    ],
)
async def test_the_provider_says_no(
    server: SignInServer, client: Client, word: str, trouble: Trouble
) -> None:
    server.device_answers = ["authorization_pending", word]
    answer = await signed_in(client)
    assert isinstance(answer, Refusal)
    assert answer.trouble is trouble
    assert server.times_asked("/token") == 2


async def test_a_provider_without_codes(server: SignInServer) -> None:
    answer = await signed_in(client_of(server, device=""))
    assert isinstance(answer, Refusal)
    assert answer.trouble is Trouble.NO_DEVICE


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"device_code":"d","user_code":"u","verification_uri":"http://x.example/","expires_in":9}',
        b'{"device_code":"d","user_code":"u","verification_uri":"javascript:x","expires_in":9}',
        b'{"device_code":"d","user_code":"a\\u001b[2J","verification_uri":"https://x","expires_in":9}',
        b'{"device_code":"d","user_code":"u","verification_uri":"https://x","expires_in":-9}',
        b'{"device_code":"","user_code":"u","verification_uri":"https://x","expires_in":9}',
        b'{"device_code":"d","user_code":"","verification_uri":"https://x","expires_in":9}',
        b'{"device_code":"d","user_code":"u","verification_uri":"https://x y","expires_in":9}',
    ],
)
async def test_a_code_that_makes_no_sense_is_not_shown(
    server: SignInServer, client: Client, body: bytes
) -> None:
    server.misbehaves = oauth2.saying(200, body)
    shown: list[DeviceCode] = []
    answer = await sign_in_with_code(client, shown.append, pause=Pauses())
    assert isinstance(answer, Refusal)
    assert answer.trouble is Trouble.NO_SENSE
    assert shown == []


async def test_cancelling_ends_the_questions(server: SignInServer, client: Client) -> None:
    waiting = asyncio.Event()

    async def pause(_: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(sign_in_with_code(client, lambda _: None, pause=pause))
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert server.times_asked("/token") == 0
