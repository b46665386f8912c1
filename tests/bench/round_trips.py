"""A healthy run's time, as a ratio to its longest chain of round trips and polite pauses.

A relay in front of a healthy practice server holds every turn of the conversation back by a
fixed round-trip time, and counts the turns: so the floor is measured, not assumed.
"""

import asyncio
import contextlib
import time

import msgspec

from tests.bench.figures import Figure
from wizard.measure.server_gate import PAUSE_SECONDS
from wizard.practice import stage
from wizard.practice.scenarios import scenario
from wizard.session import Session
from wizard.vocabulary import Cause

ROUND_TRIP_SECONDS = 0.04


class SlowRelay:
    """Passes bytes on, half a round trip late in each direction, and counts the turns."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.turns = 0
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Relay one connection."""
        self.connections += 1
        onward_reader, onward_writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._last = "client"
        # Whatever is still on its way when the run is over is dropped with the loop.
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(
                self._pass(reader, onward_writer, "client"),
                self._pass(onward_reader, writer, "server"),
            )

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, speaker: str
    ) -> None:
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if speaker == "server" and self._last == "client":
                    self.turns += 1
                self._last = speaker
                loop.call_later(ROUND_TRIP_SECONDS / 2, writer.write, data)
            await asyncio.sleep(ROUND_TRIP_SECONDS / 2)
            writer.close()


async def _run() -> Figure:
    async with stage(scenario("healthy")) as staged:
        relay = SlowRelay(staged.account.port)
        server = await asyncio.start_server(relay.serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        account = msgspec.structs.replace(staged.account, host="127.0.0.1", port=port)
        before = time.perf_counter()
        record = await Session(account, password=staged.password, world=staged.world).run()
        took = time.perf_counter() - before
        server.close()
    if record.diagnosis.cause is not Cause.NONE:
        raise AssertionError(f"the healthy run said {record.diagnosis.cause}")
    pauses = max(0, record.connections - 1) * PAUSE_SECONDS
    floor = relay.turns * ROUND_TRIP_SECONDS + pauses
    note = f"{took:.2f} s over {floor:.2f} s: {relay.turns} turns, {record.connections} connections"
    return Figure("healthy run / its longest chain", took / floor, "ratio", 1.3, note=note)


def measure() -> list[Figure]:
    """The ratio of one healthy run."""
    return [asyncio.run(_run())]
