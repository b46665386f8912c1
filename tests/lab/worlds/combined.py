"""Two things at once: only one of them stops mail. And a pasted error that is no longer true."""

from tests.lab.faults import connections_held, environment, line, router
from tests.lab.mail import EximMail, PostfixMail
from tests.lab.topology import Line
from tests.lab.world import Typed, World
from wizard.vocabulary import Cause

WORLDS = (
    World(
        name="limit-and-policy-list",
        wanted=Cause.TOO_MANY_CONNECTIONS,
        story="A printer uses up the limit; the home address is on the policy list, as most are.",
        mail=PostfixMail(everywhere={"smtpd_client_connection_count_limit": "3"}),
        faults=(line(Line.HOME_LINE), connections_held(3, by_own_program=False)),
    ),
    World(
        name="wrong-password-and-listed",
        wanted=Cause.AUTH_FAILED,
        story="The password is wrong; the address is on a list that this server does not ask.",
        faults=(line(Line.INFECTED),),
        typed=Typed(password="an old one"),
        mended_typed=Typed(),
    ),
    World(
        name="rate-pasted-password-wrong-now",
        wanted=Cause.AUTH_FAILED,
        story="Yesterday the rate, today a mistyped password.",
        typed=Typed(password="an old one", error="450 4.7.1 Error: too much mail from 192.0.2.7"),
        mended_typed=Typed(),
    ),
    World(
        name="timeout-pasted-server-busy-now",
        wanted=Cause.SERVER_OVERLOAD,
        story="The mail program saw a timeout; the server now says that it is too busy.",
        mail=EximMail(
            answers={"connect": "defer message = 421 Too busy right now, come back in a while"}
        ),
        typed=Typed(error="The operation timed out waiting for a response from the server."),
    ),
    World(
        name="blocked-pasted-limit-now",
        wanted=Cause.TOO_MANY_CONNECTIONS,
        story="A block was pasted; now another device uses up the connections.",
        mail=PostfixMail(everywhere={"smtpd_client_connection_count_limit": "3"}),
        faults=(connections_held(3, by_own_program=False),),
        typed=Typed(error="554 5.7.1 Client host blocked using zen.spamhaus.org"),
    ),
    World(
        name="ipv4-refused",
        wanted=Cause.IP_BLOCKED,
        story="421 for its reputation over IPv4; IPv6 is welcome.",
        mail=PostfixMail(
            everywhere={
                "smtpd_client_restrictions": "check_client_access static:{421 4.7.0 Messages from "
                "your address are deferred because of poor reputation}",
                "smtpd_delay_reject": "no",
            },
            only_ipv6={"smtpd_client_restrictions": ""},
        ),
        ipv6=True,
    ),
    World(
        name="587-blocked-2525-open",
        wanted=Cause.NETWORK,
        story="This network drops 25, 465 and 587 for every server; 2525 passes.",
        mail=PostfixMail(extra_ports=(2525,)),
        mended_mail=PostfixMail(extra_ports=(2525,)),
        faults=(router("tcp dport {{ 25, 465, 587 }} drop"),),
        takes_long=True,
    ),
    World(
        name="proxy-gone-and-wrong-password",
        wanted=Cause.AUTH_FAILED,
        story="The web proxy that is set does not exist; the password is wrong too.",
        faults=(
            environment(https_proxy="http://10.77.0.99:3128", http_proxy="http://10.77.0.99:3128"),
        ),
        typed=Typed(password="an old one"),
        mended_typed=Typed(),
    ),
    World(
        name="web-and-names-only",
        wanted=Cause.NETWORK,
        story="A guest network lets web pages and names pass, and nothing else.",
        faults=(
            router(
                "meta l4proto tcp tcp dport != {{ 53, 80, 443 }} reject with tcp reset",
                "meta l4proto udp udp dport != {{ 53, 443, 3478, 19302 }} ip saddr 10.0.0.0/8 drop",
            ),
        ),
    ),
    World(
        name="only-port-25-passes",
        wanted=Cause.NETWORK,
        story="This network drops 465, 587 and 2525 for every server; 25 passes.",
        faults=(router("tcp dport {{ 465, 587, 2525 }} drop"),),
        takes_long=True,
    ),
    World(
        name="blank-after-password",
        wanted=Cause.AUTH_FAILED,
        story="The password was pasted with a blank behind it.",
        typed=Typed(password="correct horse battery "),
        mended_typed=Typed(),
    ),
    World(
        name="user-name-of-somebody-else",
        wanted=Cause.AUTH_FAILED,
        story="The user name belongs to another address.",
        typed=Typed(user="someone@{domain}"),
        mended_typed=Typed(),
    ),
    World(
        name="bounce-of-unknown-recipient",
        wanted=Cause.MAILBOX_OR_CONTENT,
        story="A bounce was pasted: the recipient is unknown. The own server is fine.",
        typed=Typed(
            error="<ann@elsewhere.example>: host mx.elsewhere.example[203.0.113.77] said: 550 "
            "5.1.1 <ann@elsewhere.example>: Recipient address rejected: User unknown"
        ),
    ),
    World(
        name="program-does-not-sign-in",
        wanted=Cause.CLIENT_SETTINGS,
        story="Relay access denied was pasted: the mail program does not sign in; a test does.",
        typed=Typed(error="554 5.7.1 <ann@elsewhere.example>: Relay access denied"),
    ),
    World(
        name="program-sends-without-sign-in",
        wanted=Cause.CLIENT_SETTINGS,
        story="530 Authentication required was pasted; signing in works here.",
        typed=Typed(error="530 5.7.0 Authentication required"),
    ),
    World(
        name="program-without-starttls",
        wanted=Cause.CLIENT_SETTINGS,
        story="The mail program does not use STARTTLS; the test does.",
        typed=Typed(error="530 5.7.0 Must issue a STARTTLS command first"),
    ),
)
