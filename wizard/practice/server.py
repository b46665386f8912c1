"""A mail server on loopback that really speaks SMTP with TLS, and fails as its behaviour says.

Otherwise it is strict: commands out of order, unknown ones and long lines get the replies of
RFC 5321. It keeps nothing: an accepted message is counted and thrown away.
"""

import asyncio
import base64
import binascii
import contextlib
import ssl
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

from wizard.practice.behaviour import Answer, Behaviour, Protection, answer
from wizard.practice.certificates import HOST
from wizard.vocabulary import Stage

NAME = "mail.practice.example"
_LONGEST_LINE = 2048  # RFC 5321 4.5.3.1 asks for at least 512; Postfix takes 2048
_IDLE_SECONDS = 300.0

_OK = answer("250 2.0.0 Ok")
_USUAL = {
    Stage.GREETING: answer(f"220 {NAME} ESMTP Practice"),
    Stage.STARTTLS: answer("220 2.0.0 Ready to start TLS"),
    Stage.AUTH: answer("235 2.7.0 Authentication successful"),
    Stage.MAIL: answer("250 2.1.0 Ok"),
    Stage.RCPT: answer("250 2.1.5 Ok"),
    Stage.DATA: answer("354 End data with <CR><LF>.<CR><LF>"),
    Stage.END_OF_DATA: answer("250 2.0.0 Ok: queued as PRACTICE"),
    Stage.QUIT: answer("221 2.0.0 Bye", closes=True),
}
_BAD_SEQUENCE = answer("503 5.5.1 Error: bad sequence of commands")
_WRONG_PASSWORD = answer("535 5.7.8 Error: authentication failed: (reason unavailable)")
_NOT_BASE64 = answer("501 5.5.2 Error: malformed authentication")
_UNKNOWN = answer("502 5.5.2 Error: command not recognized")


class _HangUp(Exception):
    """The conversation is over."""


@asynccontextmanager
async def practice_server(
    behaviour: Behaviour, context: ssl.SSLContext, username: str, password: str
) -> AsyncIterator[int]:
    """Serve on a free port of loopback; its number. Nothing is left open afterwards."""
    conversations: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        conversations.add(task)
        # Being cancelled is how a practice server ends; asyncio's own callback (3.11) would report
        # a cancelled conversation as a fault.
        with contextlib.suppress(asyncio.CancelledError):
            await _Conversation(behaviour, context, username, password, reader, writer).hold()
        writer.close()
        conversations.discard(task)

    implicit = context if behaviour.protection is Protection.TLS else None
    server = await asyncio.start_server(serve, HOST, 0, ssl=implicit, limit=_LONGEST_LINE)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tuple(conversations):
            task.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)


class _Conversation:
    """One connection."""

    def __init__(
        self,
        behaviour: Behaviour,
        context: ssl.SSLContext,
        username: str,
        password: str,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._behaviour = behaviour
        self._context = context
        self._username = username
        self._password = password
        self._reader = reader
        self._writer = writer
        self._protected = behaviour.protection is Protection.TLS
        self._greeted = self._signed_in = False
        self._sender = self._recipients = False

    async def hold(self) -> None:
        """Talk until one side hangs up."""
        with contextlib.suppress(_HangUp, OSError, asyncio.IncompleteReadError, TimeoutError):
            await self._greet()
            while True:
                await self._command(await self._line())
        with contextlib.suppress(OSError):
            self._writer.close()
            await self._writer.wait_closed()

    async def _greet(self) -> None:
        await self._maybe_vanish(Stage.GREETING)
        for line in self._behaviour.teaser:
            self._writer.write(f"220-{line}\r\n".encode())
        if self._behaviour.greeting_after_seconds:
            await asyncio.sleep(self._behaviour.greeting_after_seconds)
        await self._say_at(Stage.GREETING)

    async def _line(self) -> str:
        async with asyncio.timeout(_IDLE_SECONDS):
            try:
                line = await self._reader.readuntil(b"\n")
            except asyncio.LimitOverrunError:
                await self._say(answer("500 5.5.2 Error: line too long", closes=True))
                raise _HangUp from None
        return line.decode("utf-8", "replace").rstrip("\r\n")

    async def _command(self, line: str) -> None:
        verb, _, argument = line.partition(" ")
        commands: dict[str, Callable[[str], Coroutine[None, None, None]]] = {
            "EHLO": self._ehlo,
            "HELO": self._helo,
            "STARTTLS": self._starttls,
            "AUTH": self._auth,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._rset,
            "NOOP": self._noop,
            "QUIT": self._quit,
        }
        command = commands.get(verb.upper())
        if command is None:
            await self._say(_UNKNOWN)
        else:
            await command(argument)

    async def _ehlo(self, _: str) -> None:
        await self._maybe_vanish(Stage.EHLO)
        if Stage.EHLO in self._behaviour.answers:
            await self._say_at(Stage.EHLO)
            return
        self._greeted = True
        lines = [NAME, *self._capabilities()]
        if self._behaviour.lower_case:
            lines = [_lower_keyword(line) for line in lines]
        await self._say(Answer(250, tuple(lines)))

    def _capabilities(self) -> list[str]:
        offered = list(self._behaviour.capabilities)
        starttls = self._behaviour.protection is Protection.STARTTLS
        if starttls and self._behaviour.offers_starttls and not self._protected:
            offered.append("STARTTLS")
        if self._protected and self._behaviour.sign_in_methods:
            offered.append("AUTH " + " ".join(self._behaviour.sign_in_methods))
        return offered

    async def _helo(self, _: str) -> None:
        self._greeted = True
        await self._say(Answer(250, (NAME,)))

    async def _starttls(self, _: str) -> None:
        allowed = self._behaviour.protection is Protection.STARTTLS and not self._protected
        if not allowed or not self._behaviour.offers_starttls:
            await self._say(_UNKNOWN)
            return
        await self._maybe_vanish(Stage.STARTTLS)
        await self._say_at(Stage.STARTTLS)
        if Stage.STARTTLS in self._behaviour.answers:
            return
        await self._writer.start_tls(self._context)
        self._protected, self._greeted = True, False

    async def _auth(self, argument: str) -> None:
        if not self._greeted or not self._protected or self._signed_in:
            await self._say(_BAD_SEQUENCE)
            return
        method, _, initial = argument.partition(" ")
        if method.upper() not in self._behaviour.sign_in_methods:
            await self._say(answer("504 5.5.4 Unrecognized authentication type"))
            return
        try:
            right = await self._credentials_are_right(method.upper(), initial)
        except (binascii.Error, UnicodeDecodeError, ValueError):
            await self._say(_NOT_BASE64)
            return
        await self._maybe_vanish(Stage.AUTH)
        if Stage.AUTH in self._behaviour.answers:
            await self._say_at(Stage.AUTH)
        elif right and self._behaviour.accepts:
            self._signed_in = True
            await self._say_at(Stage.AUTH)
        else:
            await self._say(_WRONG_PASSWORD)

    async def _credentials_are_right(self, method: str, initial: str) -> bool:
        if method == "PLAIN":
            given = initial or await self._asked("")
            _, username, password = _decoded(given).split("\0")
        elif method == "LOGIN":
            username = _decoded(initial or await self._asked("Username:"))
            password = _decoded(await self._asked("Password:"))
        else:
            return False
        return (username, password) == (self._username, self._password)

    async def _asked(self, prompt: str) -> str:
        await self._say(Answer(334, (base64.b64encode(prompt.encode()).decode(),)))
        return await self._line()

    async def _mail(self, _: str) -> None:
        if not self._greeted or self._sender:
            await self._say(_BAD_SEQUENCE)
            return
        if self._behaviour.sign_in_methods and not self._signed_in:
            await self._say(answer("530 5.7.0 Authentication required"))
            return
        await self._maybe_vanish(Stage.MAIL)
        self._sender = await self._say_at(Stage.MAIL)

    async def _rcpt(self, _: str) -> None:
        if not self._sender:
            await self._say(_BAD_SEQUENCE)
            return
        await self._maybe_vanish(Stage.RCPT)
        self._recipients |= await self._say_at(Stage.RCPT)

    async def _data(self, _: str) -> None:
        if not self._recipients:
            await self._say(_BAD_SEQUENCE)
            return
        if not await self._say_at(Stage.DATA):
            return
        while await self._line() != ".":
            pass
        await self._say_at(Stage.END_OF_DATA)
        self._sender = self._recipients = False

    async def _rset(self, _: str) -> None:
        self._sender = self._recipients = False
        await self._say(_OK)

    async def _noop(self, _: str) -> None:
        await self._say(_OK)

    async def _quit(self, _: str) -> None:
        await self._say_at(Stage.QUIT)
        raise _HangUp

    async def _say_at(self, stage: Stage) -> bool:
        """The stage's answer; whether it was a good one."""
        chosen = self._behaviour.answers.get(stage, _USUAL.get(stage, _OK))
        await self._say(chosen)
        return chosen.code < 400

    async def _say(self, said: Answer) -> None:
        last = len(said.lines) - 1
        for number, line in enumerate(said.lines):
            mark = " " if number == last else "-"
            self._writer.write(f"{said.code}{mark}{line}\r\n".encode())
        await self._writer.drain()
        if said.hangs_up:
            raise _HangUp

    async def _maybe_vanish(self, stage: Stage) -> None:
        if self._behaviour.vanishes_at is stage:
            self._writer.transport.abort()
            raise _HangUp


def _lower_keyword(line: str) -> str:
    keyword, _, parameters = line.partition(" ")
    return f"{keyword.lower()} {parameters}".strip()


def _decoded(given: str) -> str:
    return base64.b64decode(given, validate=True).decode()
