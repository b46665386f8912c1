"""The public address is refused: lists, VPN exits, neighbours, IPv6 only, bans (D6-D17)."""

from tests.lab.faults import ip, line, router
from tests.lab.mail import EximMail, PostfixMail
from tests.lab.topology import Line
from tests.lab.world import Typed, World
from wizard.vocabulary import Cause

_BLOCKED = Cause.IP_BLOCKED
_SAYS_LISTED = {
    "connect": "drop message = 554 5.7.1 Service unavailable; Client host "
    "[$sender_host_address] blocked using zen.spamhaus.org; "
    "https://check.spamhaus.org/query/ip/$sender_host_address"
}
_REFUSED_BY_RULE = PostfixMail(
    everywhere={
        "smtpd_delay_reject": "no",
        "smtpd_client_restrictions": "check_client_access static:{421 4.7.0 Your IP address is "
        "blocked because of its reputation}",
    }
)

WORLDS = (
    World(
        name="infected-device",
        wanted=_BLOCKED,
        story="The address is on XBL and the server says so (Exim).",
        mail=EximMail(answers=_SAYS_LISTED),
        faults=(line(Line.INFECTED),),
    ),
    World(
        name="unwanted-mail-seen",
        wanted=_BLOCKED,
        story="The address is on CSS and several other lists, and the server says so.",
        mail=EximMail(answers=_SAYS_LISTED),
        faults=(line(Line.UNWANTED_MAIL),),
    ),
    World(
        name="reputation-421",
        wanted=_BLOCKED,
        story="421 because of reputation at the connection (Postfix access rule).",
        mail=_REFUSED_BY_RULE,
        faults=(line(Line.UNWANTED_MAIL),),
    ),
    World(
        name="blocked-though-unlisted",
        wanted=_BLOCKED,
        story="The server keeps a list of its own: no public list knows the address.",
        mail=EximMail(
            answers={
                "connect": "drop message = Your host [$sender_host_address] is blocked, see "
                "https://bl.provider.example/"
            }
        ),
    ),
    World(
        name="vpn-exit-blocked",
        wanted=_BLOCKED,
        story="A VPN is on and its exit is on lists of proxies.",
        mail=EximMail(answers=_SAYS_LISTED),
        faults=(
            line(Line.VPN_EXIT),
            ip(
                (
                    "tuntap add wg0 mode tun",
                    "link set wg0 up mtu 1420",
                    "addr add 10.8.0.2/24 dev wg0",
                ),
                ("link del wg0",),
            ),
        ),
    ),
    World(
        name="complaints-tss",
        wanted=_BLOCKED,
        story="Temporarily deferred due to user complaints, at MAIL.",
        mail=EximMail(
            answers={
                "mail": "defer message = 421 4.7.0 [TSS04] Messages from $sender_host_address "
                "temporarily deferred due to unexpected volume or user complaints"
            }
        ),
        faults=(line(Line.UNWANTED_MAIL),),
    ),
    World(
        name="home-line-on-port-25",
        wanted=Cause.CLIENT_SETTINGS,
        story="Port 25 without sign-in from a home line: the policy list is right (D13).",
        mail=PostfixMail(
            on={
                25: {
                    "smtpd_delay_reject": "no",
                    "smtpd_client_restrictions": "check_client_access static:{554 5.7.1 Service "
                    "unavailable; Client host blocked using zen.spamhaus.org (PBL); dynamic "
                    "addresses must sign in on port 587}",
                }
            }
        ),
        mended_mail=PostfixMail(),
        faults=(line(Line.HOME_LINE),),
        typed=Typed(port=25),
        mended_typed=Typed(port=587),
    ),
    World(
        name="ipv6-refused",
        wanted=_BLOCKED,
        story="421 over IPv6 only; IPv4 is welcome (D17).",
        ipv6=True,
        mail=PostfixMail(
            only_ipv6={
                "smtpd_delay_reject": "no",
                "smtpd_client_restrictions": "check_client_access static:{421 4.7.28 Our system "
                "has detected that this IPv6 address is blocked}",
            }
        ),
    ),
    World(
        name="banned-by-the-server",
        wanted=_BLOCKED,
        story="The server's firewall drops this address on every mail port; others answer (D16).",
        faults=(router("ip daddr {mail} tcp dport {{ 25, 465, 587, 2525, 993, 143 }} drop"),),
        takes_long=True,
    ),
    World(
        name="server-switched-off",
        wanted=Cause.SERVER_OVERLOAD,
        story="The server's computer is off: nothing comes back from any of its ports (D16).",
        faults=(router("ip daddr {mail} drop"),),
        takes_long=True,
    ),
)
