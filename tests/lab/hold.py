"""Holds connections to a server open, as a mail program or a scanner does. Run in a home.

usage: hold.py ADDRESS PORT COUNT FILE; FILE appears when all have been greeted.
"""

import signal
import socket
import sys
from pathlib import Path

address, port, count, ready = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
held = [socket.create_connection((address, port), timeout=10) for _ in range(count)]
for one in held:
    one.recv(4)
Path(ready).touch()
signal.pause()
