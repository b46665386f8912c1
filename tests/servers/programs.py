"""Where the real servers are on this machine, or why a test that needs one must be skipped."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNPACKED = ROOT / "build" / "servers"  # see setup.sh
_SEARCHED = os.pathsep.join(("/usr/sbin", "/usr/bin", "/sbin", "/bin", os.environ.get("PATH", "")))

# How Debian names the program of each server.
_PROGRAMS = {"exim": "exim4", "opensmtpd": "smtpd"}
_APART = ("exim", "opensmtpd")


class Missing(Exception):
    """A server that is not on this machine; its text is the reason to skip."""


def program(name: str) -> Path:
    """The executable of a server. Raises Missing."""
    wanted = _PROGRAMS.get(name, name)
    apart = UNPACKED / "usr" / "sbin" / wanted
    if name in _APART and apart.exists():
        return apart
    found = shutil.which(wanted, path=_SEARCHED)
    if found is None or name in _APART:
        raise Missing(f"{name} is not here; `sh tests/servers/setup.sh` as root brings it")
    return Path(found)


@cache
def _namespaces_allowed() -> bool:
    """In a bare chroot, or a container without rights, the kernel refuses them."""
    tried = ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "--", "true"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def reason_to_skip(*names: str) -> str:
    """Why tests that start these servers cannot run here; '' when they can."""
    if os.name != "posix" or os.uname().sysname != "Linux":
        return "the real servers are those of Debian"
    if os.geteuid() != 0:
        return "real mail servers can only be started by root"
    if not _namespaces_allowed():
        return "namespaces of their own, in which servers are started, are not allowed here"
    try:
        for name in names:
            program(name)
    except Missing as missing:
        return str(missing)
    return ""
