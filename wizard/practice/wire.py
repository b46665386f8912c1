"""One connection of a practice server: lines in, replies out, TLS in between, and its end.

Rule: nothing that came before TLS is read after it (RFC 3207 section 6), and closing never waits
for the other side.
"""

import asyncio
import contextlib
import socket
import ssl
import struct
import sys

from wizard.practice.behaviour import Answer

LONGEST_LINE = 2048  # RFC 5321 4.5.3.1 asks for at least 512 and 1,000; Postfix takes 2,048
_CHUNK = 64 * 1024
# A closed socket with this option sends a reset. Windows has two shorts there.
_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class HangUp(Exception):
    """The conversation is over."""


class LineTooLong(Exception):
    """A line had more than LONGEST_LINE bytes; it was read to its end and dropped."""


class Wire:
    """Reads lines and writes replies."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        assert isinstance(writer.transport, asyncio.Transport)
        self._unencrypted = writer.transport
        self._unread = b""

    async def line(self) -> bytes:
        """The next line without its end. Raises LineTooLong, and HangUp when there is no more."""
        dropped = False
        while True:
            line, end, rest = self._unread.partition(b"\n")
            if end:
                self._unread = rest
                break
            if len(line) > LONGEST_LINE:
                self._unread, dropped = b"", True
            self._unread += await self._more()
        if dropped or len(line) > LONGEST_LINE:
            raise LineTooLong
        return line.removesuffix(b"\r")

    async def say(self, said: Answer) -> None:
        """Send a reply; raises HangUp after the last words."""
        self._write(said, last=" ")
        await self._writer.drain()
        if said.hangs_up:
            raise HangUp

    async def tease(self, said: Answer) -> None:
        """Send lines of a reply that is to be continued."""
        self._write(said, last="-")
        await self._writer.drain()

    def wait_with_reading(self) -> None:
        """Read nothing until `protect`, where the client speaks TLS at once. From the start on:
        what asyncio reads before the handshake never reaches it."""
        self._unencrypted.pause_reading()

    async def protect(self, context: ssl.SSLContext) -> None:
        """Do the handshake. Raises OSError."""
        await self._writer.start_tls(context)

    async def say_and_protect(self, said: Answer, context: ssl.SSLContext) -> None:
        """Answer STARTTLS and do the handshake. Raises OSError."""
        await self._forget_unread()
        self.wait_with_reading()
        await self.say(said)
        await self.protect(context)

    async def ignore_the_rest(self) -> None:
        """Say nothing any more, until the other side gives up."""
        while True:
            await self._more()

    def close(self) -> None:
        """Close in good order, without waiting for the other side to close TLS as well."""
        self._writer.close()
        self._unencrypted.close()

    def abort(self) -> None:
        """Close at once, whatever was still to be sent."""
        self._unencrypted.abort()

    def reset(self) -> None:
        """End it as a broken line or a firewall does. Raises HangUp."""
        self._writer.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, _LINGER
        )
        self.abort()
        raise HangUp

    def _write(self, said: Answer, *, last: str) -> None:
        marks = ["-"] * (len(said.lines) - 1) + [last]
        for mark, line in zip(marks, said.lines, strict=True):
            self._writer.write(f"{said.code}{mark}{line}\r\n".encode())

    async def _more(self) -> bytes:
        data = await self._reader.read(_CHUNK)
        if not data:
            raise HangUp
        return data

    async def _forget_unread(self) -> None:
        self._unread = b""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0):
                await self._reader.read(_CHUNK)
