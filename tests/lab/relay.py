"""A wire in user space between a router and the servers: delay, jitter, loss, narrow places.

For kernels without netem. Two TUN interfaces, one in each namespace; what enters one leaves the
other, later or never. Run as a program: `python -m tests.lab.relay`, see `main`.
"""

import contextlib
import ctypes
import fcntl
import heapq
import os
import random
import select
import struct
import subprocess
import sys
import time
from types import TracebackType

from tests.lab.topology import Home, Line
from tests.servers.process import tie_to_parent

_CLONE_NEWNET = 0x40000000
_TUNSETIFF = 0x400454CA
_IFF_TUN, _IFF_NO_PI = 0x0001, 0x1000
_ROUTER_END, _SERVERS_END = "wire0", "wire{home}"


class Relay:
    """While open, what goes from a home to the servers and back takes the wire."""

    def __init__(
        self, home: Home, *, delay: float, jitter: float, loss: float, biggest: int
    ) -> None:
        self._home = home
        self._settings = [str(value) for value in (delay, jitter, loss, biggest)]

    def __enter__(self) -> "Relay":
        home, servers = self._home, self._home.internet.namespace
        far_end = _SERVERS_END.format(home=home.number)
        self._process = subprocess.Popen(
            [
                sys.executable, "-m", "tests.lab.relay", str(home.router.pid), str(servers.pid),
                far_end, *self._settings,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            preexec_fn=tie_to_parent,
        )  # fmt: skip
        assert self._process.stdout is not None
        self._process.stdout.readline()
        home.router.ip(
            f"link set {_ROUTER_END} up",
            f"addr add 2001:db8:53:{home.number}::10/64 dev {_ROUTER_END} nodad",
            f"route replace default dev {_ROUTER_END}",
            f"route replace ::/0 via 2001:db8:53:{home.number}::1",
        )
        servers.ip(
            f"link set {far_end} up",
            f"addr add 2001:db8:53:{home.number}::1/64 dev {far_end} nodad",
            *(f"route replace {home.public_for(one)}/32 dev {far_end}" for one in Line),
            f"route replace 2001:db8:77:{home.number}::/64 via 2001:db8:53:{home.number}::10",
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        home, servers = self._home, self._home.internet.namespace
        home.router.ip(
            "route replace default via 198.51.100.254 dev rs onlink",
            f"route replace ::/0 via 2001:db8:51:{home.number}::1",
        )
        servers.ip(
            *(f"route replace {home.public_for(one)}/32 dev s{home.number}" for one in Line),
            f"route replace 2001:db8:77:{home.number}::/64 via 2001:db8:51:{home.number}::10",
        )
        self._process.kill()
        self._process.wait()


def _tun(pid: int, name: str) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    own = os.open("/proc/self/ns/net", os.O_RDONLY)
    other = os.open(f"/proc/{pid}/ns/net", os.O_RDONLY)
    if libc.setns(other, _CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _IFF_TUN | _IFF_NO_PI))
    libc.setns(own, _CLONE_NEWNET)
    os.close(own)
    os.close(other)
    return device


def _carry(ends: tuple[int, int], delay: float, jitter: float, loss: float, biggest: int) -> None:
    """Carry packets until killed. Milliseconds, per cent, bytes (0: any size)."""
    chance = random.Random(20261123)
    waiting: list[tuple[float, int, int, bytes]] = []
    carried = 0
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, end, packet = heapq.heappop(waiting)
            with contextlib.suppress(OSError):  # an interface that is not up yet loses packets
                os.write(end, packet)
        soon = max(0.0, waiting[0][0] - now) if waiting else 1.0
        for end in select.select(ends, [], [], soon)[0]:
            packet = os.read(end, 65536)
            if (biggest and len(packet) > biggest) or chance.random() * 100 < loss:
                continue
            carried += 1
            late = max(0.0, delay + chance.uniform(-jitter, jitter)) / 1000
            other = ends[1] if end == ends[0] else ends[0]
            heapq.heappush(waiting, (time.monotonic() + late, carried, other, packet))


def main(arguments: list[str]) -> None:
    """usage: ROUTER_PID SERVERS_PID FAR_END DELAY JITTER LOSS BIGGEST"""
    router, servers, far_end = int(arguments[0]), int(arguments[1]), arguments[2]
    delay, jitter, loss = (float(text) for text in arguments[3:6])
    ends = (_tun(router, _ROUTER_END), _tun(servers, far_end))
    print("ready", flush=True)
    _carry(ends, delay, jitter, loss, int(arguments[6]))


if __name__ == "__main__":
    main(sys.argv[1:])
