"""Signing in in the system's browser: authorisation code with PKCE on a loopback redirect.

RFC 8252 (native apps), RFC 7636 (PKCE, S256), RFC 6749 4.1. The password is typed on the
provider's own page and never comes near this program.
"""

import asyncio
import base64
import hashlib
import os
import secrets
import sys
import webbrowser
from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from wizard.accounts.oauth.endpoints import is_protected
from wizard.accounts.oauth.loopback import Redirect
from wizard.accounts.oauth.registration import Client
from wizard.accounts.oauth.tokens import Tokens, exchanged
from wizard.accounts.oauth.troubles import Refusal, Trouble
from wizard.measure.daemon import aside
from wizard.measure.world import World
from wizard.messages import ENGLISH, Language

# Finding a password, a telephone for the second step, and reading what is asked for.
SECONDS = 300.0
_OPENING_SECONDS = 10.0


def open_in_browser(url: str) -> bool:
    """Open a page in the person's browser; False when there is none. Blocks for a moment."""
    linux = sys.platform.startswith("linux")
    if linux and not any(os.environ.get(v) for v in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")):
        return False  # webbrowser would start a text browser over our own terminal
    try:
        return webbrowser.open(url)
    except (webbrowser.Error, OSError):
        return False


async def sign_in_with_browser(
    client: Client,
    *,
    address: str = "",
    world: World | None = None,
    language: Language = ENGLISH,
    open_page: Callable[[str], bool] = open_in_browser,
    tell: Callable[[str], None] | None = None,
    seconds: float = SECONDS,
) -> Tokens | Refusal:
    """Open the provider's page, wait for the person, return tokens or why there are none.

    `address` is shown to the provider as a hint. `tell` gets the page's address, for people whose
    browser does not open; without it NO_BROWSER ends the sign-in at once. `open_page` is called in
    a thread. Cancelling ends everything within a second. The page belongs to `language`.
    """
    world = world or World()
    endpoints = client.endpoints
    if not (is_protected(endpoints.authorize) and is_protected(endpoints.token)):
        return Refusal(Trouble.NOT_PROTECTED, endpoints.name)
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    try:
        async with Redirect(state, endpoints.name, language) as redirect:
            back = f"http://{endpoints.redirect_host}:{redirect.port}"
            url = page_address(client, back, state, challenge_of(verifier), address)
            if tell is not None:
                tell(url)
            opened = await _opened(open_page, url)
            if not opened and tell is None:
                return Refusal(Trouble.NO_BROWSER, endpoints.name)
            async with asyncio.timeout(seconds):
                code = await redirect.answer()
    except TimeoutError:
        return Refusal(Trouble.NOBODY_CAME, endpoints.name)
    except OSError:
        return Refusal(Trouble.NO_PORT, endpoints.name)
    if isinstance(code, Refusal):
        return code
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": verifier,
    }
    return await exchanged(client, form, world)


def challenge_of(verifier: str) -> str:
    """S256 of RFC 7636 4.2."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def page_address(client: Client, back: str, state: str, challenge: str, address: str) -> str:
    """The provider's page. Its address holds no secret: state and challenge are used once."""
    wanted = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": back,
        "scope": " ".join(client.endpoints.scopes),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **({"login_hint": address} if address else {}),
        **client.endpoints.more,
    }
    query = urlencode({name: value for name, value in wanted.items() if value})
    joint = "&" if "?" in client.endpoints.authorize else "?"
    return f"{client.endpoints.authorize}{joint}{query}"


async def _opened(open_page: Callable[[str], bool], url: str) -> bool:
    try:
        return await aside(partial(open_page, url), _OPENING_SECONDS)
    except TimeoutError:
        return True  # some browsers keep whoever opened them waiting
