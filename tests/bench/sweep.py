"""The blocklist sweep beside `rblcheck` on the same lists, and how it grows with their number.

In a network namespace of its own, with a name server on loopback that answers every question 40
milliseconds late. `rblcheck` asks one question a list, the sweep three: it also proves that each
list answers rightly. That is part of the comparison.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import dns.message
import dns.rcode
import dns.rrset
import msgspec

from tests.bench.figures import Figure
from wizard.facts.blocklist_table import Asking, Blocklist, blocklists
from wizard.facts.blocklists import ListingResult, PublicAddressFacts

ANSWER_SECONDS = 0.04
_OWN = "198.51.100.7"
_FEW, _MANY = 5, 50
_ROUNDS = 3
_ENTER = 'ip link set lo up; mount --bind "$1" /etc/resolv.conf; shift; exec "$@"'


def measure() -> list[Figure]:
    """The figures; left out where namespaces or rblcheck are missing."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("rblcheck"):
        raise NotImplementedError("needs root, network namespaces and Debian's rblcheck")
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as resolv:
        resolv.write("nameserver 127.0.0.1\n")
        resolv.flush()
        inside = [sys.executable, "-m", "tests.bench.sweep"]
        command = ["unshare", "-n", "-m", "sh", "-c", _ENTER, "sh", resolv.name, *inside]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=Path(__file__).resolve().parents[2]
        )
    if done.returncode:
        raise NotImplementedError(f"no namespace here: {done.stderr.strip()[-200:]}")
    few, many, peer = json.loads(done.stdout)
    note = f"{many * 1000:.0f} ms beside {peer * 1000:.0f} ms, {_MANY} lists"
    slowest = f"an answer takes {ANSWER_SECONDS * 1000:.0f} ms"
    grown = f"{few * 1000:.0f} ms for {_FEW}, {many * 1000:.0f} ms for {_MANY}"
    return [
        Figure("blocklist sweep / rblcheck, same lists", many / peer, "ratio", 0.1, note=note),
        Figure("blocklist sweep / one answer", many / ANSWER_SECONDS, "ratio", note=slowest),
        Figure("blocklist sweep, 50 lists / 5 lists", many / few, "ratio", 2.5, note=grown),
    ]  # fmt: skip


def _lists(count: int) -> tuple[Blocklist, ...]:
    model = next(one for one in blocklists() if one.asking is Asking.ALWAYS)
    return tuple(
        msgspec.structs.replace(model, id=f"list{n}", zone=f"l{n:02}.example", zone_ipv6="")
        for n in range(count)
    )


class _Late(asyncio.DatagramProtocol):
    """Test points as RFC 5782 wants them, nobody else listed, every answer late."""

    def __init__(self, code: str) -> None:
        self._code = code

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, peer: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        question = query.question[0]
        reply = dns.message.make_response(query)
        if question.name.to_text().startswith("2.0.0.127."):
            answer = dns.rrset.from_text(question.name, 60, "IN", "A", self._code)
            reply.answer.append(answer)
        else:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        loop, wire = asyncio.get_running_loop(), reply.to_wire()
        loop.call_later(ANSWER_SECONDS, self._transport.sendto, wire, peer)  # type: ignore[attr-defined]


def _serve(code: str, ready: threading.Event) -> None:
    async def serve() -> None:
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: _Late(code), local_addr=("127.0.0.1", 53))
        ready.set()
        await asyncio.Event().wait()

    asyncio.run(serve())


def _swept(count: int) -> float:
    from tests.measure.world import context
    from wizard.measure import names
    from wizard.measure.blocklists import sweep

    known = PublicAddressFacts(reports=(), ipv4=_OWN, ipv6="")
    told = context(587, facts={"public_address": known})
    before = time.perf_counter()
    facts = asyncio.run(sweep.measure(told, names.system_resolver(3.0), _lists(count), None))
    took = time.perf_counter() - before
    if {one.result for one in facts.listings} != {ListingResult.NOT_LISTED}:
        raise AssertionError(f"the lists were not read: {facts.listings[:2]}")
    return took


def _peer(count: int) -> float:
    services = [part for one in _lists(count) for part in ("-s", one.zone)]
    before = time.perf_counter()
    subprocess.run(["rblcheck", "-q", "-c", *services, _OWN], check=True, capture_output=True)
    return time.perf_counter() - before


def main() -> None:
    """Inside the namespace: the best of some rounds of each, in turn."""
    ready = threading.Event()
    code = _lists(1)[0].codes[0].address
    threading.Thread(target=_serve, args=(code, ready), daemon=True).start()
    ready.wait()
    _swept(1)
    rounds = [(_swept(_FEW), _swept(_MANY), _peer(_MANY)) for _ in range(_ROUNDS)]
    print(json.dumps([min(values) for values in zip(*rounds, strict=True)]))


if __name__ == "__main__":
    main()
