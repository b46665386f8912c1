"""Signing in with a code on another device (RFC 8628).

The server sets the pace and is never asked faster than it wants: at least every five seconds by
default, five more after each `slow_down`, twice as long after each failure to reach it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import msgspec

from wizard.accounts.oauth.asking import Answered, ask
from wizard.accounts.oauth.endpoints import is_protected
from wizard.accounts.oauth.registration import Client
from wizard.accounts.oauth.tokens import Tokens, read_tokens
from wizard.accounts.oauth.troubles import Refusal, Trouble
from wizard.measure.world import World

_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_USUAL_INTERVAL = 5.0  # RFC 8628 3.2
_SLOWER_BY = 5.0  # RFC 8628 3.5
_LONGEST_INTERVAL = 60.0
_LONGEST_SECONDS = 1800.0
_LONGEST_CODE = 64
_PASSING = (Trouble.NOT_REACHED, Trouble.SLOW, Trouble.OUT_OF_ORDER)


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What the person needs: where to go, what to type there, and how long it holds."""

    page: str
    code: str
    seconds: float
    interval: float
    device_code: str = field(repr=False)


class _Given(msgspec.Struct):
    device_code: str
    user_code: str
    expires_in: float
    verification_uri: str = ""
    verification_url: str = ""  # Google's and Yandex's name for it, from before the RFC
    interval: float | None = None


async def sign_in_with_code(
    client: Client,
    tell: Callable[[DeviceCode], None],
    *,
    world: World | None = None,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Tokens | Refusal:
    """Ask for a code, hand it to `tell`, wait for the person; tokens or why there are none.

    Cancelling ends it at once. `pause` waits between two questions to the server.
    """
    world = world or World()
    given = await device_code(client, world)
    if isinstance(given, Refusal):
        return given
    tell(given)
    return await _waited(client, given, world, pause)


async def device_code(client: Client, world: World) -> DeviceCode | Refusal:
    """Ask the provider for a code (RFC 8628 3.1)."""
    endpoints = client.endpoints
    if not endpoints.device:
        return Refusal(Trouble.NO_DEVICE, endpoints.name)
    if not is_protected(endpoints.token):
        return Refusal(Trouble.NOT_PROTECTED, endpoints.name)
    answer = await ask(client, endpoints.device, {"scope": " ".join(endpoints.scopes)}, world)
    if isinstance(answer, Refusal):
        return answer
    nonsense = Refusal(Trouble.NO_SENSE, endpoints.name)
    try:
        given = msgspec.json.decode(answer.body, type=_Given)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return nonsense
    page = given.verification_uri or given.verification_url
    usable = given.user_code.isprintable() and 0 < len(given.user_code) <= _LONGEST_CODE
    if not (usable and given.device_code and _is_page(page) and given.expires_in > 0):
        return nonsense
    interval = _USUAL_INTERVAL if given.interval is None else given.interval
    return DeviceCode(
        page=page,
        code=given.user_code,
        seconds=min(given.expires_in, _LONGEST_SECONDS),
        interval=min(max(interval, 1.0), _LONGEST_INTERVAL),
        device_code=given.device_code,
    )


async def _waited(
    client: Client, given: DeviceCode, world: World, pause: Callable[[float], Awaitable[None]]
) -> Tokens | Refusal:
    interval, waited = given.interval, 0.0
    form = {"grant_type": _GRANT, "device_code": given.device_code}
    while waited + interval <= given.seconds:
        await pause(interval)
        waited += interval
        answer = await ask(client, client.endpoints.token, form, world)
        if isinstance(answer, Answered):
            return read_tokens(answer, client, world)
        if answer.code == "slow_down":
            interval += _SLOWER_BY
        elif answer.code != "authorization_pending":
            if answer.trouble not in _PASSING:
                return answer
            interval = min(interval * 2, _LONGEST_INTERVAL)
    return Refusal(Trouble.CODE_EXPIRED, client.endpoints.name)


def _is_page(text: str) -> bool:
    return len(text) <= 500 and all("!" <= c <= "~" for c in text) and is_protected(text)
