"""A small internet on loopback: names, websites with certificates, mail servers that greet.

Each host has a loopback address of its own, so that the real ports (80, 443, 465, 587) can be
used. That needs the right to use them: without it the tests skip.
"""

import asyncio
import errno
import os
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest

from tests.measure.name_server import NameServer, answering
from tests.servers.authority import Authority, Credentials
from wizard.accounts.discovery import SettingsFound, find_settings
from wizard.measure.world import World

ISPDB_HOST = "ispdb.test"
ISPDB = f"https://{ISPDB_HOST}/v1.1/"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

Page = str | bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


def document(
    host: str,
    port: int = 465,
    socket_type: str = "SSL",
    username: str = "%EMAILADDRESS%",
    sign_in: str = "password-cleartext",
) -> str:
    """An autoconfig document with one SMTP server."""
    return f"""<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x">
<incomingServer type="imap"><hostname>imap.{host}</hostname><port>993</port></incomingServer>
<outgoingServer type="smtp"><hostname>{host}</hostname><port>{port}</port>
<socketType>{socket_type}</socketType><username>{username}</username>
<authentication>{sign_in}</authentication></outgoingServer>
</emailProvider></clientConfig>"""


def redirect(to: str) -> bytes:
    """An answer that leads elsewhere."""
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


async def hangs(_: asyncio.StreamWriter) -> None:
    """Never answers."""
    await asyncio.Event().wait()


async def drips(writer: asyncio.StreamWriter) -> None:
    """Sends a byte now and then, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n<clientConfig>")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def floods(writer: asyncio.StreamWriter) -> None:
    """Sends without end."""
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n<clientConfig>")
    while True:
        writer.write(b"<x>" * 20_000)
        await writer.drain()


@dataclass
class Internet:
    """`pages`: URL to answer. `mail`: host to the lines it greets and answers EHLO with."""

    authority: Authority
    pages: Mapping[str, Page] = field(default_factory=dict)
    zone: Mapping[str, object] = field(default_factory=dict)
    mail: Mapping[tuple[str, int], str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    bad_certificates: tuple[str, ...] = ()
    seconds: float = 0.0
    dns: NameServer | None = None

    def address_of(self, host: str) -> str:
        # A network of its own for each process: several may test at the same time.
        network = f"127.{100 + os.getpid() % 100}.{os.getpid() // 100 % 250}"
        return self.names.setdefault(host, f"{network}.{len(self.names) + 1}")

    def lookup(self, host: str) -> tuple[str, ...]:
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "not in this internet")
        return (self.names[host],)

    def credentials(self, host: str) -> Credentials:
        if host in self.bad_certificates:
            return self.authority.self_signed(host)
        return self.authority.credentials(host)

    async def find(self, address: str, **options: object) -> SettingsFound:
        """What discovery finds here, from the beginning to the end of its deadline."""
        world = World(extra_roots=(self.authority.root.read_text(),), now=lambda: NOW)
        began = monotonic()
        assert self.dns is not None
        found = await find_settings(
            address,
            outside=True,
            world=world,
            lookup=self.lookup,
            resolver=self.dns.resolver(),
            ispdb=ISPDB,
            **options,
        )
        self.seconds = monotonic() - began
        return found


@asynccontextmanager
async def internet(folder: Path, **parts: object) -> AsyncIterator[Internet]:
    """Bring it up; everything is gone at the end."""
    world = Internet(Authority(folder), **parts)
    async with AsyncExitStack() as stack:
        world.dns = await stack.enter_async_context(answering(world.zone))
        hosts = {(url.split("/")[0], url.split("/")[2]) for url in world.pages}
        tasks: set[asyncio.Task[None]] = set()
        stack.push_async_callback(_ended, tasks)
        for scheme, host in sorted(hosts):
            tls = _context(world, host) if scheme == "https:" else None
            port = 443 if tls else 80
            serve = _web(world, f"{scheme}//{host}")
            await stack.enter_async_context(_listening(world, host, port, tls, serve, tasks))
        for host, port in world.mail:
            tls = _context(world, host) if port == 465 else None
            serve = _mail(world.mail[host, port])
            await stack.enter_async_context(_listening(world, host, port, tls, serve, tasks))
        yield world


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def _listening(
    world: Internet,
    host: str,
    port: int,
    tls: ssl.SSLContext | None,
    serve: Serve,
    tasks: set[asyncio.Task[None]],
) -> AsyncIterator[None]:
    async def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await serve(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            tasks.discard(task)
            writer.close()

    try:
        server = await asyncio.start_server(accepted, world.address_of(host), port, ssl=tls)
    except PermissionError:
        pytest.skip("the ports of the web need more rights here")
    except OSError as trouble:
        if trouble.errno != errno.EADDRNOTAVAIL:
            raise
        pytest.skip("loopback has one address only here")
    try:
        yield
    finally:
        server.close()


async def _ended(tasks: set[asyncio.Task[None]]) -> None:
    for task in list(tasks):
        task.cancel()
    await asyncio.gather(*list(tasks), return_exceptions=True)


def _context(world: Internet, host: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*world.credentials(host).directives)
    return context


def _web(world: Internet, base: str) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, path, _ = head.split(" ", 2)
        world.requests.append(f"{method} {base}{path}")
        page = world.pages.get(f"{base}{path.partition('?')[0]}")
        if callable(page):
            await page(writer)
        elif isinstance(page, bytes):
            writer.write(page)
        elif page is None:
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        else:
            body = page.encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()

    return serve


def _mail(says: str) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        greeting, _, answer = says.partition("|")
        writer.write(greeting.encode() + b"\r\n")
        while await reader.readline():
            writer.write(answer.encode() + b"\r\n")
            await writer.drain()

    return serve
