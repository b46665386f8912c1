"""Signing in on the provider's own page (OAuth 2.0), and keeping that sign-in.

The way of a caller: `client_for` says as whom (or, honestly, why not); `sign_in_with_browser` or
`sign_in_with_code` give `Tokens` or a `Refusal` (`sentence`, `next`); `tokens.access` is what a
`Session` takes as its password; `remember`, `resumed` and `Secrets.forget(entry_of(...))` keep
and end it. All are coroutines that may be cancelled at any time, and none blocks the loop.
"""

from wizard.accounts.oauth.browser import open_in_browser, sign_in_with_browser
from wizard.accounts.oauth.device import DeviceCode, sign_in_with_code
from wizard.accounts.oauth.endpoints import Endpoints, all_endpoints, endpoints_for
from wizard.accounts.oauth.kept import entry_of, remember, resumed, with_secret
from wizard.accounts.oauth.registration import (
    Client,
    Registration,
    client_for,
    own_registrations,
    place_for,
    save_registration,
)
from wizard.accounts.oauth.tokens import Tokens, refreshed
from wizard.accounts.oauth.troubles import Refusal, Trouble

__all__ = [
    "Client",
    "DeviceCode",
    "Endpoints",
    "Refusal",
    "Registration",
    "Tokens",
    "Trouble",
    "all_endpoints",
    "client_for",
    "endpoints_for",
    "entry_of",
    "open_in_browser",
    "own_registrations",
    "place_for",
    "refreshed",
    "remember",
    "resumed",
    "save_registration",
    "sign_in_with_browser",
    "sign_in_with_code",
    "with_secret",
]
