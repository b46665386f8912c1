"""What a sign-in gives: an access token for an hour or so, and one to get the next with.

RFC 6749 sections 5.1 and 6. Tokens are secrets: none is ever shown, logged or compared.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from wizard.account import Secret, Token
from wizard.accounts.oauth.asking import Answered, ask
from wizard.accounts.oauth.registration import Client
from wizard.accounts.oauth.troubles import Refusal, Trouble
from wizard.measure.world import World

# Used for a check of a minute or two, so one that ends sooner is not worth using.
_MARGIN = timedelta(minutes=5)
# RFC 6749 5.1: without `expires_in` the lifetime is what the documentation says; an hour is
# what all providers here give.
_USUAL_SECONDS = 3600.0
_LONGEST_TOKEN = 16_000


@dataclass(frozen=True, slots=True)
class Tokens:
    """One sign-in. `refresh` is None where the provider gives no lasting access."""

    access: Token
    refresh: Secret | None
    expires: datetime

    def still_good(self, now: datetime) -> bool:
        """Whether the access token lasts long enough for a check."""
        return now + _MARGIN < self.expires


class _Given(msgspec.Struct):
    access_token: str
    token_type: str = "Bearer"  # noqa: S105 - a kind of token
    expires_in: float | str | None = None
    refresh_token: str | None = None


async def exchanged(client: Client, form: dict[str, str], world: World) -> Tokens | Refusal:
    """Exchange a grant for tokens."""
    answer = await ask(client, client.endpoints.token, form, world)
    return answer if isinstance(answer, Refusal) else read_tokens(answer, client, world)


async def refreshed(client: Client, refresh: Secret, world: World) -> Tokens | Refusal:
    """A new access token. ENDED: the person must sign in again."""
    form = {"grant_type": "refresh_token", "refresh_token": refresh.reveal()}
    tokens = await exchanged(client, form, world)
    if isinstance(tokens, Refusal):
        if tokens.code == "invalid_grant":
            return Refusal(Trouble.ENDED, tokens.provider, tokens.code)
        return tokens
    # RFC 6749 section 6: no new one means that the old one stays good.
    return Tokens(tokens.access, tokens.refresh or refresh, tokens.expires)


def read_tokens(answer: Answered, client: Client, world: World) -> Tokens | Refusal:
    """The tokens of a successful answer."""
    nonsense = Refusal(Trouble.NO_SENSE, client.endpoints.name)
    try:
        given = msgspec.json.decode(answer.body, type=_Given)
        seconds = _USUAL_SECONDS if given.expires_in is None else float(given.expires_in)
        expires = world.now() + timedelta(seconds=min(max(seconds, 0.0), 10 * 365 * 86_400.0))
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError, OverflowError):
        return nonsense
    refresh = given.refresh_token or ""
    if not _is_token(given.access_token) or (refresh and not _is_token(refresh)):
        return nonsense
    if given.token_type.lower() != "bearer":
        return nonsense
    return Tokens(Token(given.access_token), Secret(refresh) if refresh else None, expires)


def _is_token(text: str) -> bool:
    """RFC 6749 A.12: visible ASCII. Anything else could break out of a line to the server."""
    return 0 < len(text) <= _LONGEST_TOKEN and all("!" <= c <= "~" for c in text)
