"""The server's own trouble: full, silent, out of disk, restarting, broken sign-in (D1-D5)."""

from tests.lab.faults import connections_held
from tests.lab.mail import EximMail, PostfixMail
from tests.lab.world import Typed, World
from wizard.vocabulary import Cause

_OVERLOAD = Cause.SERVER_OVERLOAD

WORLDS = (
    World(
        name="server-load-too-high",
        wanted=_OVERLOAD,
        story="421 Too much load, as Exim says under load.",
        mail=EximMail(
            answers={
                "connect": "defer message = 421 $primary_hostname: Too much load; "
                "please try again later"
            }
        ),
    ),
    World(
        name="all-ports-busy",
        wanted=_OVERLOAD,
        story="All server ports are busy (the words of Postfix postscreen).",
        mail=EximMail(answers={"connect": "defer message = 421 4.3.2 All server ports are busy"}),
    ),
    World(
        name="server-silent",
        wanted=_OVERLOAD,
        story="TCP opens, no greeting ever comes: all processes are taken (Postfix maxproc 1).",
        mail=PostfixMail(processes="1"),
        faults=(connections_held(1, by_own_program=False, ports=(25, 465, 587)),),
        takes_long=True,
    ),
    World(
        name="server-disk-full",
        wanted=_OVERLOAD,
        story="452 Insufficient system storage at MAIL (Postfix queue_minfree).",
        mail=PostfixMail(
            everywhere={"queue_minfree": "4000000000000"},
        ),
    ),
    World(
        name="sign-in-service-broken",
        wanted=_OVERLOAD,
        story="454 Temporary authentication failure: the password service is down (Exim).",
        mail=EximMail(
            answers={"auth": "defer message = 454 4.7.0 Temporary authentication failure"}
        ),
    ),
    World(
        name="closes-before-greeting",
        wanted=_OVERLOAD,
        story="Closes before any greeting: the password service behind Postfix is dead.",
        mail=PostfixMail(sign_in_works=False),
        typed=Typed(port=465, security="tls"),
    ),
    World(
        name="closes-after-starttls",
        wanted=_OVERLOAD,
        story="The same, but Postfix notices only when the connection is protected.",
        mail=PostfixMail(sign_in_works=False),
    ),
    World(
        name="local-problem",
        wanted=_OVERLOAD,
        story="451 Temporary local problem at the connection (Exim defer).",
        mail=EximMail(answers={"connect": "defer log_message = local problem"}),
    ),
    World(
        name="shutting-down",
        wanted=Cause.MAINTENANCE_SHUTDOWN,
        story="421 4.3.2 Service shutting down.",
        mail=EximMail(
            answers={
                "connect": "defer message = 421 4.3.2 $primary_hostname Service shutting "
                "down, closing channel"
            }
        ),
    ),
    World(
        name="maintenance",
        wanted=Cause.MAINTENANCE_SHUTDOWN,
        story="421 4.3.2 System not accepting network messages (RFC 3463 x.3.2).",
        mail=EximMail(
            answers={
                "connect": "defer message = 421 4.3.2 System is down for maintenance and not "
                "accepting network messages"
            }
        ),
    ),
    World(
        name="bare-421",
        wanted=Cause.UNKNOWN_GENERIC,
        story="421 and nothing that says why.",
        mail=EximMail(
            answers={
                "connect": "defer message = 421 Service not available, closing transmission channel"
            }
        ),
    ),
    World(
        name="bare-421-pasted",
        wanted=Cause.UNKNOWN_GENERIC,
        story="The same, and the person pasted it.",
        mail=EximMail(
            answers={"connect": "defer message = 421 4.7.0 Try again later, closing connection."}
        ),
        typed=Typed(error="421 4.7.0 Try again later, closing connection."),
    ),
    World(
        name="service-stopped",
        wanted=_OVERLOAD,
        story="The domain publishes this server, the host is up, every mail port refuses.",
        mail=None,
        typed=Typed(host="", port=None, security=None),
        records=("_submission._tcp.{domain}. SRV 0 1 587 {host}.",),
    ),
    World(
        name="idle-timeout-seen",
        wanted=Cause.SESSION_TIMEOUT,
        story="The server gives up after a second of silence, while the password is asked for.",
        mail=EximMail(
            answers={
                "mail": "defer message = 421 4.4.2 $primary_hostname Error: timeout exceeded",
            }
        ),
    ),
)
