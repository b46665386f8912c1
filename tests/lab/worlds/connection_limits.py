"""Too many connections: the person's own, another device's, the account's, per minute (D19-D21,
D26)."""

from tests.lab.faults import connections_held, connections_made
from tests.lab.mail import EximMail, PostfixMail
from tests.lab.world import Typed, World
from wizard.vocabulary import Cause

_TOO_MANY = Cause.TOO_MANY_CONNECTIONS

WORLDS = (
    World(
        name="own-program-holds-connections",
        wanted=_TOO_MANY,
        story="The mail program here holds five connections, the server allows five (Postfix).",
        mail=PostfixMail(everywhere={"smtpd_client_connection_count_limit": "5"}),
        faults=(connections_held(5, by_own_program=True),),
    ),
    World(
        name="printer-holds-connections",
        wanted=_TOO_MANY,
        story="Another device at home uses up the limit (Postfix).",
        mail=PostfixMail(everywhere={"smtpd_client_connection_count_limit": "2"}),
        faults=(connections_held(2, by_own_program=False),),
    ),
    World(
        name="exim-limit-per-host",
        wanted=_TOO_MANY,
        story="Another device at home uses up the limit per address (Exim).",
        mail=EximMail(settings={"smtp_accept_max": "20", "smtp_accept_max_per_host": "2"}),
        faults=(connections_held(2, by_own_program=False),),
    ),
    World(
        name="connections-per-minute",
        wanted=_TOO_MANY,
        story="More connections in a minute than allowed, none open now (Postfix anvil).",
        mail=PostfixMail(everywhere={"smtpd_client_connection_rate_limit": "3"}),
        faults=(connections_made(3),),
    ),
    World(
        name="exim-connection-list-says-so",
        wanted=_TOO_MANY,
        story="An access list of Exim counts connections itself.",
        mail=EximMail(
            answers={
                "connect": "defer message = 421 4.7.0 Too many concurrent connections from "
                "$sender_host_address"
            }
        ),
    ),
    World(
        name="account-in-use-elsewhere",
        wanted=_TOO_MANY,
        story="The account is signed in too often at once: 421 after the right password (Exim "
        "with Dovecot's words).",
        mail=EximMail(
            answers={
                "mail": "defer message = 421 4.7.0 Maximum number of connections from user+IP "
                "exceeded (mail_max_userip_connections=2)"
            }
        ),
    ),
    World(
        name="server-full-for-all",
        wanted=_TOO_MANY,
        story="The server takes no more connections from anybody (Exim smtp_accept_max); the label "
        "is that of the words, who must act is nobody: wait (D1).",
        mail=EximMail(settings={"smtp_accept_max": "2"}),
        faults=(connections_held(2, by_own_program=False),),
    ),
    World(
        name="login-queue-full",
        wanted=Cause.SERVER_OVERLOAD,
        story="The login queue of the whole server is full, said after EHLO (Dovecot's words; "
        "Dovecot itself throws out whoever waited longest, by chance us).",
        mail=EximMail(
            answers={"helo": "defer message = 421 4.0.0 $primary_hostname Connection queue full"}
        ),
    ),
    World(
        name="pasted-too-many-still-true",
        wanted=_TOO_MANY,
        story="Pasted error and live server agree.",
        mail=PostfixMail(everywhere={"smtpd_client_connection_count_limit": "2"}),
        faults=(connections_held(2, by_own_program=True),),
        typed=Typed(
            error="An error occurred while sending mail. The mail server responded: 4.7.0 {host} "
            "Error: too many connections from {public}."
        ),
    ),
)
