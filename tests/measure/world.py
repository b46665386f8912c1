"""A mail server and a run against it, each in one line."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import trustme

from wizard.account import Account, Secret
from wizard.facts import Facts
from wizard.facts.names import NameResult, ServerNameFacts
from wizard.measure.probe import Context
from wizard.measure.server_gate import DEFAULT_BUDGET, ServerGate
from wizard.measure.smtp.conversation import Target
from wizard.measure.world import World
from wizard.observation import Observation, Outcome
from wizard.vocabulary import Security

CANARY = "s3cret-Canary/+ä7?"
ADDRESS = "anna@example.com"


@dataclass
class MailServer:
    """A scripted mail server. `say` replaces the answer to a verb; b'' closes, None is silence."""

    greeting: bytes | None = b"220 mx.example.com ESMTP\r\n"
    lines: tuple[str, ...] = ("PIPELINING", "SIZE 10240000", "STARTTLS")
    lines_in_tls: tuple[str, ...] = ("PIPELINING", "SIZE 10240000", "AUTH PLAIN LOGIN")
    hello: str = "mx.example.com"
    implicit: bool = False
    tls: ssl.SSLContext | None = None
    password: str = CANARY
    largest: int = 10_240_000  # bytes; a larger MAIL is refused, whatever EHLO announces
    say: Mapping[str, bytes | None] = field(default_factory=dict)
    auth: Callable[["Talk", str], object] | None = None
    port: int = 0
    heard: list[str] = field(default_factory=list)
    connections: int = 0
    open_now: int = 0
    most_open: int = 0
    body: bytes = b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        talk = Talk(self, reader, writer)
        try:
            await talk.run()
        except (OSError, asyncio.IncompleteReadError, ssl.SSLError, ValueError):
            pass
        finally:
            self.open_now -= 1
            writer.close()


@dataclass
class Talk:
    """One conversation seen from the server."""

    server: MailServer
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    protected: bool = False

    async def run(self) -> None:
        server = self.server
        self.protected = server.implicit
        if server.greeting is None:
            await self.reader.read()
            return
        await self.write(server.greeting)
        while line := await self.reader.readline():
            command = line.decode("latin-1").rstrip("\r\n")
            server.heard.append(command)
            verb = command.split(" ")[0].upper()
            if verb in server.say:
                said = server.say[verb]
                if said is None:
                    await self.reader.read()
                    return
                if not said:
                    return
                await self.write(said)
                if verb not in ("DATA", "STARTTLS") or not said.startswith((b"354", b"220")):
                    continue
            await self.answer(verb, command)
            if verb == "QUIT":
                return

    async def answer(self, verb: str, command: str) -> None:
        match verb:
            case "EHLO":
                lines = self.server.lines_in_tls if self.protected else self.server.lines
                said = [self.server.hello, *lines]
                for index, text in enumerate(said):
                    dash = " " if index == len(said) - 1 else "-"
                    await self.write(f"250{dash}{text}\r\n".encode())
            case "STARTTLS":
                if verb not in self.server.say:
                    await self.write(b"220 go ahead\r\n")
                assert self.server.tls
                await self.writer.start_tls(self.server.tls)
                self.protected = True
            case "AUTH":
                await self.sign_in(command)
            case "DATA":
                if verb not in self.server.say:
                    await self.write(b"354 go ahead\r\n")
                self.server.body = await self.reader.readuntil(b"\r\n.\r\n")
                await self.write(b"250 2.0.0 queued as 1\r\n")
            case "MAIL" if _size(command) > self.server.largest:
                await self.write(b"552 5.3.4 too large\r\n")
            case "QUIT":
                await self.write(b"221 2.0.0 bye\r\n")
            case _:
                await self.write(b"250 2.1.0 ok\r\n")

    async def sign_in(self, command: str) -> None:
        if self.server.auth:
            await self.server.auth(self, command)  # type: ignore[misc]
            return
        import base64

        words = command.split(" ")
        if words[1] == "PLAIN":
            given = base64.b64decode(words[2]).split(b"\0")[2].decode()
        else:
            await self.write(b"334 VXNlcm5hbWU6\r\n")
            await self.reader.readline()
            await self.write(b"334 UGFzc3dvcmQ6\r\n")
            given = base64.b64decode(await self.reader.readline()).decode()
        right = given == self.server.password
        await self.write(b"235 2.7.0 ok\r\n" if right else b"535 5.7.8 wrong\r\n")

    async def write(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()


def _size(mail_from: str) -> int:
    return next((int(word[5:]) for word in mail_from.split() if word.startswith("SIZE=")), 0)


@asynccontextmanager
async def listening(server: MailServer, host: str = "127.0.0.1") -> AsyncIterator[MailServer]:
    """The server on a free port of loopback; ended with everything it has open."""
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(server.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    context = server.tls if server.implicit else None
    listener = await asyncio.start_server(accept, host, server.port, ssl=context)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Authority:
    """A certificate authority and what it issues."""

    def __init__(self) -> None:
        self.ca = trustme.CA()
        self.pem = self.ca.cert_pem.bytes().decode()

    def context(self, *names: str, **more: object) -> ssl.SSLContext:
        """A server's TLS context with a certificate for these names."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert(*names, **more).configure_cert(context)  # type: ignore[arg-type]
        return context


AUTHORITY = Authority()
TRUSTED = AUTHORITY.context("127.0.0.1", "::1", "localhost")


def account(port: int, security: Security = Security.STARTTLS, **more: object) -> Account:
    """Anna's account at a server on loopback."""
    given = {"address": ADDRESS, "host": "127.0.0.1", "username": ADDRESS, **more}
    return Account(port=port, security=security, **given)  # type: ignore[arg-type]


def context(
    port: int,
    security: Security = Security.STARTTLS,
    *,
    password: str | None = None,
    facts: Mapping[str, Facts] | None = None,
    world: World | None = None,
    budget: int = DEFAULT_BUDGET,
    **more: object,
) -> Context:
    """A probe's context for that account, with the name already looked up."""
    tested = account(port, security, **{k: more.pop(k) for k in ("host", "address") if k in more})
    known = {
        "server_name": ServerNameFacts(
            host=tested.host,
            result=NameResult.FOUND,
            ipv4=("127.0.0.1",),
            order=("127.0.0.1",),
        ),
        **(facts or {}),
    }
    return Context(
        account=tested,
        password=Secret(password) if password is not None else None,
        world=world or World(extra_roots=(AUTHORITY.pem,)),
        server=ServerGate(budget, pause_seconds=0.0),
        known={name: measured(name, value) for name, value in known.items()},
        began=time.monotonic(),
        **more,  # type: ignore[arg-type]
    )


def measured(name: str, facts: Facts) -> Observation:
    """An observation that holds these facts."""
    return Observation(
        probe=name,
        started=datetime(2026, 11, 23, tzinfo=UTC),
        took_seconds=0.1,
        outcome=Outcome.MEASURED,
        facts=facts,
    )


def target(port: int, security: Security = Security.STARTTLS, host: str = "127.0.0.1") -> Target:
    """Where that server is."""
    return Target(host, port, security, (host,))
