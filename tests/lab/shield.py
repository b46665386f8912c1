"""A mail shield: takes the TLS connections of this computer, and makes its own to the server.

usage: python -m tests.lab.shield OWN_PORT SERVER PORT CHAIN KEY MARK; its own connections carry
the mark, so that they are not taken again.
"""

import asyncio
import contextlib
import socket
import ssl
import sys


async def _pass_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(4096):
            sink.write(data)
            await sink.drain()
    sink.close()


async def _main(port: str, server: str, server_port: str, chain: str, key: str, mark: str) -> None:
    inward = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    inward.load_cert_chain(chain, key)
    outward = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    outward.check_hostname, outward.verify_mode = False, ssl.CERT_NONE

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        onward = socket.socket()
        onward.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, int(mark))
        onward.setblocking(False)
        await asyncio.get_running_loop().sock_connect(onward, (server, int(server_port)))
        from_server, to_server = await asyncio.open_connection(
            sock=onward, ssl=outward, server_hostname=""
        )
        await asyncio.gather(_pass_on(reader, to_server), _pass_on(from_server, writer))

    listening = await asyncio.start_server(connected, "127.0.0.1", int(port), ssl=inward)
    await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
