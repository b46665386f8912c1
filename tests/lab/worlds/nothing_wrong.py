"""Healthy worlds that tempt to a false alarm: whatever is odd here does not stop mail."""

from tests.lab.faults import (
    clock,
    connections_held,
    environment,
    file_in_client,
    ip,
    line,
    relayed,
    resolver,
    router,
)
from tests.lab.mail import DovecotMail, EximMail, Paper, PostfixMail
from tests.lab.topology import Infrastructure, Line
from tests.lab.world import Typed, World
from wizard.vocabulary import Cause

_NONE = Cause.NONE
_ON_465 = Typed(port=465, security="tls")

WORLDS = (
    World(name="healthy-postfix", wanted=_NONE, story="All is well (Postfix)."),
    World(
        name="healthy-exim-465",
        wanted=_NONE,
        story="All is well; the server tells the address (Exim).",
        mail=EximMail(),
        mended_mail=EximMail(),
        typed=_ON_465,
    ),
    World(
        name="healthy-dovecot",
        wanted=_NONE,
        story="All is well (Dovecot submission).",
        mail=DovecotMail(),
        mended_mail=DovecotMail(),
    ),
    World(
        name="healthy-both-families",
        wanted=_NONE,
        story="All is well over IPv4 and IPv6.",
        ipv6=True,
    ),
    World(
        name="healthy-settings-found",
        wanted=_NONE,
        story="Only the address is typed; the domain publishes its server (SRV).",
        typed=Typed(host="", port=None, security=None),
        records=(
            "_submissions._tcp.{domain}. SRV 0 1 465 {host}.",
            "_submission._tcp.{domain}. SRV 10 1 587 {host}.",
        ),
    ),
    World(
        name="home-line-on-policy-list",
        wanted=_NONE,
        story="The home address is on the policy list, as nearly all are (D12).",
        faults=(line(Line.HOME_LINE),),
        typed=Typed(error="Is my address blocked? I read about Spamhaus and blacklists."),
    ),
    World(
        name="neighbourhood-listed",
        wanted=_NONE,
        story="UCEPROTECT lists the whole provider (D14).",
        faults=(line(Line.NEIGHBOURHOOD),),
    ),
    World(
        name="listed-but-welcome",
        wanted=_NONE,
        story="The address is on a list, but signed-in sending works all the same.",
        faults=(line(Line.UNWANTED_MAIL),),
    ),
    World(
        name="lists-answers-invented",
        wanted=_NONE,
        story="The resolver invents names: every list seems to list everybody (D15).",
        faults=(resolver(Infrastructure.INVENTING_RESOLVER),),
    ),
    World(
        name="lists-answers-stripped",
        wanted=_NONE,
        story="A router with rebind protection strips the answers of lists.",
        faults=(resolver(Infrastructure.STRIPPING_RESOLVER), line(Line.HOME_LINE)),
    ),
    World(
        name="ipv6-broken",
        wanted=_NONE,
        story="IPv6 packets vanish beside a good IPv4 (D18); mail goes out.",
        ipv6=True,
        faults=(router("meta nfproto ipv6 drop"),),
    ),
    World(
        name="port-25-blocked",
        wanted=_NONE,
        story="The provider of the line blocks port 25, as most do (D30).",
        faults=(router("tcp dport 25 drop"),),
    ),
    World(
        name="slow-greeting",
        wanted=_NONE,
        story="The greeting comes after six seconds (Exim).",
        mail=EximMail(answers={"connect": "accept delay = 6s"}),
        mended_mail=EximMail(),
    ),
    World(
        name="slow-ehlo",
        wanted=_NONE,
        story="EHLO is answered after three seconds (Exim).",
        mail=EximMail(answers={"helo": "accept delay = 3s"}),
        mended_mail=EximMail(),
    ),
    World(
        name="patient-greeting",
        wanted=_NONE,
        story="postscreen's two-part greeting: who speaks too early is punished.",
        mail=PostfixMail(
            program="postscreen",
            on={
                587: {
                    "postscreen_access_list": "",
                    "postscreen_greet_wait": "3s",
                    "postscreen_greet_action": "enforce",
                    "postscreen_cache_map": "",
                }
            },
            # For the service to which postscreen hands over.
            settings={"smtpd_sasl_auth_enable": "yes", "smtpd_tls_security_level": "encrypt"},
        ),
    ),
    World(
        name="idle-421-pasted",
        wanted=_NONE,
        story="A connection left idle was closed (D28); now all is well.",
        typed=Typed(error="421 4.4.2 {host} Error: timeout exceeded"),
    ),
    World(
        name="limit-passed",
        wanted=_NONE,
        story="Too many connections an hour ago; now all is well (D58).",
        typed=Typed(error="421 4.7.0 {host} Error: too many connections from {public}"),
    ),
    World(
        name="overload-passed",
        wanted=_NONE,
        story="The server was overloaded; now all is well.",
        typed=Typed(error="421 4.3.2 All server ports are busy"),
    ),
    World(
        name="restart-passed",
        wanted=_NONE,
        story="The server was restarted; now all is well.",
        typed=Typed(error="421 4.3.2 Service shutting down"),
    ),
    World(
        name="long-way",
        wanted=_NONE,
        story="300 ms to the server and back, like a satellite line.",
        faults=(relayed(delay=150, jitter=20),),
    ),
    World(
        name="some-loss",
        wanted=_NONE,
        story="One packet in a hundred is lost: an ordinary wireless line.",
        faults=(relayed(delay=10, jitter=3, loss=1),),
    ),
    World(
        name="vpn-on",
        wanted=_NONE,
        story="A VPN interface is up; mail goes out.",
        faults=(
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
        name="certificate-through-intermediate",
        wanted=_NONE,
        story="A certificate in between, sent as it should be.",
        mail=PostfixMail(paper=Paper.THROUGH_INTERMEDIATE),
        mended_mail=PostfixMail(paper=Paper.THROUGH_INTERMEDIATE),
    ),
    World(
        name="doh-blocked",
        wanted=_NONE,
        story="The well-known addresses outside are blocked by a company; mail goes out.",
        faults=(
            router(
                "ip daddr {{ 1.1.1.1, 9.9.9.9 }} drop",
                "ip6 daddr {{ 2606:4700:4700::1111, 2620:fe::fe }} drop",
                "udp dport {{ 3478, 19302 }} drop",
            ),
        ),
    ),
    World(
        name="policy-list-and-old-greylisting",
        wanted=_NONE,
        story="On the policy list, and yesterday's greylisting pasted; all is well.",
        faults=(line(Line.HOME_LINE),),
        typed=Typed(error="450 4.2.0 Greylisted, see http://postgrey.example/help"),
    ),
    World(
        name="ipv6-refused-by-router",
        wanted=_NONE,
        story="The router refuses IPv6 at once; IPv4 works.",
        ipv6=True,
        faults=(router("meta nfproto ipv6 reject"),),
    ),
    World(
        name="server-with-465-only",
        wanted=_NONE,
        story="The server has no other mail port than 465.",
        mail=PostfixMail(ports=(465,)),
        mended_mail=PostfixMail(ports=(465,)),
        typed=_ON_465,
    ),
    World(
        name="port-465-blocked",
        wanted=_NONE,
        story="The network drops 465; 587 is used and works.",
        faults=(router("tcp dport 465 drop"),),
    ),
    World(
        name="udp-blocked",
        wanted=_NONE,
        story="Of UDP only the resolver is allowed, as in many companies.",
        faults=(router("ip daddr != 203.0.113.53 ip saddr != 203.0.113.53 meta l4proto udp drop"),),
    ),
    World(
        name="web-blocked",
        wanted=_NONE,
        story="Web pages go through a proxy only, mail goes directly.",
        faults=(router("tcp dport {{ 80, 443 }} reject with tcp reset"),),
    ),
    World(
        name="old-wrong-password-pasted",
        wanted=_NONE,
        story="The pasted password error is solved: the password is right now.",
        typed=Typed(error="535 5.7.8 Error: authentication failed: wrong password"),
    ),
    World(
        name="something-else-pasted",
        wanted=_NONE,
        story="What was pasted has nothing to do with mail.",
        typed=Typed(error="Operation could not be completed (error 0x00000709). Printer offline."),
    ),
    World(
        name="clock-ten-minutes-ahead",
        wanted=_NONE,
        story="The clock is ten minutes ahead: a nuisance, no obstacle.",
        faults=(clock("+10m"),),
    ),
    World(
        name="unsteady-line",
        wanted=_NONE,
        story="A mobile line: a tenth of a second, sometimes two.",
        faults=(relayed(delay=60, jitter=40),),
    ),
    World(
        name="newest-tls-only",
        wanted=_NONE,
        story="The server speaks TLS 1.3 only.",
        mail=PostfixMail(everywhere={"smtpd_tls_mandatory_protocols": ">=TLSv1.3"}),
        mended_mail=PostfixMail(everywhere={"smtpd_tls_mandatory_protocols": ">=TLSv1.3"}),
    ),
    World(
        name="sign-in-by-login-only",
        wanted=_NONE,
        story="The server offers LOGIN and nothing else.",
        mail=DovecotMail(mechanisms="login"),
        mended_mail=DovecotMail(mechanisms="login"),
    ),
    World(
        name="second-resolver-answers",
        wanted=_NONE,
        story="The first of two resolvers is dead; the second answers.",
        faults=(
            file_in_client(
                "/etc/resolv.conf",
                "nameserver 203.0.113.57\nnameserver 203.0.113.53\noptions timeout:1 attempts:1\n",
            ),
        ),
    ),
    World(
        name="two-connections-of-own-program",
        wanted=_NONE,
        story="The mail program here holds two connections, of ten allowed.",
        mail=PostfixMail(everywhere={"smtpd_client_connection_count_limit": "10"}),
        mended_mail=PostfixMail(everywhere={"smtpd_client_connection_count_limit": "10"}),
        faults=(connections_held(2, by_own_program=True),),
    ),
    World(
        name="proxy-that-is-gone",
        wanted=_NONE,
        story="The system names a web proxy that no longer exists.",
        faults=(environment(https_proxy="http://10.77.0.99:3128"),),
    ),
    World(
        name="server-without-ipv6-answer",
        wanted=_NONE,
        story="The name has an IPv6 address where nothing listens; IPv4 works.",
        records=("{host}. AAAA 2001:db8:113::fe",),
    ),
    World(
        name="sign-in-by-challenge-only",
        wanted=_NONE,
        story="The server offers CRAM-MD5 and nothing else.",
        mail=DovecotMail(mechanisms="cram-md5"),
        mended_mail=DovecotMail(mechanisms="cram-md5"),
    ),
    World(
        name="name-not-found-passed",
        wanted=_NONE,
        story="The name was not found this morning; now it is.",
        typed=Typed(error="Error: getaddrinfo ENOTFOUND {host}"),
    ),
    World(
        name="certificate-renewed",
        wanted=_NONE,
        story="The certificate was expired when the error came; it has been renewed.",
        typed=Typed(error="The certificate of {host} has expired"),
    ),
    World(
        name="interruption-passed",
        wanted=_NONE,
        story="Outlook's connection was interrupted once.",
        typed=Typed(error="0x800CCC0F: The connection to the server was interrupted."),
    ),
    World(
        name="server-typed-in-capitals",
        wanted=_NONE,
        story="The server's name was typed in capitals, with a dot and a blank behind it.",
        typed=Typed(host="SMTP.{domain}. "),
    ),
    World(
        name="settings-by-mail-exchanger",
        wanted=_NONE,
        story="Only the address is typed; the domain publishes nothing but where its mail goes.",
        typed=Typed(host="", port=None, security=None),
    ),
)
