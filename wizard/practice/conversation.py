"""What a practice server says to one caller: a strict RFC 5321 server, but for its behaviour.

It keeps nothing: an accepted message is counted and thrown away.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable

import msgspec

from wizard.practice import envelope, sign_in
from wizard.practice.behaviour import Answer, Behaviour, Protection, answer
from wizard.practice.wire import LONGEST_LINE, HangUp, LineTooLong, Wire
from wizard.vocabulary import Stage

NAME = "mail.practice.example"
_IDLE_SECONDS = 300.0  # RFC 5321 4.5.3.2.7: at least five minutes
_MOST_MISTAKES = 20  # Postfix, smtpd_hard_error_limit

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
_OK = answer("250 2.0.0 Ok")
_IDLE = answer(f"421 4.4.2 {NAME} Error: timeout exceeded")
_TOO_MANY_MISTAKES = answer(f"421 4.7.0 {NAME} Error: too many errors")
_LINE_TOO_LONG = answer("500 5.5.2 Error: line too long")
_UNKNOWN = answer("502 5.5.2 Error: command not recognized")
_BAD_SEQUENCE = answer("503 5.5.1 Error: bad sequence of commands")
_NO_SIGN_IN_HERE = answer("503 5.5.1 Error: authentication not enabled")
_SIGN_IN_FIRST = answer("530 5.7.0 Authentication required")
_TLS_FIRST = answer("530 5.7.0 Must issue a STARTTLS command first")
_OTHER_METHOD = answer("504 5.5.4 Unrecognized authentication type")
_WRONG_PASSWORD = answer("535 5.7.8 Error: authentication failed: (reason unavailable)")
_MALFORMED = answer("501 5.5.2 Error: malformed authentication response")
_CANCELLED = answer("501 5.7.0 Authentication aborted")

_WITHOUT_ARGUMENT = ("STARTTLS", "DATA", "RSET", "QUIT")


class Keys(msgspec.Struct, frozen=True):
    """What opens this server: its certificate's context, and the one account on it."""

    context: ssl.SSLContext
    username: str
    password: str


class Conversation:
    """One caller. The state is that of RFC 5321 4.1.4, plus TLS and sign-in."""

    def __init__(self, behaviour: Behaviour, keys: Keys, wire: Wire) -> None:
        self._behaviour = behaviour
        self._keys = keys
        self._wire = wire
        self._protected = self._introduced = self._signed_in = False
        self._sender = self._recipient = False
        self._turned_away = False
        self._mistakes = 0
        self._commands: dict[str, Callable[[str], Awaitable[None]]] = {
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

    async def hold(self) -> None:
        """Talk until one side hangs up."""
        try:
            with contextlib.suppress(HangUp, OSError):
                await self._talk()
        finally:
            self._wire.close()

    async def _talk(self) -> None:
        if self._behaviour.protection is Protection.TLS:
            await self._wire.protect(self._keys.context)
            self._protected = True
        await self._greet()
        while True:
            try:
                await self._command(await self._line())
            except LineTooLong:
                await self._say(_LINE_TOO_LONG)

    async def _greet(self) -> None:
        if self._behaviour.teaser:
            await self._wire.tease(Answer(220, self._behaviour.teaser))
        said = await self._say_at(Stage.GREETING)
        self._turned_away = not _is_good(said)

    async def _line(self) -> str:
        try:
            async with asyncio.timeout(_IDLE_SECONDS):
                line = await self._wire.line()
        except TimeoutError:
            await self._say(_IDLE)
            raise
        await self._lose_if_large(len(line))
        return line.decode("utf-8", "replace")

    async def _command(self, line: str) -> None:
        verb, _, argument = line.partition(" ")
        verb, argument = verb.upper(), argument.strip()
        command = self._commands.get(verb)
        if command is None:
            await self._say(_UNKNOWN)
        elif argument and verb in _WITHOUT_ARGUMENT:
            await self._say(envelope.SYNTAX)
        elif self._turned_away and verb != "QUIT":
            await self._say(_BAD_SEQUENCE)  # RFC 5321 3.1, after a greeting of 554
        else:
            await command(argument)

    # Who speaks, and protection.

    async def _ehlo(self, argument: str) -> None:
        if await self._introduces(argument):
            lines = [NAME, *self._capabilities()]
            if self._behaviour.lower_case:
                lines = [_lower_keyword(line) for line in lines]
            await self._say(Answer(250, tuple(lines)))

    async def _helo(self, argument: str) -> None:
        if await self._introduces(argument):
            await self._say(Answer(250, (NAME,)))

    async def _introduces(self, argument: str) -> bool:
        if not argument or " " in argument:
            await self._say(envelope.SYNTAX)
            return False
        said = await self._begin(Stage.EHLO)
        if not _is_good(said):
            await self._say(said)
            return False
        self._introduced = True
        self._sender = self._recipient = False
        return True

    def _capabilities(self) -> list[str]:
        offered = list(self._behaviour.capabilities)
        if self._offers_starttls:
            offered.append("STARTTLS")
        if self._offers_sign_in:
            offered.append("AUTH " + " ".join(self._behaviour.sign_in_methods))
        return offered

    @property
    def _offers_starttls(self) -> bool:
        return self._behaviour.protection is Protection.STARTTLS and not self._protected

    @property
    def _offers_sign_in(self) -> bool:
        return bool(self._behaviour.sign_in_methods) and not self._offers_starttls

    async def _starttls(self, _: str) -> None:
        if not self._offers_starttls:
            await self._say(_UNKNOWN)
            return
        said = await self._begin(Stage.STARTTLS)
        if not _is_good(said):
            await self._say(said)
            return
        await self._wire.say_and_protect(said, self._keys.context)
        self._protected, self._introduced = True, False
        self._sender = self._recipient = False

    # Sign-in.

    async def _auth(self, argument: str) -> None:
        method, _, initial = argument.partition(" ")
        if not self._offers_sign_in or not self._introduced:
            await self._say(_NO_SIGN_IN_HERE)
        elif self._signed_in or self._sender:
            await self._say(_BAD_SEQUENCE)
        elif method.upper() not in self._behaviour.sign_in_methods:
            await self._say(_OTHER_METHOD)
        else:
            await self._sign_in(method.upper(), initial)

    async def _sign_in(self, method: str, initial: str) -> None:
        keys = self._keys
        exchange = sign_in.begin(method, NAME, keys.username, keys.password)
        if exchange is None or (initial and method not in sign_in.ANSWERS_AT_ONCE):
            await self._say(_MALFORMED)
            return
        try:
            right = await self._exchanged(exchange, initial)
        except sign_in.Malformed:
            await self._say(_MALFORMED)
            return
        if right is None:
            await self._say(_CANCELLED)
            return
        said = await self._begin(Stage.AUTH)
        said = said if right or not _is_good(said) else _WRONG_PASSWORD
        await self._say(said)
        self._signed_in = _is_good(said)

    async def _exchanged(self, exchange: sign_in.Exchange, initial: str) -> bool | None:
        """Whether the credentials are right; None when the client broke off with `*`."""
        challenge = next(exchange)
        while True:
            given = initial or await self._asked(challenge)
            if given == "*":
                return None
            # RFC 4954 section 4: a lone '=' is an empty initial response.
            plain = b"" if initial and given == "=" else sign_in.decoded(given.encode())
            initial = ""
            try:
                challenge = exchange.send(plain)
            except StopIteration as verdict:
                return bool(verdict.value)

    async def _asked(self, challenge: bytes) -> str:
        await self._say(Answer(334, (sign_in.encoded(challenge),)))
        return await self._line()

    # The envelope and the message.

    async def _mail(self, argument: str) -> None:
        nested = _BAD_SEQUENCE if self._sender else None
        limit = self._behaviour.size_limit
        refusal = self._not_yet() or nested or envelope.refused_sender(argument, limit)
        if refusal is not None:
            await self._say(refusal)
        else:
            self._sender = _is_good(await self._say_at(Stage.MAIL))

    def _not_yet(self) -> Answer | None:
        if not self._introduced:
            return _BAD_SEQUENCE
        if self._offers_starttls:
            return _TLS_FIRST
        if self._behaviour.sign_in_methods and not self._signed_in:
            return _SIGN_IN_FIRST
        return None

    async def _rcpt(self, argument: str) -> None:
        refusal = envelope.refused_recipient(argument) if self._sender else _BAD_SEQUENCE
        if refusal is not None:
            await self._say(refusal)
        else:
            self._recipient |= _is_good(await self._say_at(Stage.RCPT))

    async def _data(self, _: str) -> None:
        if not self._recipient:
            await self._say(_BAD_SEQUENCE)
            return
        if not _is_good(await self._say_at(Stage.DATA)):
            return
        size = await self._message_size()
        self._sender = self._recipient = False
        limit = self._behaviour.size_limit
        if limit and size > limit:
            await self._say(envelope.TOO_BIG)
        else:
            await self._say_at(Stage.END_OF_DATA)

    async def _message_size(self) -> int:
        size = 0
        while True:
            try:
                line = await self._line()
            except LineTooLong:
                size += LONGEST_LINE
                continue
            if line == ".":
                return size
            size += len(line.encode()) + 2
            await self._lose_if_large(size)

    async def _rset(self, _: str) -> None:
        self._sender = self._recipient = False
        await self._say(_OK)

    async def _noop(self, _: str) -> None:
        await self._say(_OK)

    async def _quit(self, _: str) -> None:
        await self._say_at(Stage.QUIT)
        raise HangUp

    # Saying it, in the way of this server.

    async def _say_at(self, stage: Stage) -> Answer:
        said = await self._begin(stage)
        await self._say(said)
        return said

    async def _begin(self, stage: Stage) -> Answer:
        """Do what happens at this stage before the answer; the answer."""
        if self._behaviour.resets_at is stage:
            self._wire.reset()
        await asyncio.sleep(self._behaviour.delays.get(stage, 0.0))
        return self._behaviour.answers.get(stage) or _USUAL.get(stage, _OK)

    async def _say(self, said: Answer) -> None:
        self._mistakes += 500 <= said.code <= 504
        await self._wire.say(_TOO_MANY_MISTAKES if self._mistakes > _MOST_MISTAKES else said)

    async def _lose_if_large(self, size: int) -> None:
        longest = self._behaviour.longest_packet
        if longest is not None and size > longest:
            await self._wire.ignore_the_rest()


def _is_good(said: Answer) -> bool:
    return said.code < 400


def _lower_keyword(line: str) -> str:
    keyword, _, parameters = line.partition(" ")
    return f"{keyword.lower()} {parameters}".strip()
