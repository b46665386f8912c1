"""A mail server that answers every caller with one real 421, so that senders queue their mail."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Refusing(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(self.server.reply + b"\r\n")  # type: ignore[attr-defined]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


@contextmanager
def deferring_server(reply: str) -> Iterator[int]:
    """Its port, while it answers."""
    with _Server(("127.0.0.1", 0), _Refusing) as server:
        server.reply = reply.encode()  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()
