"""Waits on this computer for the browser to bring the answer (RFC 8252 7.3, RFC 6749 4.1.2).

Listens on 127.0.0.1 only, on a port that the system chose, for one answer with the right state;
everything else gets a calm page and is ignored. Nothing of the request is logged.
"""

import asyncio
import hmac
import html
from contextlib import suppress
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from wizard.accounts.oauth.asking import refusal_for
from wizard.accounts.oauth.troubles import Refusal
from wizard.messages import ENGLISH, Language

_HERE = "127.0.0.1"
_MOST_BYTES = 16 * 1024
_REQUEST_SECONDS = 10.0
_MOST_VISITORS = 20

_PAGE = """\
<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<style>body{{font:1.25rem/1.5 sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}}</style>
</head><body><main><h1>{heading}</h1><p>{text}</p></main></body></html>
"""


class Redirect:
    """The listener; use as an async context. `answer` waits for the code or the refusal."""

    def __init__(self, state: str, provider: str, language: Language = ENGLISH) -> None:
        self._state = state
        self._provider = provider
        self._language = language
        self._visitors = 0
        self._answer: asyncio.Future[str | Refusal] = asyncio.get_running_loop().create_future()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Redirect":
        """Begin to listen. Raises OSError."""
        self._server = await asyncio.start_server(self._visited, _HERE, 0, limit=_MOST_BYTES)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        # The page of the last visitor is still on its way.
        if self._open:
            with suppress(asyncio.CancelledError):
                await asyncio.wait(self._open, timeout=1.0)
        for task in self._open:
            task.cancel()

    @property
    def port(self) -> int:
        """The port that the system chose."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def answer(self) -> str | Refusal:
        """The code that the provider gave, or why it gave none."""
        return await self._answer

    async def _visited(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        self._visitors += 1
        try:
            with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
                async with asyncio.timeout(_REQUEST_SECONDS):
                    await self._serve(reader, writer)
        except (asyncio.LimitOverrunError, ValueError):
            pass  # a head without end: nothing that a browser sends
        finally:
            self._open.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._visitors > _MOST_VISITORS:
            return
        head = await reader.readuntil(b"\r\n\r\n")
        status, page = self._reaction(head.decode("latin-1"))
        body = self._page(page).encode()
        writer.write(
            f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\nCache-Control: no-store\r\n"
            "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
            "Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
            "Connection: close\r\n\r\n".encode()
            + body
        )
        await writer.drain()

    def _reaction(self, head: str) -> tuple[str, str]:
        """(status line, which page). Settles the answer when this request brought it."""
        lines = head.split("\r\n")
        words = lines[0].split(" ")
        hosts = [ln[5:].strip() for ln in lines[1:] if ln[:5].lower() == "host:"]
        allowed = (f"{_HERE}:{self.port}", f"localhost:{self.port}")
        # Another name for this computer would mean that a page from outside sent the browser.
        if len(words) != 3 or words[0] != "GET" or hosts not in ([allowed[0]], [allowed[1]]):
            return "400 Bad Request", "other"
        parts = urlsplit(words[1])
        given = parse_qs(parts.query, max_num_fields=30)
        state = given.get("state", [""])
        ours = len(state) == 1 and hmac.compare_digest(state[0].encode(), self._state.encode())
        if parts.path != "/" or not ours or self._answer.done():
            return "404 Not Found", "other"
        code, error = given.get("code", []), given.get("error", [])
        if len(code) == 1 and code[0] and not error:
            self._answer.set_result(code[0])
            return "200 OK", "done"
        self._answer.set_result(refusal_for(error[0] if error else "no code", self._provider))
        return "200 OK", "failed"

    def _page(self, page: str) -> str:
        say = self._language
        return _PAGE.format(
            lang=html.escape(say.code),
            title=html.escape(say("browser_sign_in.page.title")),
            heading=html.escape(say(f"browser_sign_in.page.{page}")),
            text=html.escape(say(f"browser_sign_in.page.{page}.text")),
        )
