"""Servers that mean no good: whatever they send, a conversation ends in time, with facts."""

import asyncio
import base64
import os
import random
import socket
import struct
import time

import msgspec
import psutil
import pytest

from tests.measure.world import ADDRESS, CANARY, TRUSTED, context, listening, target
from tests.measure.world import MailServer as Server
from wizard.facts.server import ServerFacts
from wizard.measure.smtp.conversation import Depth, Patience, converse
from wizard.vocabulary import Security

PATIENCE = Patience(greeting=0.25, answer=0.25, padded=True)
# Handshake, drained samples, leave-taking: generous sums of what one conversation may take.
LONGEST_SECONDS = 60.0
STAGES = ("greeting", "ehlo", "starttls", "hello_again", "auth", "mail", "rcpt", "rset", "quit")
RIGHT = {
    "greeting": b"220 mx ESMTP\r\n",
    "ehlo": b"250-mx\r\n250-SIZE 1000\r\n250 STARTTLS\r\n",
    "starttls": b"220 go\r\n",
    "hello_again": b"250-mx\r\n250 AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256\r\n",
    "auth": b"235 ok\r\n",
    "mail": b"250 ok\r\n",
    "rcpt": b"250 ok\r\n",
    "rset": b"250 ok\r\n",
    "quit": b"221 bye\r\n",
}


def fuzzed(rng: random.Random) -> bytes:
    """Something that no honest server sends."""
    return rng.choice(
        (
            lambda: rng.randbytes(rng.randrange(1, 4000)),
            lambda: b"\x00" * rng.randrange(1, 3000),
            lambda: b"250-" + b"x" * rng.randrange(1, 200_000),
            lambda: b"250-LINE\r\n" * rng.randrange(1, 10_000) + b"250 end\r\n",
            lambda: b"%d %s\r\n" % (rng.randrange(0, 1000), rng.randbytes(rng.randrange(60))),
            lambda: b"".join(b"%d-x\r\n" % rng.randrange(200, 560) for _ in range(300)),
            lambda: b"\x16\x03\x01" + rng.randbytes(rng.randrange(2, 500)),
            lambda: b"\x15\x03\x01\x00\x02\x02" + rng.randbytes(1),
            lambda: b"220 a\r250 b\n\r\n\n421",
            lambda: b"334 " + base64.b64encode(rng.randbytes(rng.randrange(80))) + b"\r\n",
            lambda: b"334 \r\n" * rng.randrange(1, 50),
            lambda: b"250 SIZE " + b"9" * 1500 + b"\r\n",
            lambda: b"250-mx\r\n250-SIZE 99999999999999999999\r\n250 AUTH" + b" X" * 900 + b"\r\n",
            lambda: f"535 {CANARY} {ADDRESS}\r\n".encode(),
            lambda: "220 \u202e\x1b]0;owned\x07 mx\r\n".encode(),
            lambda: b"421 4.7.0 [999.999.1.1] from 1.2.3.4.5 [::::]\r\n",
            lambda: b"250 ok\r\n" * rng.randrange(2, 5_000),
            lambda: b"\xff\xfe220 mx\r\n",
            lambda: b"HTTP/1.1 200 OK\r\n\r\n<html>",
            lambda: b"22",
        )
    )()


class Hostile(Server):
    """Behaves until a stage, then does one evil thing, and another if it is still asked."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(tls=TRUSTED)
        self.rng = rng
        self.evil_at = rng.choice(STAGES)
        self.evil = rng.choice(
            ("bytes", "bytes", "bytes", "reset", "close", "silence", "drip", "flood")
        )

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            for stage in STAGES:
                if stage != "greeting":
                    await reader.readline()
                if stage == self.evil_at:
                    await self.misbehave(reader, writer)
                    for _ in range(20):
                        await reader.readline()
                        writer.write(fuzzed(self.rng))
                        await writer.drain()
                    return
                writer.write(RIGHT[stage])
                await writer.drain()
                if stage == "starttls":
                    await writer.start_tls(TRUSTED)
        except (OSError, ValueError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def misbehave(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        match self.evil:
            case "bytes":
                writer.write(fuzzed(self.rng))
                await writer.drain()
            case "reset":
                own: socket.socket = writer.get_extra_info("socket")
                own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
                raise ConnectionResetError
            case "close":
                raise ConnectionResetError
            case "silence":
                await reader.read()
                raise ConnectionResetError
            case "drip":
                for byte in RIGHT[self.evil_at] * 3:
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(0.001)
            case "flood":
                while True:
                    writer.write(b"250-flood\r\n" * 1000)
                    await writer.drain()


async def survive(seed: int) -> ServerFacts:
    """One conversation with one hostile server."""
    rng = random.Random(seed)
    server = Hostile(rng)
    security = rng.choice((*[Security.STARTTLS] * 6, Security.NONE, Security.TLS))
    depth = rng.choice((*[Depth.ENVELOPE] * 6, *Depth))
    async with listening(server):
        told = context(
            server.port,
            security,
            password=CANARY,
            send_test=rng.random() < 0.2,
        )
        async with asyncio.timeout(LONGEST_SECONDS):
            facts = await converse(told, target(server.port, security), depth, PATIENCE)
    assert isinstance(facts, ServerFacts)
    transcript = "\n".join(line.text for line in told.transcript)
    recorded = msgspec.json.encode(facts).decode() + transcript
    assert msgspec.json.decode(msgspec.json.encode(facts), type=ServerFacts) == facts
    assert CANARY not in recorded
    assert len(recorded) < 400_000
    assert all(c.isprintable() or c == "\n" for c in transcript)
    return facts


async def survive_all(seeds: range) -> list[ServerFacts]:
    """Many at once, but not so many that they wait for each other."""
    at_once = asyncio.Semaphore(24)

    async def one(seed: int) -> ServerFacts:
        async with at_once:
            try:
                return await survive(seed)
            except Exception as error:
                raise AssertionError(f"seed {seed}") from error

    return list(await asyncio.gather(*(one(seed) for seed in seeds)))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (
        ("dialogue.GREETING_SECONDS", 0.5),
        ("dialogue.QUIT_SECONDS", 0.2),
        ("dialogue._SAMPLE_GRACE_SECONDS", 0.05),
        ("dialogue._LAST_WORDS_SECONDS", 0.1),
        ("stages._PADDED_SECONDS", 0.2),
        ("tls.HANDSHAKE_SECONDS", 0.5),
    ):
        monkeypatch.setattr(f"wizard.measure.smtp.{name}", seconds)


async def test_hostile_servers() -> None:
    facts = await survive_all(range(300))
    endings = {one.ending for one in facts}
    # The attack is varied enough only if it led to most ways a conversation can end.
    assert len(endings) >= 8


@pytest.mark.soak
async def test_five_thousand_hostile_servers_in_little_memory() -> None:
    await survive_all(range(10_000, 10_100))
    process = psutil.Process(os.getpid())
    before = process.memory_info().rss
    for start in range(20_000, 25_000, 500):
        await survive_all(range(start, start + 500))
    grown = process.memory_info().rss - before
    assert grown < 50 * 1024 * 1024
    assert not [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]


async def test_a_flood_is_not_read_to_its_end() -> None:
    sent = 0

    class Flood(Server):
        async def serve(self, reader, writer) -> None:
            nonlocal sent
            try:
                writer.write(b"220 mx\r\n")
                await reader.readline()
                while True:
                    writer.write(b"250-" + b"x" * 900 + b"\r\n")
                    await writer.drain()
                    sent += 906
            except OSError:
                pass
            finally:
                writer.close()

    async with listening(Flood()) as server:
        began = time.monotonic()
        facts = await converse(context(server.port), target(server.port), Depth.ENVELOPE)
    assert facts.ending.value == "too_long"
    assert sent < 20_000_000
    assert time.monotonic() - began < LONGEST_SECONDS
