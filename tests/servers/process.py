"""Programs that cannot outlive the test that started them.

Each runs as the first process of a process namespace of its own, tied to this process by the
kernel (PR_SET_PDEATHSIG): when the test ends, however it ends, everything it started is gone.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from tests.servers.programs import ROOT

# Users that unpacked servers insist on; mounted over the system's files for them alone.
_USERS = ("Debian-exim", "opensmtpd", "opensmtpq")
_FIRST_USER_ID = 64100
_READY_SECONDS = 20.0
_LOOK_AGAIN_SECONDS = 0.02
_PR_SET_PDEATHSIG = 1
_LISTENING = "0A"

# The shell stays as the namespace's first process and ends with us: the kernel forgets the tie of
# a process that changes its user, as mail servers do, but not that of the shell above them.
_ENTER = (
    "set -e; ulimit -n 4096; "
    'mount --bind "$1/passwd" /etc/passwd; mount --bind "$1/group" /etc/group; '
    'shift; "$@" & wait $!'
)


class NotStarted(Exception):
    """A server that did not come up; its text is the end of its log."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server runs: this machine's loopback, or inside a network namespace.

    `inside` is the process whose network and mount namespaces are entered; 0 is here.
    """

    folder: Path
    inside: int = 0
    prefix: tuple[str, ...] = field(default=())

    def command(self, argv: Sequence[str]) -> list[str]:
        """The whole command that runs a program in this place and keeps it tied to us."""
        enter = (
            ["nsenter", "-t", str(self.inside), "-n", "-m", f"--wd={ROOT}", "--"]
            if self.inside
            else []
        )
        tie = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--"]
        users = ["sh", "-c", _ENTER, "sh", str(_users_folder(self.folder))]
        return [*enter, *tie, *users, *self.prefix, *argv]

    def listens(self, address: str, port: int) -> bool:
        """Whether something listens there, without connecting to it."""
        table = "tcp6" if ":" in address else "tcp"
        who = str(self.inside) if self.inside else "self"
        wanted = f"{_kernel_address(address)}:{port:04X}"
        anywhere = wanted.rpartition(":")[0].translate(str.maketrans("123456789ABCDEF", "0" * 15))
        lines = Path(f"/proc/{who}/net/{table}").read_text().splitlines()[1:]
        sockets = {line.split()[1] for line in lines if line.split()[3] == _LISTENING}
        return wanted in sockets or f"{anywhere}:{port:04X}" in sockets


class Running:
    """A started server. Use as a context, or call `stop`."""

    def __init__(
        self,
        place: Place,
        argv: Sequence[str | Path],
        *,
        name: str,
        listening: Sequence[tuple[str, int]] = (),
        environment: dict[str, str] | None = None,
        log: Path | None = None,
    ) -> None:
        self.name = name
        self.log = log or place.folder / f"{name}.out"
        self._place = place
        output = (place.folder / f"{name}.out").open("ab")
        with output:
            self.process = subprocess.Popen(
                place.command([str(a) for a in argv]),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **(environment or {})},
                preexec_fn=tie_to_parent,
            )
        self._waiting_for = tuple(listening)

    def __enter__(self) -> "Running":
        return self.ready()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def ready(self) -> "Running":
        """Wait until it listens wherever it should. Raises NotStarted."""
        give_up = time.monotonic() + _READY_SECONDS
        waiting = list(self._waiting_for)
        while waiting:
            waiting = [(a, p) for a, p in waiting if not self._place.listens(a, p)]
            if not waiting:
                break
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise NotStarted(
                    f"{self.name} does not listen on {waiting[:3]}: {self.last_words()}"
                )
            time.sleep(_LOOK_AGAIN_SECONDS)
        return self

    def wait_for(self, file: Path) -> None:
        """Wait until it has made this file. Raises NotStarted."""
        give_up = time.monotonic() + _READY_SECONDS
        while not file.exists():
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise NotStarted(f"{self.name} did not get ready: {self.last_words()}")
            time.sleep(_LOOK_AGAIN_SECONDS)

    def last_words(self, longest: int = 2000) -> str:
        """The end of what it logged and printed."""
        texts = [
            path.read_text(errors="replace")[-longest:]
            for path in {self.log, self._place.folder / f"{self.name}.out"}
            if path.exists()
        ]
        return "\n".join(texts)

    def stop(self) -> None:
        """End it and everything it started; the kernel does the same when we die.

        The first process of the namespace is ended, because `unshare` returns only after the
        kernel has taken away all others, with their sockets.
        """
        if self.process.poll() is None:
            pid = self.process.pid
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            for child in children or [str(pid)]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(child), signal.SIGKILL)
        self.process.wait()


@contextmanager
def server_folder() -> Iterator[Path]:
    """A temporary folder that servers can read, which run as users of their own.

    Not one of pytest's: every pytest that starts makes all of those private again.
    """
    with tempfile.TemporaryDirectory(
        prefix="sendagain-servers-", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def free_ports(count: int, address: str = "127.0.0.1") -> list[int]:
    """Ports of loopback that nobody uses now."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    held = [socket.socket(family) for _ in range(count)]
    try:
        for one in held:
            one.bind((address, 0))
        return [one.getsockname()[1] for one in held]
    finally:
        for one in held:
            one.close()


def tie_to_parent() -> None:
    """In a child before its program: the kernel ends it when its parent ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def group_id(name: str, folder: Path) -> int:
    """The group of a lent user, in the group file that is mounted for the servers of a folder."""
    lines = (_users_folder(folder) / "group").read_text().splitlines()
    return next(int(line.split(":")[2]) for line in lines if line.startswith(f"{name}:"))


def _users_folder(folder: Path) -> Path:
    users = folder / "users"
    if not users.exists():
        users.mkdir(parents=True)
        passwd, group = Path("/etc/passwd").read_text(), Path("/etc/group").read_text()
        for number, name in enumerate(_USERS, start=_FIRST_USER_ID):
            if f"\n{name}:" not in passwd:
                passwd += f"{name}:x:{number}:{number}::/nonexistent:/usr/sbin/nologin\n"
                group += f"{name}:x:{number}:\n"
        (users / "passwd").write_text(passwd)
        (users / "group").write_text(group)
    return users


def _kernel_address(address: str) -> str:
    """An address as /proc/net/tcp writes it: 32-bit words in the machine's byte order."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    packed = socket.inet_pton(family, address)
    words = [packed[i : i + 4] for i in range(0, len(packed), 4)]
    return "".join(f"{int.from_bytes(word, 'little'):08X}" for word in words)
