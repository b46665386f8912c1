"""Nothing that a test starts outlives it, not even when the test is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.process import Place, free_ports, server_folder
from tests.servers.programs import ROOT, reason_to_skip

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(bool(reason_to_skip("postfix")), reason=reason_to_skip("postfix") or "-"),
]

STARTER = """
import sys
from pathlib import Path
from tests.servers.authority import Authority
from tests.servers.postfix import Listener, Postfix
from tests.servers.process import Place

place, port = Place(Path(sys.argv[1])), int(sys.argv[2])
papers = Authority(place.folder / "tls").credentials("localhost")
listener = Listener(address="127.0.0.1", port=port)
postfix = Postfix(place, "postfix", host="localhost", listeners=[listener], credentials=papers)
with postfix.start():
    print("up", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with server_folder() as folder:
        yield folder


@pytest.mark.parametrize("ending", [signal.SIGKILL, None])
def test_servers_end_with_whoever_started_them(folder: Path, ending: signal.Signals | None) -> None:
    (port,) = free_ports(1)
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(folder), str(port)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert starter.stdin is not None
    assert starter.stdout is not None
    assert starter.stdout.readline() == b"up\n", starter.wait()
    here = Place(folder)
    assert here.listens("127.0.0.1", port)
    if ending:
        starter.send_signal(ending)
    starter.stdin.close()
    starter.wait()
    starter.stdout.close()
    give_up = time.monotonic() + 5
    while here.listens("127.0.0.1", port) and time.monotonic() < give_up:
        time.sleep(0.02)
    assert not here.listens("127.0.0.1", port)
