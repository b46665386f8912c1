"""Wrong settings: names, ports, protection, servers of another kind (D40-D43)."""

from tests.lab.faults import resolver, router
from tests.lab.mail import HEALTHY, EximMail, PostfixMail
from tests.lab.topology import Infrastructure
from tests.lab.world import Typed, World
from wizard.vocabulary import Cause

_SETTINGS = Cause.CLIENT_SETTINGS

WORLDS = (
    World(
        name="name-misspelt",
        wanted=_SETTINGS,
        story="smpt. instead of smtp.: no such name.",
        typed=Typed(host="smpt.{domain}"),
        mended_typed=Typed(),
    ),
    World(
        name="domain-misspelt",
        wanted=_SETTINGS,
        story="A letter too many in the domain of the server.",
        typed=Typed(host="smtp.x{domain}"),
        mended_typed=Typed(),
    ),
    World(
        name="name-parked",
        wanted=_SETTINGS,
        story="The old name leads to a page with advertisements, as every name of its domain.",
        parked=True,
        typed=Typed(host="smtp.old-{domain}"),
        mended_typed=Typed(),
    ),
    World(
        name="tls-on-587",
        wanted=_SETTINGS,
        story="SSL/TLS chosen, but 587 speaks STARTTLS.",
        typed=Typed(port=587, security="tls"),
        mended_typed=Typed(),
    ),
    World(
        name="starttls-on-465",
        wanted=_SETTINGS,
        story="STARTTLS chosen, but 465 speaks TLS from the first byte (Postfix).",
        typed=Typed(port=465, security="starttls"),
        mended_typed=Typed(port=465, security="tls"),
    ),
    World(
        name="starttls-on-465-exim",
        wanted=_SETTINGS,
        story="The same with Exim.",
        mail=EximMail(),
        mended_mail=EximMail(),
        typed=Typed(port=465, security="starttls"),
        mended_typed=Typed(port=465, security="tls"),
    ),
    World(
        name="port-that-is-closed",
        wanted=_SETTINGS,
        story="Port 588 typed for 587.",
        typed=Typed(port=588),
        mended_typed=Typed(),
    ),
    World(
        name="web-port",
        wanted=_SETTINGS,
        story="The web server's name and port given as outgoing server.",
        typed=Typed(host="www.{domain}", port=80, security="none"),
        mended_typed=Typed(),
        records=("www.{domain}. A 203.0.113.80",),
    ),
    World(
        name="incoming-server",
        wanted=_SETTINGS,
        story="The incoming server's name and port given as outgoing.",
        typed=Typed(host="imap.{domain}", port=143, security="starttls"),
        mended_typed=Typed(),
        records=("imap.{domain}. A 203.0.113.6",),
    ),
    World(
        name="sign-in-switched-off",
        wanted=_SETTINGS,
        story="The server takes mail only after signing in; the program is set to port 25, "
        "where nobody signs in.",
        mail=PostfixMail(on={25: {"smtpd_relay_restrictions": "reject_unauth_destination"}}),
        mended_mail=HEALTHY,
        typed=Typed(port=25),
        mended_typed=Typed(),
    ),
    World(
        name="wrong-sender",
        wanted=_SETTINGS,
        story="553 Sender address rejected: not owned by user (Postfix's words, D53).",
        mail=EximMail(
            answers={
                "mail": "deny message = 553 5.7.1 <$sender_address>: Sender address rejected: not "
                "owned by user someone@else.example"
            }
        ),
    ),
    World(
        name="resolver-dead",
        wanted=Cause.NETWORK,
        story="The resolver does not answer; the internet by number is fine (D38).",
        faults=(resolver(Infrastructure.DEAD_RESOLVER),),
    ),
    World(
        name="resolver-refuses",
        wanted=Cause.NETWORK,
        story="The resolver refuses every question.",
        faults=(resolver(Infrastructure.REFUSING_RESOLVER),),
    ),
    World(
        name="resolver-udp-blocked",
        wanted=Cause.NETWORK,
        story="DNS gets through by TCP only.",
        faults=(router("udp dport 53 drop"),),
    ),
)
