"""A byte stream to a mail server, plain or inside TLS, that keeps what asyncio's streams hide.

TLS runs over memory buffers (ssl.MemoryBIO): so the raw bytes of an answer that was no TLS are
there to be shown, nothing read before STARTTLS can slip into the protected part (CVE-2011-0411),
and closing is immediate.
"""

import asyncio
import contextlib
import socket
import ssl
from types import TracebackType

CHUNK = 16 * 1024
_RAW_KEPT = 500


class Channel:
    """One connection. Reading returns b'' at the end; errors are OSError or ssl.SSLError."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.raw_start = b""  # what came first after the TLS handshake was begun
        self._loop = asyncio.get_running_loop()
        self._tls: ssl.SSLObject | None = None
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()

    async def __aenter__(self) -> "Channel":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def tls(self) -> ssl.SSLObject | None:
        """The TLS side, once a handshake was begun."""
        return self._tls

    async def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Do the handshake. Raises ssl.SSLError, OSError, or EOFError when the server closed."""
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.raw_start = b""
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                await self._flush()
                if not await self._fill():
                    raise EOFError from None
            except ssl.SSLError:
                with contextlib.suppress(OSError):
                    await self._flush()  # the alert tells the server why
                raise
            else:
                await self._flush()
                return

    async def send(self, data: bytes) -> None:
        """Send all of it."""
        if self._tls is None:
            await self._loop.sock_sendall(self.sock, data)
        else:
            self._tls.write(data)
            await self._flush()

    async def receive(self) -> bytes:
        """Whatever came, at most a chunk; b'' when the server closed."""
        if self._tls is None:
            return await self._loop.sock_recv(self.sock, CHUNK)
        while True:
            try:
                return self._tls.read(CHUNK)
            except ssl.SSLWantReadError:
                await self._flush()
                if not await self._fill():
                    return b""
            except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
                return b""

    def close(self) -> None:
        """Say goodbye to TLS if that costs no waiting, and close."""
        if self._tls is not None:
            with contextlib.suppress(ssl.SSLError, OSError, ValueError):
                self._tls.unwrap()
            with contextlib.suppress(OSError):
                self.sock.send(self._outgoing.read())
        self.sock.close()

    async def _flush(self) -> None:
        data = self._outgoing.read()
        if data:
            await self._loop.sock_sendall(self.sock, data)

    async def _fill(self) -> bool:
        """Read from the socket into TLS; False at the end."""
        data = await self._loop.sock_recv(self.sock, CHUNK)
        if len(self.raw_start) < _RAW_KEPT:
            self.raw_start = (self.raw_start + data)[:_RAW_KEPT]
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()
        return bool(data)
