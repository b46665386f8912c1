"""This computer's network: interfaces, default routes, VPN, proxy, security software.

What stays unknown: on Windows and macOS the gateway's address (a default route is shown as
direct there), and VPNs whose interface does not look like one.
"""

import ipaddress
import re
import socket
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from wizard.facts.network import Interface, LinkFacts, LinkKind
from wizard.measure import routes, security_software
from wizard.measure.daemon import aside
from wizard.measure.probe import Context

_READING_SECONDS = 8.0

_VPN = re.compile(
    r"(tun|tap|utun|wg|ipsec|gpd|cscotun|nordlynx|proton|mullvad|tailscale|zt|warp|outline)\w*\d*\Z"
    r"|.*(wireguard|openvpn|tap-windows|wintun|nordlynx|tailscale|zerotier|anyconnect"
    r"|fortinet|globalprotect|pulse secure|vpn)",
    re.IGNORECASE,
)
_WIRELESS = re.compile(r"(wl|wifi|ath|ra)\w*\d|.*(wi-?fi|wlan|wireless|drahtlos)", re.IGNORECASE)
_MOBILE = re.compile(r"(ww|rmnet|usb)\w*\d|.*(mobile|cellular|mobilfunk|lte|5g)", re.IGNORECASE)
_WIRED = re.compile(r"(eth|en)\w*\d|.*ethernet", re.IGNORECASE)
# Bridges and pairs of containers and virtual machines carry addresses, but no way out.
_VIRTUAL = re.compile(r"(docker|br-|veth|virbr|vmnet|vboxnet|lxc|cni|flannel)\w*", re.IGNORECASE)
_SHARED = ipaddress.ip_network("100.64.0.0/10")  # RFC 6598
_SYS_CLASS_NET = Path("/sys/class/net")


async def run(_: Context) -> LinkFacts:
    """Read what the system knows; nothing is sent."""
    return await aside(measure, _READING_SECONDS)


def measure() -> LinkFacts:
    """Blocking, but for milliseconds."""
    interfaces = _interfaces()
    ipv4, ipv6 = routes.default_ipv4(), routes.default_ipv6()
    over = _outgoing_interface(interfaces) or next(
        (route.interface for route in (ipv4, ipv6) if route and route.interface), ""
    )
    return LinkFacts(
        interfaces=interfaces,
        gateway_ipv4=ipv4.gateway if ipv4 else None,
        gateway_ipv6=ipv6.gateway if ipv6 else None,
        default_route_over=over,
        vpn=tuple(i.name for i in interfaces if i.kind is LinkKind.VPN and _in_use(i, over)),
        system_proxy=_proxy(),
        shared_address=any(
            ipaddress.ip_address(a) in _SHARED
            for i in interfaces
            for a in i.addresses
            if ":" not in a and i.kind is not LinkKind.VPN
        ),
        security_software=security_software.running(_process_names()),
    )


def kind_of(name: str) -> LinkKind:
    """What an interface is, by its name and, on Linux, by what the kernel says."""
    if name == "lo" or name.lower().startswith(("lo0", "loopback")):
        return LinkKind.LOOPBACK
    if (_SYS_CLASS_NET / name / "wireless").exists():
        return LinkKind.WIRELESS
    if _VIRTUAL.match(name):
        return LinkKind.OTHER
    for kind, pattern in (
        (LinkKind.VPN, _VPN),
        (LinkKind.MOBILE, _MOBILE),
        (LinkKind.WIRELESS, _WIRELESS),
        (LinkKind.WIRED, _WIRED),
    ):
        if pattern.match(name):
            return kind
    return LinkKind.OTHER


def without_credentials(proxy: str) -> str:
    """A proxy's address without the user name and password that may stand in it."""
    parts = urlsplit(proxy if "//" in proxy else f"//{proxy}")
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    return f"{parts.hostname or ''}{port}"


def _interfaces() -> tuple[Interface, ...]:
    states = psutil.net_if_stats()
    found = []
    for name, addresses in psutil.net_if_addrs().items():
        state = states.get(name)
        if state is None or not state.isup:
            continue
        own = tuple(
            entry.address.partition("%")[0]
            for entry in addresses
            if entry.family in (socket.AF_INET, socket.AF_INET6)
        )
        found.append(Interface(name, kind_of(name), own, state.mtu))
    return tuple(found)


def _outgoing_interface(interfaces: tuple[Interface, ...]) -> str:
    """The interface that holds the address from which packets leave."""
    for destination in (routes.SOMEWHERE_IPV4, routes.SOMEWHERE_IPV6):
        source = routes.source_address(destination)
        for interface in interfaces:
            if source and source in interface.addresses and interface.kind is not LinkKind.LOOPBACK:
                return interface.name
    return ""


def _in_use(interface: Interface, outgoing: str) -> bool:
    """macOS always has idle `utun` interfaces; one in use has an address of its own."""
    if interface.name == outgoing:
        return True
    return any(not ipaddress.ip_address(a).is_link_local for a in interface.addresses)


def _proxy() -> str:
    proxies = urllib.request.getproxies()
    proxy = proxies.get("https") or proxies.get("http") or proxies.get("all") or ""
    return without_credentials(proxy) if proxy else ""


def _process_names() -> list[str]:
    return [
        process.info["name"]
        for process in psutil.process_iter(["name"])
        if process.info.get("name")
    ]
