"""Building what every world shares: the servers' side, the authorities, the homes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.lab import services, topology
from tests.lab.mail import PASSWORD
from tests.lab.running import Stage
from tests.lab.world import World
from tests.servers.authority import Authority
from wizard.measure.endpoints import endpoints


@contextmanager
def internet(folder: Path, worlds: Sequence[World], homes: Sequence[int]) -> Iterator[list[Stage]]:
    """The whole of it while open: a stage for each home, with what `worlds` need."""
    authority = Authority(folder / "tls")
    stranger = Authority(folder / "stranger", "Unknown Root CA", "Nobody We Know")
    net = topology.Internet(services.literal_addresses(endpoints()), len(worlds))
    trusted = services.trust_folder(folder, authority)
    built = [topology.home(number, net, folder, trusted) for number in homes]
    with services.Services(
        net,
        folder,
        authority,
        homes=homes,
        records=list(_records(worlds)),
        parked={
            f"old-{w.domain}": topology.server_address(topology.Infrastructure.WEB)
            for w in worlds
            if w.parked
        },
        users={world.address: PASSWORD for world in worlds},
    ) as shared:
        yield [Stage(home, shared, authority, stranger, folder) for home in built]


def _records(worlds: Sequence[World]) -> Iterator[str]:
    for number, world in enumerate(worlds):
        at = topology.FIRST_MAIL_SERVER + number
        yield f"{world.domain}. MX 10 {world.host}."
        yield f"{world.host}. A {topology.server_address(at)}"
        if world.ipv6:
            yield f"{world.host}. AAAA {topology.server_address_ipv6(at)}"
        for record in world.records:
            yield record.format(domain=world.domain, host=world.host)
