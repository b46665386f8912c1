"""What every world shares: resolvers, lists, portal pages, servers that tell one's address.

Names, addresses and pages are read from resources/endpoints.json and resources/blocklists.json,
so that the lab serves what the program asks for and nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from tests.lab.topology import (
    Infrastructure,
    Internet,
    Line,
    public_address,
    server_address,
    server_address_ipv6,
)
from tests.servers.authority import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.echo import Echoes
from tests.servers.names import Resolver, Zone, blocklist_server, dnsmasq
from tests.servers.postfix import SUBMISSION, Listener, Postfix
from tests.servers.process import Place
from tests.servers.web import Site, web_server
from wizard.facts.blocklist_table import Blocklist, ListingKind, blocklists
from wizard.measure.endpoints import Endpoints, endpoints, is_address

_LISTS_PORT = 5353
_HTTPS_PORT = 8053
RELAY_PORT = 10025
_WHAT_A_LINE_IS = {
    Line.HOME_LINE: ListingKind.POLICY,
    Line.INFECTED: ListingKind.INFECTED,
    Line.UNWANTED_MAIL: ListingKind.UNWANTED_MAIL,
    Line.NEIGHBOURHOOD: ListingKind.NEIGHBOURHOOD,
    Line.VPN_EXIT: ListingKind.PROXY,
}


def literal_addresses(places: Endpoints) -> list[str]:
    """The addresses outside the documentation ranges that the program contacts by number."""
    found = [place.address for place in places.internet]
    found += [server for by_dns in places.address_by_dns for server in by_dns.servers]
    pages = [page.url for page in places.address_by_https]
    pages += [service.url for service in places.second_opinion]
    found += [host for url in pages if is_address(host := urlsplit(url).hostname or "")]
    return list(dict.fromkeys(found))


def blocklist_zones(lists: Sequence[Blocklist], homes: Sequence[int]) -> Iterator[Zone]:
    """Each list's zones, holding what it would hold about our lines."""
    for of in lists:
        by_kind: dict[ListingKind, str] = {}
        for code in of.codes:
            by_kind.setdefault(code.kind, code.address)
        entries = {
            public_address(home, line): (by_kind[kind], f"{of.name}: {kind.value} $")
            for home in homes
            for line, kind in _WHAT_A_LINE_IS.items()
            if kind in by_kind
        }
        ipv6 = of.zone_ipv6
        if ipv6 != of.zone:
            yield Zone(name=of.zone, entries=entries, test_point=of.listed_test)
        if ipv6:
            yield Zone(name=ipv6, ipv6=True)
        if ipv6 == of.zone:  # one zone, two data sets
            yield Zone(name=of.zone, entries=entries, test_point=of.listed_test)


class Services:
    """All shared servers, started together. `resolver_records` are those of the worlds."""

    def __init__(
        self,
        internet: Internet,
        folder: Path,
        authority: Authority,
        *,
        homes: Sequence[int],
        records: Sequence[str],
        parked: Mapping[str, str],
        users: Mapping[str, str],
    ) -> None:
        self._stack = ExitStack()
        self.place = Place(folder, internet.namespace.pid)
        self.relay = (server_address(Infrastructure.CONTROL), RELAY_PORT)
        places = endpoints()
        web_address = server_address(Infrastructure.WEB)
        self.sign_in = Dovecot(self.place, "sign-in", users=users)
        lists_at = f"{server_address(Infrastructure.LISTS)}@{_LISTS_PORT}"
        zones = list(blocklist_zones(blocklists(), homes))
        echo_dns = next(s for d in places.address_by_dns for s in d.servers if ":" not in s)
        stubs = {zone.name: lists_at for zone in zones}
        stubs[places.resolver_egress.name] = echo_dns
        known = [*_shared_records(places, web_address), *records]
        honest = server_address(Infrastructure.RESOLVER)
        echo = server_address(Infrastructure.ECHO)
        started = [
            self.sign_in.start(),
            blocklist_server(
                self.place, "lists", zones, server_address(Infrastructure.LISTS), _LISTS_PORT
            ),
            Resolver(addresses=[honest], records=known, stubs=stubs, redirects=parked).start(
                self.place, "resolver"
            ),
            Resolver(
                addresses=[server_address(Infrastructure.REFUSING_RESOLVER)], refuses=True
            ).start(self.place, "refusing"),
            dnsmasq(
                self.place, "inventing", server_address(Infrastructure.INVENTING_RESOLVER), honest,
                f"--address=/#/{web_address}",
                *(f"--server=/{name}/{honest}" for name in _top_names(known)),
            ),
            dnsmasq(
                self.place, "falsifying", server_address(Infrastructure.FALSIFYING_RESOLVER),
                honest, f"--address=/#/{web_address}",
            ),
            dnsmasq(
                self.place, "stripping", server_address(Infrastructure.STRIPPING_RESOLVER), honest,
                "--stop-dns-rebind",
                # It takes documentation addresses for private ones; those of servers may pass.
                f"--rebind-domain-ok=/{'/'.join(_domains(known))}/",
            ),
            Echoes(
                stun=[
                    *((echo, s.port) for s in places.stun),
                    *((server_address_ipv6(Infrastructure.ECHO), s.port) for s in places.stun),
                ],
                dns=[(s, 53) for d in places.address_by_dns for s in d.servers],
                over_https=(echo, _HTTPS_PORT),
                resolver=honest,
            ).start(self.place, "echo"),
            web_server(
                self.place, "web",
                list(_sites(places, authority, web_address, echo)),
            ),
            _control_server(self.place, authority, places).start(),
        ]  # fmt: skip
        for running in started:
            self._stack.enter_context(running)

    def __enter__(self) -> "Services":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()


def _shared_records(places: Endpoints, web_address: str) -> Iterator[str]:
    for server in places.stun:
        yield f"{server.host}. A {server_address(Infrastructure.ECHO)}"
        yield f"{server.host}. AAAA {server_address_ipv6(Infrastructure.ECHO)}"
    for control in places.control:
        yield f"{control.host}. A {server_address(Infrastructure.CONTROL)}"
    urls = [page.url for page in places.portal] + [page.url for page in places.address_by_https]
    for url in urls:
        host = urlsplit(url).hostname or ""
        if not is_address(host):
            yield f"{host}. A {web_address}"


def _domains(records: Sequence[str]) -> list[str]:
    """The last two labels of every name; one label for the reserved ones."""
    names = [name.split(".") for name in _top_names(records)]
    ends = [".".join(labels[-1:] if labels[-1] == "example" else labels[-2:]) for labels in names]
    return list(dict.fromkeys(ends))


def _top_names(records: Sequence[str]) -> list[str]:
    """The names that a resolver which invents others still answers truly."""
    return list(dict.fromkeys(record.split()[0].rstrip(".") for record in records))


def _sites(places: Endpoints, authority: Authority, web_address: str, echo: str) -> Iterator[Site]:
    for page in places.portal:
        parts = urlsplit(page.url)
        answer = f'default_type text/plain; return {page.status} "{page.body_contains}\\n";'
        yield Site(
            listen=[f"{web_address}:80"],
            names=[parts.hostname or ""],
            pages={f"= {parts.path}": answer},
        )
    for https in places.address_by_https:
        parts = urlsplit(https.url)
        host = parts.hostname or ""
        if not is_address(host):
            yield Site(
                listen=[f"{web_address}:443"],
                names=[host],
                credentials=authority.credentials(host),
                pages={f"= {parts.path}": f'return 200 "{https.line_start}$remote_addr\\n";'},
            )
    numbers = [place.address for place in places.internet]
    pages = {
        f"= {urlsplit(https.url).path}": f'return 200 "h=x\\n{https.line_start}$remote_addr\\n";'
        for https in places.address_by_https
        if is_address(urlsplit(https.url).hostname or "")
    }
    pages |= {
        f"= {urlsplit(service.url).path}": f"proxy_pass http://{echo}:{_HTTPS_PORT};"
        for service in places.second_opinion
    }
    yield Site(
        listen=[f"[{a}]:443" if ":" in a else f"{a}:443" for a in numbers],
        names=numbers,
        credentials=authority.credentials(*numbers, file="well-known"),
        pages=pages,
    )
    portal = server_address(Infrastructure.PORTAL)
    yield Site(
        listen=[f"{portal}:80"],
        pages={"/": "return 302 http://portal.hotel.example/login;"},
    )


def _control_server(place: Place, authority: Authority, places: Endpoints) -> Postfix:
    host = places.control[0].host
    address = server_address(Infrastructure.CONTROL)
    return Postfix(
        place,
        "control",
        host=host,
        listeners=[
            *(Listener(address=address, port=c.port, options=SUBMISSION)
              for c in places.control[:1]),
            # Where Dovecot's submission hands on what it has accepted.
            Listener(
                address=address,
                port=RELAY_PORT,
                options={
                    "mynetworks": "203.0.113.0/24",
                    "smtpd_relay_restrictions": "permit_mynetworks, reject",
                },
            ),
        ],
        credentials=authority.credentials(*(c.host for c in places.control), file="control"),
    )  # fmt: skip


def trust_folder(folder: Path, authority: Authority) -> Path:
    """A folder like /etc/ssl/certs in which the lab's authority is the only one trusted."""
    certs = folder / "certs"
    certs.mkdir()
    text = authority.root.read_text()
    (certs / "ca-certificates.crt").write_text(text)
    (certs / authority.hashed_name()).write_text(text)
    return certs
