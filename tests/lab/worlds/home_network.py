"""The way out: cable, router, hotel, company, IPv6, loss (D18, D29-D32, D35-D39, D54)."""

from tests.lab.faults import CAPTIVE_PORTAL, client, ip, relayed, resolver, router
from tests.lab.topology import Infrastructure
from tests.lab.world import Typed, World
from wizard.vocabulary import Cause

_NETWORK = Cause.NETWORK
_MAIL_PORTS = "tcp dport {{ 25, 465, 587, 2525 }}"

WORLDS = (
    World(
        name="cable-out",
        wanted=_NETWORK,
        story="The interface is down.",
        faults=(
            ip(
                ("link set eth0 down",), ("link set eth0 up", "route replace default via {gateway}")
            ),
        ),
    ),
    World(
        name="no-default-route",
        wanted=_NETWORK,
        story="Connected to the router, but without a way out.",
        faults=(
            ip(
                ("route del default", "route del ::/0"),
                ("route replace default via {gateway}",),
            ),
        ),
    ),
    World(
        name="router-offline",
        wanted=_NETWORK,
        story="The router answers, the internet behind it does not.",
        faults=(router("drop"),),
    ),
    World(
        name="captive-portal",
        wanted=_NETWORK,
        story="A hotel wants a sign-in first: pages are redirected, the rest is refused (D36).",
        faults=CAPTIVE_PORTAL,
    ),
    World(
        name="mail-ports-dropped",
        wanted=_NETWORK,
        story="This network drops all mail ports, for every server (D31).",
        faults=(router(f"{_MAIL_PORTS} drop"),),
    ),
    World(
        name="mail-ports-reset",
        wanted=_NETWORK,
        story="This network refuses all mail ports.",
        faults=(router(f"{_MAIL_PORTS} reject with tcp reset"),),
    ),
    World(
        name="mail-ports-prohibited",
        wanted=_NETWORK,
        story="The router says that mail ports are forbidden (ICMP type 3 code 13).",
        faults=(router(f"{_MAIL_PORTS} reject with icmpx admin-prohibited"),),
    ),
    World(
        name="port-587-dropped",
        wanted=_NETWORK,
        story="This network drops 587 for every server; 465 is open.",
        faults=(router("tcp dport 587 drop"),),
        mended_typed=Typed(),
    ),
    World(
        name="local-firewall",
        wanted=_NETWORK,
        story="A firewall on this computer refuses the mail ports (D32).",
        faults=(client(f"{_MAIL_PORTS} reject with icmpx port-unreachable"),),
    ),
    World(
        name="local-firewall-drops",
        wanted=_NETWORK,
        story="A firewall on this computer drops the mail ports.",
        faults=(client(f"{_MAIL_PORTS} drop"),),
    ),
    World(
        name="mail-diverted",
        wanted=_NETWORK,
        story="This network sends every mail connection to a server of its own (D35).",
        faults=(
            router(
                f"{_MAIL_PORTS} ip daddr != 203.0.113.6 dnat ip to 203.0.113.6:587", chain="pre"
            ),
        ),
    ),
    World(
        name="names-falsified",
        wanted=_NETWORK,
        story="The resolver gives one address for every name, the mail server's too (D39).",
        faults=(resolver(Infrastructure.FALSIFYING_RESOLVER),),
    ),
    World(
        name="packets-too-large",
        wanted=_NETWORK,
        story="Large packets vanish on the way (D29); the pasted error is a timeout while sending.",
        faults=(relayed(biggest=1000),),
        typed=Typed(error="421 4.4.2 {host} Error: timeout exceeded"),
    ),
    World(
        name="line-loses-a-third",
        wanted=_NETWORK,
        story="A third of the packets is lost each way; sending broke off (D54).",
        faults=(relayed(delay=20, loss=33),),
        typed=Typed(
            error="Sending of the message failed. The connection to {host} was lost in "
            "the middle of the transaction."
        ),
    ),
)
