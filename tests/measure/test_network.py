"""This computer's way out: connections and their errors, routes, interfaces, portals, the line."""

import asyncio
import errno
import os
import socket
import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measure.test_account_server import main_facts
from tests.measure.world import AUTHORITY, MailServer, context, listening
from wizard.facts.blocklists import AddressReport
from wizard.facts.network import ConnectResult, LinkKind, SystemOpinion
from wizard.facts.server import Ending
from wizard.measure import (
    canary,
    connect,
    control,
    internet,
    line,
    link,
    portal,
    public_address,
    routes,
    security_software,
    stun,
    system_opinion,
    web,
)
from wizard.measure.endpoints import (
    Address,
    AddressByHttps,
    ControlServer,
    PortalPage,
    StunServer,
    endpoints,
)
from wizard.measure.world import World
from wizard.vocabulary import Stage


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


# --- connecting


@pytest.mark.parametrize(
    ("number", "icmp", "result"),
    [
        (errno.ECONNREFUSED, None, ConnectResult.REFUSED),
        (errno.ECONNREFUSED, connect.IcmpError(3, 3, "192.0.2.1"), ConnectResult.REFUSED),
        (errno.EHOSTUNREACH, connect.IcmpError(3, 13, "192.0.2.1"), ConnectResult.FORBIDDEN),
        (errno.EHOSTUNREACH, connect.IcmpError(3, 1, "192.0.2.1"), ConnectResult.UNREACHABLE),
        (errno.EACCES, connect.IcmpError(1, 1, "2001:db8::1"), ConnectResult.FORBIDDEN),
        (errno.ENETUNREACH, None, ConnectResult.NO_ROUTE),
        (errno.ENETUNREACH, connect.IcmpError(3, 0, "192.0.2.1"), ConnectResult.UNREACHABLE),
        (errno.EPERM, None, ConnectResult.FORBIDDEN),
        (errno.ECONNRESET, None, ConnectResult.RESET),
        (10013, None, ConnectResult.FORBIDDEN),
        (10061, None, ConnectResult.REFUSED),
        (121, None, ConnectResult.TIMED_OUT),
        (99999, None, ConnectResult.ERROR),
    ],
)
def test_errors_of_all_systems(number: int, icmp, result: ConnectResult) -> None:
    assert connect._result(OSError(number, "x"), icmp) is result


def test_the_sender_of_an_icmp_error() -> None:
    error = struct.pack("=IBBBBII", errno.EHOSTUNREACH, 2, 3, 13, 0, 0, 0)
    sender = struct.pack("=HH4s8x", socket.AF_INET, 0, socket.inet_aton("192.0.2.1"))
    assert connect.parse_extended_error(error + sender) == connect.IcmpError(3, 13, "192.0.2.1")
    error6 = struct.pack("=IBBBBII", errno.EACCES, 3, 1, 1, 0, 0, 0)
    packed = socket.inet_pton(socket.AF_INET6, "2001:db8::1")
    sender6 = struct.pack("=HHI16sI", socket.AF_INET6, 0, 0, packed, 0)
    assert connect.parse_extended_error(error6 + sender6) == connect.IcmpError(1, 1, "2001:db8::1")


@given(st.binary(max_size=80))
def test_odd_error_queues(data: bytes) -> None:
    connect.parse_extended_error(data)


async def test_the_second_family_waits_a_moment() -> None:
    async with listening(MailServer(), "::1") as six, listening(MailServer(port=six.port)) as four:
        attempts, sock = await connect.connect_any(["::1", "127.0.0.1"], six.port)
        assert sock is not None
        sock.close()
        assert [a.address for a in attempts] == ["::1"]
        assert four.connections == 0


async def test_addresses_of_one_family_are_tried_one_by_one() -> None:
    async with listening(MailServer()) as server:
        attempts, sock = await connect.connect_any(["127.0.0.2", "127.0.0.1"], server.port)
    assert sock is not None
    sock.close()
    assert [a.result for a in attempts] == [ConnectResult.REFUSED, ConnectResult.CONNECTED]


async def test_a_backlog_that_is_full_times_out() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        held = [socket.socket() for _ in range(4)]
        for sock in held:
            sock.setblocking(False)
            sock.connect_ex(("127.0.0.1", port))
        attempt, _ = await connect.connect("127.0.0.1", port, 0.2)
        for sock in held:
            sock.close()
    assert attempt.result is ConnectResult.TIMED_OUT
    assert attempt.took_seconds >= 0.2


def test_the_most_telling_attempt() -> None:
    def attempt(address: str, result: ConnectResult) -> connect.ConnectAttempt:
        return connect.ConnectAttempt(address=address, port=1, result=result, took_seconds=0)

    none = attempt("::1", ConnectResult.NO_ROUTE)
    refused = attempt("127.0.0.1", ConnectResult.REFUSED)
    assert connect.most_telling([refused, none]) is refused
    assert connect.most_telling([none]) is none


# --- routes and interfaces

IPV4 = """Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
eth0\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0
eth0\t0000000A\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
"""
NOWHERE, ANYWHERE = "0" * 32, "fe800000000000000000000000000001"
OWN = "20010db8000000000000000000000000"
IPV6 = f"""{OWN} 40 {NOWHERE} 00 {NOWHERE} 00000100 00000001 00000000 00000001 eth0
{NOWHERE} 00 {NOWHERE} 00 {ANYWHERE} 00000400 00000001 00000000 00000003 eth0
{NOWHERE} 00 {NOWHERE} 00 {NOWHERE} ffffffff 00000001 00000000 00200200 lo
"""


def test_default_routes() -> None:
    assert routes.parse_ipv4(IPV4) == routes.Route("eth0", "10.0.0.1", 100)
    assert routes.parse_ipv6(IPV6) == routes.Route("eth0", "fe80::1", 0x400)
    assert routes.parse_ipv4("Iface\n") is None
    assert routes.parse_ipv6("") is None
    direct = IPV4.replace("0100000A", "00000000")
    assert routes.parse_ipv4(direct) == routes.Route("eth0", "", 100)


async def test_this_computer_has_interfaces() -> None:
    facts = await link.run(context(1))
    assert any(i.kind is LinkKind.LOOPBACK and "127.0.0.1" in i.addresses for i in facts.interfaces)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("wg0", LinkKind.VPN),
        ("utun4", LinkKind.VPN),
        ("tun0", LinkKind.VPN),
        ("tailscale0", LinkKind.VPN),
        ("nordlynx", LinkKind.VPN),
        ("OpenVPN TAP-Windows6", LinkKind.VPN),
        ("wlp3s0", LinkKind.WIRELESS),
        ("Wi-Fi", LinkKind.WIRELESS),
        ("WLAN 2", LinkKind.WIRELESS),
        ("eth0", LinkKind.WIRED),
        ("enp0s31f6", LinkKind.WIRED),
        ("Ethernet", LinkKind.WIRED),
        ("wwan0", LinkKind.MOBILE),
        ("docker0", LinkKind.OTHER),
        ("veth12ab", LinkKind.OTHER),
        ("ppp0", LinkKind.OTHER),
        ("lo", LinkKind.LOOPBACK),
    ],
)
def test_what_an_interface_is(name: str, kind: LinkKind) -> None:
    assert link.kind_of(name) is kind


@pytest.mark.parametrize(
    ("proxy", "shown"),
    [
        ("http://anna:s3cret@proxy.example.com:8080/", "proxy.example.com:8080"),
        ("proxy.example.com:3128", "proxy.example.com:3128"),
        ("socks5://proxy", "proxy"),
        ("http://p:99999", "p"),
    ],
)
def test_a_proxy_is_shown_without_its_password(proxy: str, shown: str) -> None:
    assert link.without_credentials(proxy) == shown


def test_security_software() -> None:
    assert security_software.running(["AVASTSVC.EXE", "bash"]) == ("Avast",)
    assert security_software.named_by_issuer("ESET SSL Filter CA") == "ESET"
    assert security_software.named_by_issuer("R11", "Let's Encrypt") == ""
    assert security_software.named_by_issuer("", "") == ""


# --- the internet by address, portals, clocks


async def test_one_answer_settles_a_family(monkeypatch) -> None:
    monkeypatch.setattr(canary, "WAIT_SECONDS", 0.1)

    async def nobody(*_: float) -> bool:
        return False

    monkeypatch.setattr(canary, "smtp_answered", nobody)
    async with listening(MailServer()) as server:
        facts = await internet.measure(
            [
                Address(address="127.0.0.1", port=server.port, operator="a"),
                Address(address="127.0.0.1", port=free_port(), operator="b"),
                Address(address="::1", port=free_port(), operator="c"),
            ]
        )
    assert facts.reached(ipv6=False) is True
    assert facts.reached(ipv6=True) is False
    assert facts.canary_answered is False


async def web_server(answer: bytes):
    async def serve(reader, writer) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    return await asyncio.start_server(serve, "127.0.0.1", 0)


def page(port: int) -> PortalPage:
    url = f"http://127.0.0.1:{port}/check.txt"
    return PortalPage(url=url, operator="x", status=200, body_contains="Success")


async def fetched(answer: bytes, now: datetime):
    server = await web_server(answer)
    async with server:
        port = server.sockets[0].getsockname()[1]
        return await portal.measure(World(now=lambda: now), [page(port), page(port)])


DATE = "Mon, 23 Nov 2026 12:00:00 GMT"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def test_the_known_answer_and_the_clock() -> None:
    answer = f"HTTP/1.1 200 OK\r\nDate: {DATE}\r\nContent-Length: 7\r\n\r\nSuccess".encode()
    facts = await fetched(answer, NOON + timedelta(hours=2))
    assert [a.expected for a in facts.answers] == [True, True]
    assert facts.clock_ahead_seconds == 7200


async def test_a_sign_in_page() -> None:
    answer = (
        b"HTTP/1.1 302 Found\r\nLocation: http://login.example.com/\r\nContent-Length: 0\r\n\r\n"
    )
    facts = await fetched(answer, NOON)
    assert [a.expected for a in facts.answers] == [False, False]
    assert facts.answers[0].location == "http://login.example.com/"
    assert facts.answers[0].status == 302
    assert facts.clock_ahead_seconds is None


async def test_nobody_answers() -> None:
    facts = await portal.measure(World(), [page(free_port())])
    assert facts.answers[0].expected is None
    assert facts.answers[0].error == "refused"


def test_clocks_that_disagree_are_no_clocks() -> None:
    assert portal.agreed_clock([10.0, 12.0]) == 11.0
    assert portal.agreed_clock([10.0, 4000.0]) is None
    assert portal.agreed_clock([]) is None
    assert portal.clock_ahead(NOON, "nonsense") is None
    assert portal.clock_ahead(NOON, DATE.replace("GMT", "")) == 0


@given(st.binary(max_size=300))
def test_odd_web_answers(data: bytes) -> None:
    answer = web.parsed(data)
    assert (answer.status is None) == bool(answer.error)


@pytest.mark.parametrize(
    "answer", [b"", b"\x00" * 100, b"HTTP/1.1 2\r\n\r\n", b"HTTP/1.1 200 OK\r\nA" * 9000]
)
async def test_web_servers_that_mean_no_good(answer: bytes) -> None:
    server = await web_server(answer)
    async with server:
        port = server.sockets[0].getsockname()[1]
        got = await web.fetch(World(), f"http://127.0.0.1:{port}/", 2.0)
    assert got.status is None or got.status == 200


async def test_https_is_verified() -> None:
    async def serve(reader, writer) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.0 200 OK\r\n\r\nip=203.0.113.9\n")
        writer.close()

    tls = AUTHORITY.context("127.0.0.1")
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    async with server:
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        trusting = await web.fetch(World(extra_roots=(AUTHORITY.pem,)), url, 3.0)
        distrusting = await web.fetch(World(), url, 3.0)
    assert trusting.body == b"ip=203.0.113.9\n"
    assert distrusting.status is None
    assert "CERTIFICATE" in distrusting.error


def test_what_the_system_thinks() -> None:
    assert system_opinion.from_network_manager((("u", 2),)) is SystemOpinion.PORTAL
    assert system_opinion.from_network_manager((("u", 0),)) is None
    assert system_opinion.from_network_manager(()) is None
    assert system_opinion.from_network_list_manager(0x40) is SystemOpinion.ONLINE
    assert system_opinion.from_network_list_manager(0x10) is SystemOpinion.LIMITED
    assert system_opinion.from_network_list_manager(0) is SystemOpinion.OFFLINE


async def test_asking_the_system_never_fails() -> None:
    assert await system_opinion.ask() in (None, *SystemOpinion)


# --- STUN, the line, the public address


class StunEcho(asyncio.DatagramProtocol):
    """Answers binding requests; loses the numbers in `lost`."""

    def __init__(self, mapped: str, lost: frozenset[int] = frozenset()) -> None:
        self.mapped, self.lost, self.count = mapped, lost, 0

    def connection_made(self, transport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, peer) -> None:
        self.count += 1
        if self.count in self.lost:
            return
        transaction = data[8:20]
        key = struct.pack("!I", 0x2112A442) + transaction
        packed = socket.inet_pton(
            socket.AF_INET6 if ":" in self.mapped else socket.AF_INET, self.mapped
        )
        masked = bytes(a ^ b for a, b in zip(packed, key, strict=False))
        family = 2 if ":" in self.mapped else 1
        value = struct.pack("!BBH", 0, family, 0) + masked
        body = struct.pack("!HH", 0x0020, len(value)) + value
        header = struct.pack("!HHI12s", 0x0101, len(body), 0x2112A442, transaction)
        self.transport.sendto(header + body, peer)


async def echo(mapped: str, lost: frozenset[int] = frozenset()):
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: StunEcho(mapped, lost), local_addr=("127.0.0.1", 0)
    )
    return transport, transport.get_extra_info("sockname")[1]


@pytest.mark.parametrize("mapped", ["203.0.113.9", "2001:db8::9"])
async def test_a_stun_server_tells_our_address(mapped: str) -> None:
    transport, port = await echo(mapped)
    done = await stun.series("127.0.0.1", port, 2, 0.0, 1.0)
    transport.close()
    assert done.mapped == mapped
    assert done.lost == 0


async def test_lost_answers_are_counted() -> None:
    transport, port = await echo("203.0.113.9", frozenset({2, 5}))
    server = StunServer(host="127.0.0.1", port=port, operator="x")
    facts = await line.measure([server], [])
    transport.close()
    assert facts.way == "stun"
    assert (facts.sent, facts.lost) == (20, 2)
    assert facts.loss == 0.1
    assert facts.round_trip_seconds is not None
    assert facts.jitter_seconds is not None


async def test_where_udp_is_blocked_tcp_stands_in(monkeypatch) -> None:
    monkeypatch.setattr(line, "_TCP_GAP_SECONDS", 0.0)
    silent = StunServer(host="127.0.0.1", port=free_port(), operator="x")
    async with listening(MailServer()) as server:
        place = Address(address="127.0.0.1", port=server.port, operator="x")
        facts = await line.measure([silent], [place])
    assert facts.way == "tcp"
    assert (facts.sent, facts.lost) == (10, 0)


async def test_where_everything_is_blocked_nothing_is_called_loss() -> None:
    silent = StunServer(host="127.0.0.1", port=free_port(), operator="x")
    place = Address(address="127.0.0.1", port=free_port(), operator="x")
    facts = await line.measure([silent], [place])
    assert facts.loss is None


@given(st.binary(max_size=200))
def test_odd_stun_answers(data: bytes) -> None:
    stun.answer(data)
    stun.answer(struct.pack("!HHI12s", 0x0101, len(data), 0x2112A442, bytes(12)) + data)


def said(way: str, operator: str, address: str) -> AddressReport:
    return AddressReport(way=way, operator=operator, address=address)


def test_two_operators_must_agree() -> None:
    def agreed(*reports: AddressReport) -> str:
        return public_address.agreed(reports, ipv6=False)

    here, there = "203.0.113.9", "203.0.113.10"
    assert agreed(said("stun", "a", here)) == ""
    assert agreed(said("stun", "a", here), said("stun", "a", here)) == ""
    assert agreed(said("stun", "a", here), said("stun", "b", there)) == ""
    assert agreed(said("stun", "a", here), said("dns", "b", here)) == here
    assert agreed(said("dns", "a", here), said("dns", "b", here)) == ""
    assert agreed(said("server_ehlo", "mx", here)) == here
    assert agreed(said("stun", "a", "2001:db8::1"), said("stun", "b", "2001:db8::1")) == ""
    assert public_address.agreed(
        [said("stun", "a", "2001:db8::1"), said("https", "b", "2001:db8::2")], ipv6=True
    )


async def test_the_public_address_end_to_end(monkeypatch) -> None:
    one, first = await echo("203.0.113.9")
    two, second = await echo("203.0.113.9")
    servers = tuple(
        StunServer(host="127.0.0.1", port=port, operator=name)
        for port, name in ((first, "a"), (second, "b"))
    )
    places = replaced(stun=servers)
    facts = await public_address.measure(context(1), places, [False])
    one.close()
    two.close()
    assert facts.ipv4 == "203.0.113.9"
    assert facts.ipv6 == ""


async def test_the_web_is_asked_when_the_others_disagree() -> None:
    transport, port = await echo("203.0.113.9")
    server = await web_server(b"HTTP/1.0 200 OK\r\n\r\nfl=1\nip=203.0.113.9\nts=1\n")
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/trace"
        places = replaced(
            stun=(StunServer(host="127.0.0.1", port=port, operator="a"),),
            address_by_https=(AddressByHttps(url=url, operator="b", line_start="ip="),),
        )
        facts = await public_address.measure(context(1), places, [False])
    transport.close()
    assert facts.ipv4 == "203.0.113.9"
    assert {r.way for r in facts.reports} == {"stun", "https"}


def replaced(**more):
    import msgspec

    empty = {"stun": (), "address_by_dns": (), "address_by_https": ()}
    return msgspec.structs.replace(endpoints(), **{**empty, **more})


# --- the control


async def test_the_control_server_is_greeted_and_left() -> None:
    main = main_facts(587, Ending.NO_CONNECTION, Stage.CONNECT)
    async with listening(MailServer()) as server:
        told = context(587, host="mx.example.com", facts={"account_server": main}, password="x")
        assert control.needed(told)
        place = ControlServer(host="control.test", port=server.port, operator="x", domains=())
        facts = await control.measure(told, place, lambda _: ("127.0.0.1",))
    assert facts.conversations[0].ending is Ending.COMPLETE
    assert server.heard == ["QUIT"]
    assert told.server.made == 0


def test_the_control_server_belongs_to_somebody_else() -> None:
    assert control.chosen(context(1, host="mx.example.com")).operator == "Google"
    assert control.chosen(context(1, host="smtp.gmail.com")).operator == "Microsoft"
    healthy = main_facts(587, Ending.COMPLETE, Stage.RCPT)
    told = context(587, host="mx.example.com", facts={"account_server": healthy})
    assert not control.needed(told)


@pytest.mark.skipif(os.name == "nt", reason="loopback takes such packets on Linux and macOS only")
async def test_a_control_server_without_a_name() -> None:
    import socket as real

    def unknown(_: str):
        raise real.gaierror(real.EAI_NONAME, "no")

    place = ControlServer(host="control.test", port=1, operator="x", domains=())
    facts = await control.measure(context(1), place, unknown)
    assert facts.conversations[0].connect.result is ConnectResult.NOT_TRIED
