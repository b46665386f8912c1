"""Connections of this computer to mail ports that are open now, by program.

Never tested by making connections: only what is there already is counted. Connections that
linger in TIME_WAIT are closed for the server and do not count.
"""

import os
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

import psutil

from wizard.facts.computer import MailConnection, MailConnectionsFacts
from wizard.measure.daemon import aside
from wizard.measure.probe import Context

_READING_SECONDS = 10.0
# For sending: 25, 465, 587, 2525. For reading: 143, 993, 110, 995, which some limits count too.
MAIL_PORTS = (25, 465, 587, 2525, 143, 993, 110, 995)
_OPEN = (psutil.CONN_ESTABLISHED, psutil.CONN_SYN_SENT, psutil.CONN_CLOSE_WAIT)


@dataclass(frozen=True, slots=True)
class _Open:
    address: str
    port: int
    status: str
    pid: int | None


async def run(context: Context) -> MailConnectionsFacts:
    """Count them; the account's own port counts as a mail port too."""
    ports = {*MAIL_PORTS, context.account.port}
    return await aside(lambda: measure(ports), _READING_SECONDS)


def measure(ports: Iterable[int]) -> MailConnectionsFacts:
    """Count connections to `ports`, without those of this program."""
    wanted = set(ports)
    found, complete = _connections()
    counted = Counter(
        (_program(one.pid), one.address, one.port)
        for one in found
        if one.port in wanted and one.status in _OPEN and one.pid != os.getpid()
    )
    return MailConnectionsFacts(
        connections=tuple(
            MailConnection(program=program, address=address, port=port, open=number)
            for (program, address, port), number in sorted(counted.items())
        ),
        complete=complete,
    )


def _connections() -> tuple[list[_Open], bool]:
    try:
        everything = psutil.net_connections("tcp")
    except (psutil.AccessDenied, PermissionError):
        # macOS shows other users' sockets to the administrator only: look at the own processes.
        return _own_connections(), False
    found = [_Open(c.raddr.ip, c.raddr.port, c.status, c.pid) for c in everything if c.raddr]
    return found, all(one.pid is not None for one in found if one.status in _OPEN)


def _own_connections() -> list[_Open]:
    found: list[_Open] = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            found += [
                _Open(c.raddr.ip, c.raddr.port, c.status, process.pid)
                for c in process.net_connections("tcp")
                if c.raddr
            ]
    return found


def _program(pid: int | None) -> str:
    if pid is None:
        return ""
    with suppress(psutil.Error, OSError):
        return str(psutil.Process(pid).name())
    return ""
