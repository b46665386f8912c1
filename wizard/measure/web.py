"""One small HTTP request: no redirects, no proxy, no cookies, little read (RFC 9112).

HTTP/1.0 is spoken so that no answer comes in chunks. A redirect is an answer here, not a way to
go: that is how a sign-in page of a hotel shows itself.
"""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from wizard import __version__
from wizard.facts.names import NameResult
from wizard.measure import connect, names
from wizard.measure.smtp.channel import Channel
from wizard.measure.smtp.masking import printable
from wizard.measure.world import World

_MOST_BYTES = 64 * 1024
_AGENT = f"SendAgain/{__version__} (connection check)"


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, or why there was none. Header names are lower case."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str = ""


async def fetch(
    world: World,
    url: str,
    seconds: float,
    *,
    accept: str = "*/*",
    lookup: names.Lookup = names.system_lookup,
    ipv6: bool | None = None,
    post: bytes = b"",
) -> Fetched:
    """GET one page within `seconds`, or POST some XML. `ipv6` restricts the family.

    Trouble is a value.
    """
    try:
        async with asyncio.timeout(seconds):
            return await _fetch(world, url, accept, lookup, ipv6, seconds, post)
    except TimeoutError:
        return Fetched(error="timed out")
    except ssl.SSLError as error:
        return Fetched(error=printable(error.reason or "TLS", 100))
    except (OSError, EOFError, ValueError) as error:
        return Fetched(error=type(error).__name__)


async def _fetch(
    world: World,
    url: str,
    accept: str,
    lookup: names.Lookup,
    ipv6: bool | None,
    seconds: float,
    post: bytes,
) -> Fetched:
    parts = urlsplit(url)
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    found = await names.look_up(host, lookup, seconds)
    if found.result is not NameResult.FOUND:
        return Fetched(error=found.result.value)
    addresses = [a for a in found.addresses if ipv6 is None or (":" in a) is ipv6]
    if not addresses:
        return Fetched(error="no_address")
    port = parts.port or (443 if secure else 80)
    attempts, sock = await connect.connect_any(addresses, port, seconds)
    if sock is None:
        return Fetched(error=connect.most_telling(attempts).result.value)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    content = f"Content-Type: text/xml\r\nContent-Length: {len(post)}\r\n" if post else ""
    request = (
        f"{'POST' if post else 'GET'} {path} HTTP/1.0\r\nHost: {parts.netloc}\r\n"
        f"User-Agent: {_AGENT}\r\nAccept: {accept}\r\n{content}"
        "Cache-Control: no-cache\r\nConnection: close\r\n\r\n"
    )
    async with Channel(sock) as channel:
        if secure:
            await channel.start_tls(world.trusting_context(), host)
        await channel.send(request.encode() + post)
        return parsed(await _read(channel))


async def _read(channel: Channel) -> bytes:
    data = bytearray()
    while len(data) < _MOST_BYTES:
        more = await channel.receive()
        data += more
        if not more or _is_complete(data):
            break
    return bytes(data)


def _is_complete(data: bytearray) -> bool:
    head, end, body = bytes(data).partition(b"\r\n\r\n")
    if not end:
        return False
    answer = parsed(head + end)
    length = answer.headers.get("content-length", "")
    known = length.isascii() and length.isdigit() and len(length) < 10
    return answer.status == 204 or (known and len(body) >= int(length))


def parsed(data: bytes) -> Fetched:
    """Read an HTTP answer from bytes. What is no HTTP has no status."""
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    first = lines[0].split(" ", 2)
    if len(first) < 2 or not first[0].startswith("HTTP/") or not _is_status(first[1]):
        return Fetched(error="no HTTP")
    headers: dict[str, str] = {}
    for line in lines[1:100]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), printable(value.strip(), 500))
    return Fetched(status=int(first[1]), headers=headers, body=body)


def _is_status(text: str) -> bool:
    return len(text) == 3 and text.isascii() and text.isdigit()
