"""A firewall that inspects SMTP as old ones do: asterisks for the greeting, unknown EHLO words
crossed out, STARTTLS among them, and unknown commands made unknown to the server too.

usage: python -m tests.lab.masking OWN_ADDRESS OWN_PORT SERVER PORT. Facts: the descriptions of
`inspect esmtp` by its maker.
"""

import asyncio
import contextlib
import sys
from collections.abc import Callable

_COMMANDS = frozenset(
    b"HELO EHLO MAIL RCPT DATA RSET NOOP QUIT AUTH HELP VRFY ETRN SAML SEND SOML".split()
)
_WORDS = frozenset(b"SIZE 8BITMIME AUTH ETRN DSN PIPELINING HELP VRFY".split())


class _Masked:
    def __init__(self) -> None:
        self._greeted = False
        self._in_ehlo = False

    def command(self, line: bytes) -> bytes:
        word = line.split(None, 1)[0].upper() if line.split() else b""
        self._in_ehlo = word == b"EHLO"
        return line if word in _COMMANDS else b"X" * len(line.rstrip()) + b"\r\n"

    def reply(self, line: bytes) -> bytes:
        if not self._greeted:
            self._greeted = True
            text = bytes(c if c in b"02 " else ord("*") for c in line[4:].rstrip())
            return line[:4] + text + b"\r\n"
        if self._in_ehlo and line.startswith(b"250"):
            if line[3:4] == b" ":
                self._in_ehlo = False
            word = line[4:].split()[0] if line[4:].split() else b""
            if word.isupper() and word not in _WORDS:
                return line[:4] + b"X" * len(word) + b"\r\n"
        return line


async def _pass_on(
    source: asyncio.StreamReader,
    sink: asyncio.StreamWriter,
    changed: Callable[[bytes], bytes],
) -> None:
    with contextlib.suppress(OSError):
        while line := await source.readline():
            sink.write(changed(line))
            await sink.drain()
    sink.close()


async def _main(address: str, port: str, server: str, server_port: str) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_connection(server, int(server_port))
        masked = _Masked()
        await asyncio.gather(
            _pass_on(reader, to_server, masked.command),
            _pass_on(from_server, writer, masked.reply),
        )

    listening = await asyncio.start_server(connected, address, int(port))
    await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
