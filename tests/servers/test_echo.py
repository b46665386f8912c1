"""The servers that say from which address they were asked do say it, to our own ways of asking."""

from collections.abc import Iterator
from pathlib import Path

import dns.asyncquery
import dns.message
import pytest

from tests.servers.echo import Echoes
from tests.servers.process import Place, free_ports, server_folder
from tests.servers.programs import reason_to_skip
from wizard.measure import stun

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(bool(reason_to_skip()), reason=reason_to_skip() or "-"),
]


@pytest.fixture
def folder() -> Iterator[Path]:
    with server_folder() as folder:
        yield folder


async def test_they_answer_stun_and_dns(folder: Path) -> None:
    stun_port, dns_port, https_port = free_ports(3)
    home = "127.0.0.1"
    echoes = Echoes(
        stun=[(home, stun_port)],
        dns=[(home, dns_port)],
        over_https=(home, https_port),
        resolver=home,
    )
    with echoes.start(Place(folder), "echo"):
        heard = await stun.series(home, stun_port, 3, 0.01, 10.0)
        query = dns.message.make_query("myip.example", "A")
        told = await dns.asyncquery.udp(query, home, port=dns_port, timeout=10)
    assert (heard.mapped, heard.lost) == (home, 0)
    assert [record.to_text() for record in told.answer[0]] == [home]
