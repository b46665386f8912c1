"""Holds connections to a server open, as a mail program or a scanner does. Run in a home.

usage: hold.py FILE ADDRESS COUNT PORT...; FILE appears when all have been greeted.
"""

import signal
import socket
import sys
from pathlib import Path

ready, address, count, ports = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
held = [
    socket.create_connection((address, int(port)), timeout=10)
    for port in ports
    for _ in range(count)
]
for one in held:
    if one.getpeername()[1] != 465:  # there the client speaks first
        one.recv(4)
Path(ready).touch()
signal.pause()
