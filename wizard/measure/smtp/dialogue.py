"""Commands and answers on one connection: what was asked, what came, how long it took.

Everything recorded passes the mask here. A 421 anywhere shuts the door to this server.
"""

import asyncio

from wizard.facts.server import Ending, ServerReply
from wizard.measure.probe import Context
from wizard.measure.smtp.channel import Channel
from wizard.measure.smtp.masking import Mask, decoded, printable
from wizard.measure.smtp.replies import (
    Closed,
    Garbage,
    ReplyReader,
    TooLong,
    WholeReply,
)
from wizard.observation import Speaker
from wizard.vocabulary import Stage

# RFC 5321 4.5.3.2.1.
GREETING_SECONDS = 300.0
# After this long a person is told what is being waited for.
TELL_AFTER_SECONDS = 5.0
QUIT_SECONDS = 3.0
# To see more of what is no SMTP than its first byte.
_SAMPLE_GRACE_SECONDS = 1.0
# A server may have said why before it closed on us.
_LAST_WORDS_SECONDS = 1.0
_LONGEST_SAMPLE = 200

CLOSING = 421


class Dialogue:
    """Asks and listens. `replies` holds every reply but the one to QUIT."""

    def __init__(self, context: Context, channel: Channel, mask: Mask) -> None:
        self.channel = channel
        self.replies: list[ServerReply] = []
        self.received = ""
        self.waited_seconds: float | None = None
        self._context = context
        self._mask = mask
        self._reader = ReplyReader()

    def forget_unread(self) -> None:
        """Drop what came before TLS: it may have been slipped in (RFC 3207 section 6)."""
        self._reader = ReplyReader()

    async def ask(
        self, stage: Stage, command: str, seconds: float, *, shown: str = ""
    ) -> ServerReply | Ending:
        """Send one command line and wait for its reply. `shown` is recorded in its place."""
        failed = await self.send(f"{command}\r\n".encode(), seconds, shown=shown or command)
        if failed is None:
            return await self.answer(stage, seconds)
        last_words = await self.answer(stage, _LAST_WORDS_SECONDS)
        return last_words if isinstance(last_words, ServerReply) else failed

    async def send(self, data: bytes, seconds: float, *, shown: str) -> Ending | None:
        """Send bytes as they are; the ending when that failed."""
        self._context.note(Speaker.CLIENT, printable(self._mask(shown)))
        try:
            async with asyncio.timeout(seconds):
                await self.channel.send(data)
        except OSError as error:
            return _ending(error)
        return None

    async def answer(self, stage: Stage, seconds: float) -> ServerReply | Ending:
        """Wait for one reply, record it; the ending when none came."""
        event, took = await self._heard(stage, seconds)
        if isinstance(event, Ending):
            return event
        reply = self._recorded(event, stage, took)
        if event.broken_off and reply.code != CLOSING:
            # Another reply stands right behind it: a 421 in the middle of a list, for example.
            event, took = await self._heard(stage, seconds)
            if isinstance(event, WholeReply):
                return self._recorded(event, stage, took)
        return reply

    async def _heard(self, stage: Stage, seconds: float) -> tuple[WholeReply | Ending, float]:
        loop = asyncio.get_running_loop()
        began = loop.time()
        telling = loop.call_later(
            TELL_AFTER_SECONDS, self._context.waiting, stage.value, seconds - TELL_AFTER_SECONDS
        )
        try:
            event = await self._event(stage, seconds)
        finally:
            telling.cancel()
        took = loop.time() - began
        if event is Ending.SILENCE:
            self.waited_seconds = took
            self.received = self._sample(self._reader.unread)
        return event, took

    def note_explained(self, said: str) -> str:
        """Note what a coded line of the server means; returns it as it may be shown."""
        shown = printable(self._mask(said), _LONGEST_SAMPLE)
        self._context.note(Speaker.NOTE, f"decoded: {shown}")
        return shown

    async def quit(self) -> None:
        """Take leave as RFC 5321 4.1.1.10 wants; whatever happens now no longer matters."""
        if await self.send(b"QUIT\r\n", QUIT_SECONDS, shown="QUIT") is not None:
            return
        event = await self._event(Stage.QUIT, QUIT_SECONDS)
        if isinstance(event, WholeReply):
            self._note_lines(event.code, self._texts(event))

    async def leave_silence(self) -> bytes:
        """Take leave of a server that never greeted; what it is may show in its answer.

        A web server answers any line with '400', a TLS server with an alert. The start of such
        an answer is returned, b'' when there is none. The server did not greet within the whole
        wait, so nothing is spoilt by speaking first now.
        """
        waited = self.waited_seconds
        await self.send(b"QUIT\r\n", _LAST_WORDS_SECONDS, shown="QUIT")
        await self.answer(Stage.GREETING, _LAST_WORDS_SECONDS)
        self.waited_seconds = waited
        event = self._reader.next_event()
        return event.sample if isinstance(event, Garbage) else b""

    async def take_leave(self) -> None:
        """Send QUIT to a server that would not listen for it."""
        await self.send(b"QUIT\r\n", 1.0, shown="QUIT")

    def plain_reply(self, data: bytes, stage: Stage) -> ServerReply | None:
        """Read a reply from bytes that came in the clear where TLS was expected."""
        self.received = self._sample(data)
        reader = ReplyReader()
        reader.receive_data(data)
        event = reader.next_event()
        return self._recorded(event, stage, 0.0) if isinstance(event, WholeReply) else None

    async def _event(self, stage: Stage, seconds: float) -> WholeReply | Ending:
        try:
            return await self._read(stage, seconds)
        except OSError as error:
            return _ending(error)

    async def _read(self, stage: Stage, seconds: float) -> WholeReply | Ending:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        longest = loop.time() + max(seconds, GREETING_SECONDS)
        async with asyncio.timeout_at(until) as limit:
            while True:
                event = self._reader.next_event()
                match event:
                    case WholeReply():
                        return event
                    case Closed():
                        return Ending.CLOSED
                    case TooLong():
                        return Ending.TOO_LONG
                    case Garbage():
                        limit.reschedule(None)
                        return await self._no_smtp()
                if stage is Stage.GREETING and self._reader.begun and until < longest:
                    # It has begun to greet, so it is alive: it gets the time of the RFC.
                    until = longest
                    limit.reschedule(longest)
                    self._context.waiting(stage.value, longest - loop.time())
                self._reader.receive_data(await self.channel.receive())

    async def _no_smtp(self) -> Ending:
        """See a little more of what came, and keep its start."""
        try:
            async with asyncio.timeout(_SAMPLE_GRACE_SECONDS):
                while data := await self.channel.receive():
                    self._reader.receive_data(data)
                    event = self._reader.next_event()
                    if isinstance(event, Garbage) and len(event.sample) >= _LONGEST_SAMPLE:
                        break
        except (TimeoutError, OSError):
            pass
        event = self._reader.next_event()
        assert isinstance(event, Garbage)
        self.received = self._sample(event.sample)
        self._context.note(Speaker.SERVER, self.received)
        return Ending.NOT_SMTP

    def _recorded(self, event: WholeReply, stage: Stage, took: float) -> ServerReply:
        texts = self._texts(event)
        self._note_lines(event.code, texts)
        reply = ServerReply(code=event.code, lines=texts, stage=stage, took_seconds=took)
        self.replies.append(reply)
        if reply.code == CLOSING:
            self._context.server.stop()
        return reply

    def _texts(self, event: WholeReply) -> tuple[str, ...]:
        return tuple(printable(self._mask(decoded(line))) for line in event.lines)

    def _note_lines(self, code: int, texts: tuple[str, ...]) -> None:
        for index, text in enumerate(texts):
            dash = "-" if index < len(texts) - 1 else " "
            self._context.note(Speaker.SERVER, f"{code}{dash}{text}".rstrip())

    def _sample(self, data: bytes) -> str:
        return printable(self._mask(decoded(data)), _LONGEST_SAMPLE)


def _ending(error: OSError) -> Ending:
    """TimeoutError and ssl.SSLError are OSErrors as well."""
    match error:
        case TimeoutError():
            return Ending.SILENCE
        case ConnectionResetError():
            return Ending.RESET
        case _:
            return Ending.CLOSED
