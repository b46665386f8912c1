"""The stages of one conversation on an open connection, in the order of RFC 5321.

Rules: a password only over TLS whose certificate was accepted, and once; no word before the
greeting is complete; QUIT at every end that lets us.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable

from wizard.facts.network import ConnectAttempt
from wizard.facts.server import Ending, ServerFacts, ServerReply, SignInResult, TlsFacts
from wizard.measure import connect, test_message
from wizard.measure.probe import Context
from wizard.measure.smtp import capabilities as ehlo_list
from wizard.measure.smtp import tls
from wizard.measure.smtp.capabilities import Capabilities, address_literal
from wizard.measure.smtp.channel import Channel
from wizard.measure.smtp.dialogue import Dialogue
from wizard.measure.smtp.exchange import Signed, try_signing_in
from wizard.measure.smtp.masking import Mask
from wizard.measure.smtp.target import Depth, Patience, Target
from wizard.observation import Speaker
from wizard.vocabulary import Security, Stage

# All commands after the greeting together, so that a server which answers each at the last
# moment cannot hold a run for an hour.
COMMANDS_SECONDS = 120.0
# Postfix and Exim answer a padded NOOP of this length, Dovecot refuses it: any answer proves
# that packets of full size get through.
_PADDING = 1_400
_PADDED_SECONDS = 5.0

_REPLY_START = re.compile(rb"[245]\d\d[ -]")
_NO_SUCH_COMMAND = (500, 501, 502, 503, 504, 550)


class Stages:
    """The state of one conversation; each step returns the ending, or None to go on."""

    def __init__(
        self,
        context: Context,
        target: Target,
        depth: Depth,
        patience: Patience,
        attempts: tuple[ConnectAttempt, ...],
    ) -> None:
        self.chain_missing = False
        self._context = context
        self._target = target
        self._depth = depth
        self._patience = patience
        self._attempts = attempts
        self._mask = Mask(context.password, context.account.username)
        self._talk: Dialogue | None = None
        self._own = ""
        self._message: test_message.TestMessage | None = None
        self._stage = Stage.CONNECT
        self._greeting_seconds: float | None = None
        self._capabilities: Capabilities | None = None
        self._first_capabilities: Capabilities | None = None
        self._echoed = ""
        self._masked_greeting = False
        self._tls: TlsFacts | None = None
        self._signed = Signed(SignInResult.NOT_REACHED)
        self._speaks: Security | None = None
        self._large_packets: bool | None = None
        self._message_id = ""
        self._size_reply: ServerReply | None = None
        self._commands_until: float | None = None

    @property
    def talk(self) -> Dialogue:
        assert self._talk is not None
        return self._talk

    async def hold(self, channel: Channel) -> ServerFacts:
        """Go through the steps and take leave."""
        self._talk = Dialogue(self._context, channel, self._mask)
        self._own = connect.local_address(channel.sock)
        ending = await self._go_through()
        if ending is Ending.COMPLETE and self._patience.padded and self._depth >= Depth.EHLO:
            ending = await self._padded()
        if self._depth > Depth.CONNECT and self._large_packets is not False:
            if ending in (Ending.COMPLETE, Ending.REPLY, Ending.NO_STARTTLS):
                await self.talk.quit()
            elif ending is Ending.TOO_LONG:
                await self.talk.take_leave()
        return self.facts(ending)

    async def _go_through(self) -> Ending:
        for step in self._steps():
            ended = await step()
            if ended is not None:
                return ended
        return Ending.COMPLETE

    def facts(self, ending: Ending) -> ServerFacts:
        """All that was measured, as a value."""
        told = connect.most_telling(self._attempts)
        best = self._capabilities or Capabilities()
        first = self._first_capabilities
        talk = self._talk
        return ServerFacts(
            host=self._target.host,
            address=told.address,
            port=self._target.port,
            security=self._target.security,
            connect=told,
            stage=self._stage,
            ending=ending,
            replies=tuple(talk.replies) if talk else (),
            greeting_seconds=self._greeting_seconds,
            capabilities=best.keywords,
            sign_in_methods=best.sign_in_methods,
            starttls_offered=first.starttls if first else None,
            size_limit=best.size_limit,
            echoed_address=self._echoed,
            masked_greeting=self._masked_greeting,
            tls=self._tls,
            sign_in=self._signed.result,
            sign_in_method=self._signed.method,
            sign_in_told=self._signed.told,
            received=talk.received if talk else "",
            attempts=self._attempts,
            waited_seconds=talk.waited_seconds if talk and ending is Ending.SILENCE else None,
            speaks=self._speaks,
            large_packets=self._large_packets,
            test_message_id=self._message_id,
            message_size=self._context.message_size,
            size_reply=self._size_reply,
        )

    def _steps(self) -> list[Callable[[], Awaitable[Ending | None]]]:
        protect_first = self._target.security is Security.TLS
        upgrade = self._target.security is Security.STARTTLS
        steps: list[Callable[[], Awaitable[Ending | None]]] = []
        if self._depth >= Depth.GREETING:
            steps += [self._protect] if protect_first else []
            steps.append(self._greeting)
        if self._depth >= Depth.EHLO:
            steps.append(self._ehlo)
        if self._depth >= Depth.PROTECTED and upgrade:
            steps += [self._starttls, self._protect, self._ehlo]
        if self._depth >= Depth.ENVELOPE:
            steps += [
                self._sign_in,
                self._announce_size,
                self._mail,
                self._rcpt,
                self._finish_envelope,
            ]
        return steps

    def _seconds(self, most: float = COMMANDS_SECONDS) -> float:
        """How long the next command may take."""
        now = asyncio.get_running_loop().time()
        if self._commands_until is None:
            self._commands_until = now + COMMANDS_SECONDS
        return max(0.5, min(self._patience.answer, most, self._commands_until - now))

    async def _greeting(self) -> Ending | None:
        self._stage = Stage.GREETING
        reply = await self.talk.answer(Stage.GREETING, self._patience.greeting)
        if reply is Ending.SILENCE and not self.talk.received:
            return await self._leave_silence()
        if isinstance(reply, Ending):
            return reply
        self._greeting_seconds = reply.took_seconds
        self._masked_greeting = ehlo_list.is_masked(reply)
        if reply.code == 220:
            return None
        return self._refused(reply)

    async def _leave_silence(self) -> Ending:
        said = await self.talk.leave_silence()
        if self._context.server.stopped:
            return Ending.REPLY
        if tls.looks_like_tls(said):
            self._speaks = Security.TLS
            return Ending.SILENCE
        return Ending.NOT_SMTP if said else Ending.SILENCE

    async def _ehlo(self) -> Ending | None:
        self._stage = Stage.EHLO
        reply = await self.talk.ask(
            Stage.EHLO, f"EHLO {address_literal(self._own)}", self._seconds()
        )
        if isinstance(reply, ServerReply) and reply.code in _NO_SUCH_COMMAND:
            # RFC 5321 4.1.1.1: a server that knows no EHLO is greeted in the old way.
            reply = await self.talk.ask(
                Stage.EHLO, f"HELO {address_literal(self._own)}", self._seconds()
            )
        if isinstance(reply, Ending):
            return reply
        if reply.code != 250:
            return self._refused(reply)
        self._capabilities = ehlo_list.capabilities(reply)
        self._first_capabilities = self._first_capabilities or self._capabilities
        self._echoed = self._echoed or ehlo_list.echoed_address(reply, self._own)
        return None

    async def _starttls(self) -> Ending | None:
        self._stage = Stage.STARTTLS
        assert self._capabilities is not None
        if not self._capabilities.starttls:
            return Ending.NO_STARTTLS
        reply = await self.talk.ask(Stage.STARTTLS, "STARTTLS", self._seconds())
        if isinstance(reply, Ending):
            return reply
        if reply.code != 220:
            return self._refused(reply)
        self.talk.forget_unread()
        return None

    async def _protect(self) -> Ending | None:
        self._stage = Stage.TLS
        seconds = min(tls.HANDSHAKE_SECONDS, self._patience.answer)
        shaken = await tls.handshake(
            self.talk.channel, self._context.world, self._target.host, seconds
        )
        self._tls = shaken.facts
        self._context.note(Speaker.NOTE, _tls_line(shaken.facts))
        if shaken.facts.trusted:
            return None
        if shaken.plain:
            self._read_plain(shaken.plain)
        self.chain_missing = shaken.chain_missing
        if self._context.password is not None:
            self._signed = Signed(SignInResult.UNTRUSTED)
        return Ending.TLS_FAILED

    def _read_plain(self, data: bytes) -> None:
        """A greeting in the clear, where TLS was expected, names the mismatch."""
        self.talk.plain_reply(data, Stage.GREETING)
        if self._target.security is Security.TLS and _REPLY_START.match(data):
            self._speaks = Security.STARTTLS

    async def _sign_in(self) -> Ending | None:
        assert self._capabilities is not None
        protected = self._tls is not None and self._tls.trusted
        self._signed = await try_signing_in(
            self.talk,
            self._capabilities,
            self._context.account.username,
            self._context.password,
            protected=protected,
            seconds=self._seconds,
        )
        if self._signed.method:
            self._stage = Stage.AUTH
        if self._signed.ending is Ending.REPLY:
            return self._refused(self.talk.replies[-1])
        return self._signed.ending

    async def _announce_size(self) -> Ending | None:
        """Ask whether a large message would be taken, without its data (RFC 1870 6.1).

        A refusal ends nothing: whether it was about the size shows when a small one is taken.
        """
        size, address = self._context.message_size, self._wire_address()
        assert self._capabilities is not None
        if size is None or address is None or not self._capabilities.announces_size:
            return None
        reply = await self.talk.ask(Stage.MAIL, self._mail_from(address, size), self._seconds())
        if isinstance(reply, Ending):
            return reply
        if reply.code == 421:
            self._stage = Stage.MAIL
            return self._refused(reply)
        self.talk.replies.remove(reply)
        self._size_reply = reply
        if reply.code >= 400:
            return None
        forgotten = await self.talk.ask(Stage.MAIL, "RSET", self._seconds())
        if isinstance(forgotten, ServerReply):
            self.talk.replies.remove(forgotten)
        return self._expect(forgotten)

    async def _mail(self) -> Ending | None:
        address = self._wire_address()
        if address is None:
            return Ending.COMPLETE
        self._stage = Stage.MAIL
        command = self._mail_from(address, len(self._test_message().data))
        return self._expect(await self.talk.ask(Stage.MAIL, command, self._seconds()))

    def _mail_from(self, address: str, size: int) -> str:
        assert self._capabilities is not None
        parameters = f" SIZE={size}" if self._capabilities.announces_size else ""
        parameters += "" if address.isascii() else " SMTPUTF8"
        return f"MAIL FROM:<{address}>{parameters}"

    async def _rcpt(self) -> Ending | None:
        self._stage = Stage.RCPT
        command = f"RCPT TO:<{self._wire_address()}>"
        return self._expect(await self.talk.ask(Stage.RCPT, command, self._seconds()))

    async def _finish_envelope(self) -> Ending | None:
        """Forget the envelope; or hand over the one test message that was asked for."""
        if not self._context.send_test:
            reply = await self.talk.ask(Stage.RCPT, "RSET", self._seconds())
            return self._expect(reply)
        self._stage = Stage.DATA
        reply = await self.talk.ask(Stage.DATA, "DATA", self._seconds())
        if isinstance(reply, Ending):
            return reply
        if reply.code != 354:
            return self._refused(reply)
        self._stage = Stage.END_OF_DATA
        message = self._test_message()
        failed = await self.talk.send(
            test_message.on_the_wire(message), self._seconds(), shown=f"({len(message.data)} bytes)"
        )
        ended = failed or self._expect(await self.talk.answer(Stage.END_OF_DATA, self._seconds()))
        if ended is None:
            self._message_id = message.id
        return ended

    async def _padded(self) -> Ending:
        """Whether a packet of full size gets through; silence here ends nothing else."""
        shown = f"NOOP (and {_PADDING} more bytes)"
        padded = "NOOP " + "x" * _PADDING
        reply = await self.talk.ask(
            self._stage, padded, self._seconds(_PADDED_SECONDS), shown=shown
        )
        if isinstance(reply, ServerReply):
            self.talk.replies.remove(reply)
            self._large_packets = True
        elif reply is Ending.SILENCE:
            self._large_packets = False
        return Ending.COMPLETE

    def _expect(self, reply: ServerReply | Ending) -> Ending | None:
        if isinstance(reply, Ending):
            return reply
        return None if 200 <= reply.code < 300 else self._refused(reply)

    def _refused(self, reply: ServerReply) -> Ending:
        """The ending for a reply that does not let us go on."""
        if not self._echoed:
            server = connect.most_telling(self._attempts).address
            self._echoed = ehlo_list.address_in_refusal(reply, self._own, server)
        if reply.code >= 400:
            return Ending.REPLY
        # A friendly code that no mail server gives here: another kind of server.
        self.talk.received = reply.text
        return Ending.NOT_SMTP

    def _test_message(self) -> test_message.TestMessage:
        if self._message is None:
            account, now = self._context.account, self._context.world.now()
            self._message = test_message.compose(account.address, now)
        return self._message

    def _wire_address(self) -> str | None:
        """The own address as it may stand in MAIL FROM; None when this server cannot take it."""
        assert self._capabilities is not None
        local, _, domain = self._context.account.address.rpartition("@")
        if any(c in "<>" or ord(c) <= 0x20 for c in local + domain):
            return None
        if local.isascii():
            try:
                return f"{local}@{domain.encode('idna').decode()}"
            except UnicodeError:
                return None
        return f"{local}@{domain}" if self._capabilities.international else None


def _tls_line(facts: TlsFacts) -> str:
    if facts.trusted:
        return f"{facts.version} {facts.cipher}, certificate accepted"
    why = facts.problem or facts.failure
    return f"TLS: {why.value if why else 'failed'} ({facts.detail})"
