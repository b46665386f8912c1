"""Signing in in the browser: PKCE, the redirect to this computer, and everything that disturbs."""

import asyncio
import base64
import contextlib
import hashlib
import socket
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.oauth.conftest import Browser, client_of, visit
from tests.servers.oauth2 import SignInServer
from wizard.accounts.oauth import Client, Refusal, Tokens, Trouble, sign_in_with_browser
from wizard.accounts.oauth.browser import challenge_of
from wizard.accounts.oauth.loopback import Redirect
from wizard.messages import Language


def test_the_challenge_of_rfc_7636() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


async def test_a_person_signs_in(server: SignInServer, client: Client, browser: Browser) -> None:
    tokens = await sign_in_with_browser(client, address="joe@lab.example", open_page=browser)
    assert isinstance(tokens, Tokens)
    assert server.tokens[tokens.access.reveal()] == "joe@lab.example"
    assert tokens.refresh is not None
    assert tokens.refresh.reveal() in server.refresh_tokens
    asked = dict(server.asked)
    page, token = asked["/authorize"], asked["/token"]
    assert page["code_challenge_method"] == "S256"
    digest = hashlib.sha256(token["code_verifier"].encode()).digest()
    assert page["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert 43 <= len(token["code_verifier"]) <= 128
    assert page["login_hint"] == "joe@lab.example"
    assert page["scope"] == "mail offline"
    assert urlsplit(page["redirect_uri"]).hostname == "127.0.0.1"
    await asyncio.to_thread(browser.done.wait, 20)
    assert browser.pages[0][0] == 200
    assert "You are signed in" in browser.pages[0][1]


async def test_what_is_shown_of_a_sign_in_gives_nothing_away(
    client: Client, browser: Browser
) -> None:
    tokens = await sign_in_with_browser(client, open_page=browser)
    assert isinstance(tokens, Tokens)
    shown = repr(tokens) + repr(client) + str(tokens.access)
    assert tokens.access.reveal() not in shown
    assert tokens.refresh is not None
    assert tokens.refresh.reveal() not in shown


async def test_every_sign_in_has_secrets_of_its_own(
    server: SignInServer, client: Client, browser: Browser
) -> None:
    for _ in range(2):
        await sign_in_with_browser(client, open_page=browser)
    pages = [form for path, form in server.asked if path == "/authorize"]
    for name in ("state", "code_challenge"):
        assert len({page[name] for page in pages}) == 2


async def test_the_page_speaks_the_persons_language(client: Client, browser: Browser) -> None:
    await sign_in_with_browser(client, open_page=browser, language=Language("qps"))
    await asyncio.to_thread(browser.done.wait, 20)
    assert "⟦" in browser.pages[0][1]


@pytest.mark.parametrize(
    ("word", "trouble"),
    [
        ("access_denied", Trouble.DENIED),
        ("invalid_scope", Trouble.SCOPE_REFUSED),
        ("unauthorized_client", Trouble.CLIENT_REFUSED),
        ("temporarily_unavailable", Trouble.OUT_OF_ORDER),
        ("something_new", Trouble.REFUSED),
        ("<script>" * 100, Trouble.REFUSED),
    ],
)
async def test_the_provider_says_no(
    server: SignInServer, client: Client, browser: Browser, word: str, trouble: Trouble
) -> None:
    server.page_refuses = word
    answer = await sign_in_with_browser(client, open_page=browser)
    assert isinstance(answer, Refusal)
    assert answer.trouble is trouble
    assert len(answer.code) <= 60
    assert "<" not in answer.code
    assert server.times_asked("/token") == 0
    await asyncio.to_thread(browser.done.wait, 20)
    assert "You are not signed in" in browser.pages[0][1]


async def test_nobody_comes(client: Client) -> None:
    answer = await sign_in_with_browser(client, open_page=lambda _: True, seconds=0.2)
    assert isinstance(answer, Refusal)
    assert answer.trouble is Trouble.NOBODY_CAME


async def test_no_browser(client: Client) -> None:
    answer = await sign_in_with_browser(client, open_page=lambda _: False)
    assert isinstance(answer, Refusal)
    assert answer.trouble is Trouble.NO_BROWSER


async def test_a_person_without_a_browser_here_opens_the_address_by_hand(
    client: Client, browser: Browser
) -> None:
    tokens = await sign_in_with_browser(client, open_page=lambda _: False, tell=browser)
    assert isinstance(tokens, Tokens)


async def test_cancelling_closes_the_door(client: Client) -> None:
    told: asyncio.Queue[str] = asyncio.Queue()
    task = asyncio.create_task(
        sign_in_with_browser(client, open_page=lambda _: True, tell=told.put_nowait)
    )
    back = parse_qs(urlsplit(await told.get()).query)["redirect_uri"][0]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", urlsplit(back).port or 0), timeout=5).close()


@pytest.mark.parametrize("which", ["authorize", "token"])
@pytest.mark.parametrize(
    "url",
    [
        "http://login.example.org/x",
        "ftp://127.0.0.1/x",
        "https://user@login.example.org/x",
        "https:///x",
        "nonsense",
        "http://127.0.0.1.example.org/x",
        "http://[",
    ],
)
async def test_nothing_goes_to_an_unprotected_address(
    server: SignInServer, browser: Browser, which: str, url: str
) -> None:
    answer = await sign_in_with_browser(client_of(server, **{which: url}), open_page=browser)
    assert isinstance(answer, Refusal)
    assert answer.trouble is Trouble.NOT_PROTECTED
    assert browser.opened == []


async def test_a_registration_that_has_a_secret(server: SignInServer, browser: Browser) -> None:
    from wizard.account import Secret

    server.client_secret = "of the registration"
    refused = await sign_in_with_browser(client_of(server), open_page=browser)
    assert isinstance(refused, Refusal)
    assert refused.trouble is Trouble.CLIENT_REFUSED
    whole = client_of(server).with_secret(Secret("of the registration"))
    assert isinstance(await sign_in_with_browser(whole, open_page=browser), Tokens)
    assert "of the registration" not in repr(whole)


# The listener alone, against whatever else may come to its port.


async def got(url: str, **more: str) -> tuple[int, str]:
    return await asyncio.to_thread(visit, url, **more)


async def test_only_an_answer_with_our_state_counts() -> None:
    async with Redirect("our state", "Lab") as redirect:
        here = f"http://127.0.0.1:{redirect.port}/"
        for query in (
            "?code=stolen",
            "?code=stolen&state=",
            "?code=stolen&state=other",
            "?code=stolen&state=our+state&state=other",
            "favicon.ico",
            "",
        ):
            status, page = await got(here + query)
            assert status == 404
            assert "stolen" not in page
        assert (await got(here + "?code=right&state=our+state"))[0] == 200
        assert await redirect.answer() == "right"


async def test_one_answer_only() -> None:
    async with Redirect("s", "Lab") as redirect:
        here = f"http://127.0.0.1:{redirect.port}/"
        await got(f"{here}?code=first&state=s")
        status, page = await got(f"{here}?code=second&state=s")
        assert status == 404
        assert "nothing to do here" in page
        assert await redirect.answer() == "first"


@pytest.mark.parametrize("host", ["evil.example.org", "127.0.0.1:1", "", "127.0.0.1"])
async def test_a_page_from_outside_cannot_speak_for_this_computer(host: str) -> None:
    async with Redirect("s", "Lab") as redirect:
        url = f"http://127.0.0.1:{redirect.port}/?code=x&state=s"
        assert (await got(url, Host=host))[0] == 400
        assert (await got(url, method="POST"))[0] == 400
        assert (await got(url))[0] == 200


@pytest.mark.parametrize(
    "sent",
    [b"\0" * 100_000, b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 20_000, b"\r\n\r\n", b"\x16\x03\x01"],
)
async def test_what_is_no_browser_disturbs_nothing(sent: bytes) -> None:
    async with Redirect("s", "Lab") as redirect:
        reader, writer = await asyncio.open_connection("127.0.0.1", redirect.port)
        writer.write(sent)
        writer.write_eof()
        with contextlib.suppress(ConnectionError):
            assert len(await reader.read()) < 5_000
        writer.close()
        await got(f"http://127.0.0.1:{redirect.port}/?code=right&state=s")
        assert await redirect.answer() == "right"


async def test_the_page_holds_nothing_of_the_request_and_is_not_kept() -> None:
    async with Redirect("s", "Lab") as redirect:
        reader, writer = await asyncio.open_connection("127.0.0.1", redirect.port)
        request = f"GET /?code=CANARY&state=s HTTP/1.1\r\nHost: 127.0.0.1:{redirect.port}\r\n\r\n"
        writer.write(request.encode())
        answer = (await reader.read()).decode()
        writer.close()
    assert "CANARY" not in answer
    for header in ("no-store", "default-src 'none'", "no-referrer", "nosniff"):
        assert header in answer
