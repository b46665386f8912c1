"""Sending rates and quotas (D22-D25, D27)."""

from tests.lab.faults import signed_in_wrongly
from tests.lab.mail import EximMail, PostfixMail
from tests.lab.world import Typed, World
from wizard.vocabulary import Cause

_RATE = Cause.RATE_LIMIT

WORLDS = (
    World(
        name="too-much-mail",
        wanted=_RATE,
        story="450 too much mail: the limit of messages a minute is used up (Postfix anvil).",
        mail=EximMail(
            answers={
                "mail": "defer message = 450 4.7.1 Error: too much mail from $sender_host_address"
            }
        ),
    ),
    World(
        name="too-many-sign-in-tries",
        wanted=_RATE,
        story="450 too many AUTH commands: a device keeps trying a wrong password (Postfix).",
        mail=PostfixMail(everywhere={"smtpd_client_auth_rate_limit": "2"}),
        faults=(signed_in_wrongly(3),),
    ),
    World(
        name="sender-rate",
        wanted=_RATE,
        story="451 Sender rate limit, from Exim's own counting.",
        mail=EximMail(
            answers={
                "mail": "defer ratelimit = 0.5 / 1h / per_mail / strict / $sender_address\n"
                "        message = 4.7.1 Sender rate limit: too many messages "
                "($sender_rate per $sender_rate_period)"
            }
        ),
    ),
    World(
        name="daily-quota",
        wanted=_RATE,
        story="550 5.4.5 Daily sending quota exceeded.",
        mail=EximMail(
            answers={"mail": "deny message = 550 5.4.5 Daily user sending quota exceeded"}
        ),
    ),
    World(
        name="submission-rate-421",
        wanted=_RATE,
        story="421 4.4.2 with Exchange's words for the submission rate.",
        mail=EximMail(
            answers={
                "mail": "defer message = 421 4.4.2 Message submission rate for this client has "
                "exceeded the configured limit"
            }
        ),
    ),
    World(
        name="too-many-recipients",
        wanted=_RATE,
        story="450 too many recipients from this address (Postfix anvil).",
        mail=EximMail(
            answers={
                "rcpt": "defer message = 450 4.7.1 Error: too many recipients from "
                "$sender_host_address"
            }
        ),
    ),
    World(
        name="messages-per-connection",
        wanted=_RATE,
        story="421 too many messages in this connection, pasted; the server still counts.",
        mail=EximMail(answers={"mail": "defer message = 421 too many messages in this connection"}),
        typed=Typed(error="421 too many messages in this connection"),
    ),
    World(
        name="tls-sessions-per-minute",
        wanted=Cause.TOO_MANY_CONNECTIONS,
        story="454 too many new TLS sessions (Postfix's words): sessions count as connections.",
        mail=EximMail(
            answers={
                "starttls": "defer message = 454 4.7.0 Error: too many new TLS sessions from "
                "unknown[$sender_host_address]"
            }
        ),
    ),
    World(
        name="greylisting",
        wanted=Cause.GREYLISTING,
        story="451 Greylisted at RCPT (Exim).",
        mail=EximMail(answers={"rcpt": "defer message = Greylisted for 60 seconds"}),
    ),
    World(
        name="greylisting-in-bounce",
        wanted=Cause.GREYLISTING,
        story="The recipient's server greylists; one's own server is fine.",
        typed=Typed(
            error="Delivery to the following recipient has been delayed: anna@elsewhere.example: "
            "host mx.elsewhere.example[203.0.113.77] said: 450 4.2.0 <anna@elsewhere.example>: "
            "Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/"
        ),
    ),
)
