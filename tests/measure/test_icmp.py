"""Who rejected a connection: real rejections by a firewall between two network namespaces."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

RULES = """
table inet f {
 chain i {
  type filter hook input priority 0;
  tcp dport 587 reject with icmpx admin-prohibited
  tcp dport 25 reject with tcp reset
  tcp dport 465 drop
  tcp dport 2525 reject with icmpx port-unreachable
  tcp dport 2526 reject with icmpx host-unreachable
 }
}
"""
PROGRAM = """
import asyncio, json, sys
from wizard.measure.connect import connect

async def main():
    places = json.loads(sys.argv[1])
    found = await asyncio.gather(*(connect(address, port, 5.0) for address, port in places))
    print(json.dumps([[a.result.value, a.icmp_sender] for a, _ in found]))

asyncio.run(main())
"""


def run(*command: str, given: str = "") -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def client() -> Iterator[str]:
    """A namespace whose only neighbour rejects in different ways."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("nft"):
        pytest.skip("needs root, network namespaces and nft")
    here, there = f"measure-c{os.getpid()}", f"measure-s{os.getpid()}"
    try:
        run("ip", "netns", "add", here)
        run("ip", "netns", "add", there)
        run("ip", "link", "add", "c0", "netns", here, "type", "veth", "peer", "s0", "netns", there)
        # Some closed roots make namespaces but do not enter them by name.
        run("ip", "-n", here, "link", "show", "c0")
    except subprocess.CalledProcessError as error:
        for name in (here, there):
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
        pytest.skip(f"network namespaces are not allowed here: {error.stderr}")
    try:
        for name, device, last in ((here, "c0", 1), (there, "s0", 2)):
            run("ip", "-n", name, "addr", "add", f"10.9.0.{last}/24", "dev", device)
            run("ip", "-n", name, "addr", "add", f"fd09::{last}/64", "dev", device, "nodad")
            run("ip", "-n", name, "link", "set", "lo", "up")
            run("ip", "-n", name, "link", "set", device, "up")
        run("ip", "netns", "exec", there, "nft", "-f", "-", given=RULES)
        yield here
    finally:
        run("ip", "netns", "del", here)
        run("ip", "netns", "del", there)


@pytest.mark.slow
def test_every_rejection_is_told_apart(client: str) -> None:
    wanted = {
        ("10.9.0.2", 587): ["forbidden", "10.9.0.2"],
        ("10.9.0.2", 25): ["refused", ""],
        ("10.9.0.2", 465): ["timed_out", ""],
        ("10.9.0.2", 2525): ["refused", "10.9.0.2"],
        ("10.9.0.2", 2526): ["unreachable", "10.9.0.2"],
        ("198.51.100.1", 25): ["no_route", ""],
        ("2001:db8::1", 25): ["no_route", ""],
        ("fd09::2", 587): ["forbidden", "fd09::2"],
    }
    places = json.dumps(list(wanted))
    told = run("ip", "netns", "exec", client, sys.executable, "-c", PROGRAM, places)
    assert dict(zip(wanted, json.loads(told), strict=True)) == wanted
