"""One question to a sign-in server: a form goes, JSON comes (RFC 6749 3.2, 5.1, 5.2; RFC 8628).

The standard library's HTTP client in a daemon thread: no redirects, no proxy, no cookies, little
read, and a deadline over all of it. Secrets go to https only, or to this very computer.
"""

import http.client
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlencode, urlsplit

import msgspec

from wizard import __version__
from wizard.accounts.oauth.endpoints import is_protected
from wizard.accounts.oauth.registration import Client
from wizard.accounts.oauth.troubles import Refusal, Trouble
from wizard.measure.daemon import aside
from wizard.measure.world import World

SECONDS = 20.0
_MOST_BYTES = 64 * 1024
_LONGEST_CODE = 60

# RFC 6749 5.2, 4.1.2.1 and RFC 8628 3.5; whatever else comes is REFUSED with its word.
_MEANINGS = {
    "access_denied": Trouble.DENIED,
    "authorization_declined": Trouble.DENIED,  # Microsoft's word in the device flow
    "consent_required": Trouble.DENIED,
    "expired_token": Trouble.CODE_EXPIRED,
    "invalid_client": Trouble.CLIENT_REFUSED,
    "unauthorized_client": Trouble.CLIENT_REFUSED,
    "invalid_scope": Trouble.SCOPE_REFUSED,
    "server_error": Trouble.OUT_OF_ORDER,
    "temporarily_unavailable": Trouble.OUT_OF_ORDER,
}


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer in JSON; never shown: it holds tokens."""

    status: int
    body: bytes = field(repr=False)


class _Error(msgspec.Struct):
    error: str | None = None


async def ask(
    client: Client, url: str, form: Mapping[str, str], world: World, seconds: float = SECONDS
) -> Answered | Refusal:
    """Post a form as this client. An error of the protocol comes as its Refusal."""
    name = client.endpoints.name
    if not is_protected(url):
        return Refusal(Trouble.NOT_PROTECTED, name)
    whole = {"client_id": client.id, **form}
    if client.secret is not None:
        whole["client_secret"] = client.secret.reveal()
    exchange = _Exchange(url, urlencode(whole).encode(), world, seconds)
    try:
        status, body = await aside(exchange.run, seconds)
    except TimeoutError:
        return Refusal(Trouble.SLOW, name)
    except ssl.SSLError:
        return Refusal(Trouble.NOT_TRUSTED, name)
    except OSError:
        return Refusal(Trouble.NOT_REACHED, name)
    except (http.client.HTTPException, ValueError):
        return Refusal(Trouble.NO_SENSE, name)
    finally:
        exchange.end()
    answer = _read(status, body, name)
    wants_secret = client.endpoints.wants_client_secret and client.secret is None
    if isinstance(answer, Refusal) and answer.code == "invalid_request" and wants_secret:
        return Refusal(Trouble.CLIENT_REFUSED, name, answer.code)
    return answer


def _read(status: int, body: bytes, name: str) -> Answered | Refusal:
    if 300 <= status < 400:
        return Refusal(Trouble.ELSEWHERE, name)
    if len(body) > _MOST_BYTES:
        return Refusal(Trouble.TOO_MUCH, name)
    try:
        error = msgspec.json.decode(body, type=_Error).error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Refusal(Trouble.OUT_OF_ORDER if status >= 500 else Trouble.NO_SENSE, name)
    if error:
        return refusal_for(error, name)
    if status != 200:
        return Refusal(Trouble.OUT_OF_ORDER if status >= 500 else Trouble.NO_SENSE, name)
    return Answered(status, body)


def refusal_for(error: str, name: str) -> Refusal:
    """What a provider's error word means; the word itself is kept short and harmless."""
    word = "".join(c for c in error if c.isascii() and (c.isalnum() or c in "_-. "))
    word = word[:_LONGEST_CODE]
    return Refusal(_MEANINGS.get(word, Trouble.REFUSED), name, word)


class _Exchange:
    """One request in a thread; `end` closes its connection from outside."""

    def __init__(self, url: str, body: bytes, world: World, seconds: float) -> None:
        parts = urlsplit(url)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._body = body
        connect = partial(http.client.HTTPConnection)
        if parts.scheme == "https":
            connect = partial(http.client.HTTPSConnection, context=world.trusting_context())
        self._connection = connect(parts.hostname or "", parts.port, timeout=seconds)

    def run(self) -> tuple[int, bytes]:
        """Status and body; at most a little more than may be read."""
        self._connection.request(
            "POST",
            self._path,
            body=self._body,
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "application/json",
                "User-Agent": f"SendAgain/{__version__}",
                "Connection": "close",
            },
        )
        answer = self._connection.getresponse()
        return answer.status, answer.read(_MOST_BYTES + 1)

    def end(self) -> None:
        """Break the connection; a thread that still reads from it wakes up and ends."""
        held = self._connection.sock
        if held is not None:
            with suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)
        self._connection.close()
