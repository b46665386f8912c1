"""Network namespaces without names: each lives as long as the process that holds it.

Nothing in them can reach the machine's own network: there is no link to it. When the lab ends,
however it ends, its process namespace ends, and with it every namespace here.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.servers.process import tie_to_parent

_MARK = "SENDAGAIN_LAB"


class Refused(Exception):
    """Namespaces are not allowed here; its text says why."""


def enter(program: str = "tests.lab") -> Path:
    """Run this program again as the first process of sealed namespaces; there, return its folder.

    The folder is memory, mounted for the lab alone. Raises Refused where that is not allowed.
    """
    folder = os.environ.get(_MARK)
    if folder:
        return Path(folder)
    _must_be_allowed()
    folder = tempfile.mkdtemp(prefix="sendagain-lab-")
    Path(folder).chmod(0o755)
    os.environ[_MARK] = folder
    python = [sys.executable, "-m", program, *sys.argv[1:]]
    inside = 'set -e; mount -t tmpfs -o mode=755 lab "$1"; ip link set lo up; shift; exec "$@"'
    # The lab's folder is gone with its mount; what is left is an empty one, taken away here.
    done = subprocess.run(
        [
            "unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc",
            "--", "sh", "-c", inside, "sh", folder, *python,
        ],
        check=False,
        preexec_fn=tie_to_parent,
    )  # fmt: skip
    Path(folder).rmdir()
    raise SystemExit(done.returncode)


def _must_be_allowed() -> None:
    if os.geteuid() != 0:
        raise Refused("network namespaces need root")
    tried = subprocess.run(
        ["unshare", "--mount", "--net", "--pid", "--fork", "--mount-proc", "true"],
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode:
        raise Refused(f"this machine allows no namespaces: {tried.stderr.strip()}")


class Namespace:
    """One computer: its own network and mounts, held by a process that only sleeps."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._holder = subprocess.Popen(
            ["unshare", "--net", "--mount", "--", "sh", "-c", "echo; exec sleep infinity"],
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
        )
        assert self._holder.stdout is not None
        self._holder.stdout.readline()  # it is inside now
        self.pid = self._holder.pid
        self.shell("mount -t sysfs own /sys; ip link set lo up")

    def command(self, argv: Sequence[str]) -> list[str]:
        """A command, run inside."""
        return ["nsenter", "-t", str(self.pid), "-n", "-m", "--", *argv]

    def shell(self, script: str) -> str:
        """Run a script inside; its trouble is a fault of the lab."""
        return self._run(["sh", "-ec", script], "")

    def ip(self, *lines: str) -> None:
        """Several `ip` commands at once."""
        self._run(["ip", "-batch", "-"], "\n".join(lines))

    def nft(self, rules: str) -> None:
        """Load rules."""
        self._run(["nft", "-f", "-"], rules)

    def _run(self, argv: Sequence[str], text: str) -> str:
        done = subprocess.run(
            self.command(argv), input=text, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{self.name}: {' '.join(argv)}: {done.stderr.strip()}\n{text}")
        return done.stdout
