"""The servers of names: Unbound as honest resolver, dnsmasq as dishonest one, rbldnsd for lists.

Facts: unbound.conf(5), dnsmasq(8), rbldnsd(8), RFC 5782. Under a static zone unknown names are
NXDOMAIN, as in the real tree; without it they would be SERVFAIL for lack of root servers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.servers.process import Place, Running
from tests.servers.programs import program

_UNBOUND = """\
server:
{interfaces}
  access-control: 0.0.0.0/0 {answers}
  access-control: ::/0 {answers}
  do-daemonize: no
  username: ""
  chroot: ""
  pidfile: "{folder}/unbound.pid"
  use-syslog: no
  logfile: ""
  num-threads: 1
  module-config: "iterator"
  do-not-query-localhost: no
  edns-buffer-size: 1232
  local-zone: "." static
{transparent}
{redirects}
{data}
{stubs}
"""

_SOA = "$SOA 300 ns.{zone} hostmaster.{zone} 1 600 300 86400 60\n$NS 300 ns.{zone}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A blocklist: address or network to (code, text). `everything` answers for all addresses."""

    name: str
    entries: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    everything: tuple[str, str] | None = None
    test_point: str = "127.0.0.2"
    ipv6: bool = False

    @property
    def kind(self) -> str:
        """The data set type of rbldnsd; `ip4trie` may hold the whole world."""
        return "ip6trie" if self.ipv6 else "ip4trie"

    def text(self) -> str:
        """The zone's file."""
        lines = [_SOA.format(zone=self.name)]
        entries = dict(self.entries)
        if self.everything:
            entries["::/0" if self.ipv6 else "0.0.0.0/0"] = self.everything
        elif self.test_point:
            point = "::FFFF:7F00:2" if self.ipv6 else self.test_point
            entries.setdefault(point, ("127.0.0.2", "test entry"))
        lines += [f"{address} :{code}:{text}\n" for address, (code, text) in entries.items()]
        return "".join(lines)


def blocklist_server(
    place: Place, name: str, zones: Sequence[Zone], address: str, port: int
) -> Running:
    """rbldnsd with these zones."""
    folder = place.folder / name
    folder.mkdir()
    given = []
    for number, zone in enumerate(zones):
        file = folder / f"{number}"
        file.write_text(zone.text())
        given.append(f"{zone.name}:{zone.kind}:{file.name}")
    folder.chmod(0o755)
    return Running(
        place,
        [
            program("rbldnsd"), "-n", "-b", f"{address}/{port}", "-r", folder, "-u", "nobody",
            "-p", folder / "pid", *given,
        ],
        name=name,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolver:
    """What an Unbound knows: `records` in zone-file form, and who answers for other zones."""

    addresses: Sequence[str]
    records: Sequence[str] = ()
    stubs: Mapping[str, str] = field(default_factory=dict)  # zone: address@port
    redirects: Mapping[str, str] = field(default_factory=dict)  # domain: one address for all names
    refuses: bool = False

    def start(self, place: Place, name: str) -> Running:
        """Start it; the caller waits with `ready`."""
        folder = place.folder / name
        folder.mkdir()
        (folder / "unbound.conf").write_text(self._configuration(str(folder)))
        return Running(
            place,
            [program("unbound"), "-d", "-c", folder / "unbound.conf"],
            name=name,
            listening=[(address, 53) for address in self.addresses],
        )

    def _configuration(self, folder: str) -> str:
        return _UNBOUND.format(
            folder=folder,
            answers="refuse" if self.refuses else "allow",
            interfaces="\n".join(f"  interface: {a}" for a in self.addresses),
            transparent="\n".join(f'  local-zone: "{z}." transparent' for z in self.stubs),
            redirects="\n".join(
                f'  local-zone: "{zone}." redirect\n  local-data: "{zone}. A {address}"'
                for zone, address in self.redirects.items()
            ),
            data="\n".join(f"  local-data: '{record}'" for record in self.records),
            stubs="\n".join(
                f'stub-zone:\n  name: "{zone}."\n  stub-addr: {server}'
                for zone, server in self.stubs.items()
            ),
        )


def dnsmasq(place: Place, name: str, address: str, upstream: str, *rules: str) -> Running:
    """A forwarder with habits: `--address=/#/…` invents names, `--stop-dns-rebind` strips."""
    return Running(
        place,
        [
            program("dnsmasq"), "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv",
            "--no-hosts", "--user=root", "--pid-file", "--bind-interfaces", "--no-daemon",
            f"--listen-address={address}", f"--server={upstream}", *rules,
        ],
        name=name,
        listening=[(address, 53)],
    )  # fmt: skip
