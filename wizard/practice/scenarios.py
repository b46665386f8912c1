"""The situations that can be practised, each with the cause that a right diagnosis names.

The replies are those that real servers give at that stage: Postfix 3.7, Exim 4.96, Dovecot 2.3,
and the providers named beside them.
"""

import difflib
from collections.abc import Mapping

import msgspec

from wizard.errors import BadInput
from wizard.messages import Message, message
from wizard.practice.behaviour import Answer, Behaviour, CertificateKind, Protection, answer
from wizard.vocabulary import Cause, Security, Stage


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One situation. `security` is what the caller's program is set to; `password_is_right` is
    about the password that the check signs in with; `error_text` is what the caller reads out."""

    name: str
    cause: Cause
    behaviour: Behaviour = Behaviour()
    security: Security = Security.STARTTLS
    error_text: str = ""
    password_is_right: bool = True

    @property
    def title(self) -> Message:
        """What the list shows."""
        return message(f"practice.{self.name}.title")

    @property
    def story(self) -> Message:
        """Who calls, and what they say."""
        return message(f"practice.{self.name}.story")


def _refusing(stage: Stage, text: str, **more: object) -> Behaviour:
    answers: Mapping[Stage, Answer] = {stage: answer(text)}
    return msgspec.structs.replace(Behaviour(answers=answers), **more)


SCENARIOS: tuple[Scenario, ...] = (
    Scenario(name="healthy", cause=Cause.NONE),
    Scenario(
        name="slow-greeting",
        cause=Cause.NONE,
        behaviour=Behaviour(
            teaser=("mail.practice.example ESMTP, one moment",), greeting_after_seconds=3.0
        ),
    ),
    Scenario(
        name="idle-error-an-hour-ago",
        cause=Cause.NONE,
        error_text="421 4.4.2 mail.practice.example Error: timeout exceeded",
    ),
    Scenario(
        name="odd-but-healthy",
        cause=Cause.NONE,
        behaviour=Behaviour(
            lower_case=True,
            capabilities=(
                "PIPELINING", "SIZE 0", "8BITMIME", "CHUNKING", "SMTPUTF8", "X-EXPS GSSAPI NTLM",
                *(f"X-ODD-{number}" for number in range(60)),
            ),
            answers={Stage.QUIT: answer("421 4.4.2 mail.practice.example closing connection")},
        ),
    ),
    Scenario(
        name="too-many-connections",
        cause=Cause.TOO_MANY_CONNECTIONS,
        behaviour=_refusing(
            Stage.GREETING,
            "421 4.7.0 mail.practice.example Error: too many connections from 198.51.100.10",
        ),
    ),
    Scenario(
        name="too-many-programs-signed-in",
        cause=Cause.TOO_MANY_CONNECTIONS,
        behaviour=_refusing(
            Stage.AUTH,
            "421 4.7.0 Maximum number of connections from user+IP exceeded "
            "(mail_max_userip_connections=10)",
        ),
    ),
    Scenario(
        name="server-busy",
        cause=Cause.SERVER_OVERLOAD,
        behaviour=_refusing(
            Stage.GREETING, "421 mail.practice.example: Too much load; please try again later"
        ),
    ),
    Scenario(
        name="server-disk-full",
        cause=Cause.SERVER_OVERLOAD,
        behaviour=_refusing(Stage.MAIL, "452 4.3.1 Insufficient system storage"),
    ),
    Scenario(
        name="too-much-mail",
        cause=Cause.RATE_LIMIT,
        behaviour=_refusing(Stage.MAIL, "450 4.7.1 Error: too much mail from 198.51.100.10"),
    ),
    Scenario(
        name="daily-limit",
        cause=Cause.RATE_LIMIT,
        behaviour=_refusing(Stage.RCPT, "550 5.4.5 Daily user sending limit exceeded"),
    ),
    Scenario(
        name="address-blocked",
        cause=Cause.IP_BLOCKED,
        behaviour=_refusing(
            Stage.GREETING,
            "554 5.7.1 Service unavailable; Client host [198.51.100.10] blocked using "
            "bl.practice.example; Listed, see https://bl.practice.example/198.51.100.10",
        ),
    ),
    Scenario(
        name="poor-reputation",
        cause=Cause.IP_BLOCKED,
        behaviour=_refusing(
            Stage.MAIL,
            "421 4.7.0 [TSS04] Messages from 198.51.100.10 temporarily deferred due to "
            "unexpected volume or user complaints",
        ),
    ),
    Scenario(
        name="starttls-on-a-tls-port",
        cause=Cause.CLIENT_SETTINGS,
        behaviour=Behaviour(protection=Protection.TLS),
        security=Security.STARTTLS,
    ),
    Scenario(
        name="tls-on-a-starttls-port",
        cause=Cause.CLIENT_SETTINGS,
        behaviour=Behaviour(protection=Protection.STARTTLS),
        security=Security.TLS,
    ),
    Scenario(
        name="somebody-elses-address",
        cause=Cause.CLIENT_SETTINGS,
        behaviour=_refusing(
            Stage.MAIL,
            "553 5.7.1 <anna@practice.example>: Sender address rejected: not owned by user anna",
        ),
    ),
    Scenario(name="wrong-password", cause=Cause.AUTH_FAILED, password_is_right=False),
    Scenario(
        name="app-password-needed",
        cause=Cause.AUTH_FAILED,
        behaviour=_refusing(Stage.AUTH, "534 5.7.9 Application-specific password required"),
    ),
    Scenario(
        name="certificate-expired",
        cause=Cause.TLS_PROBLEM,
        behaviour=Behaviour(certificate=CertificateKind.EXPIRED),
    ),
    Scenario(
        name="certificate-of-another-server",
        cause=Cause.TLS_PROBLEM,
        behaviour=Behaviour(certificate=CertificateKind.OTHER_NAME),
    ),
    Scenario(
        name="tls-not-available",
        cause=Cause.TLS_PROBLEM,
        behaviour=_refusing(
            Stage.STARTTLS, "454 4.7.0 TLS not available due to local problem"
        ),
    ),
    Scenario(
        name="line-drops",
        cause=Cause.NETWORK,
        behaviour=Behaviour(vanishes_at=Stage.EHLO),
    ),
    Scenario(
        name="password-sign-in-switched-off",
        cause=Cause.OUTDATED_CLIENT,
        behaviour=_refusing(
            Stage.AUTH,
            "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
        ),
    ),
    Scenario(
        name="modern-sign-in-only",
        cause=Cause.OUTDATED_CLIENT,
        behaviour=Behaviour(sign_in_methods=("XOAUTH2", "OAUTHBEARER")),
    ),
    Scenario(
        name="domain-not-authenticated",
        cause=Cause.SENDER_AUTH_DNS,
        behaviour=_refusing(
            Stage.MAIL,
            "421 4.7.26 This mail is unauthenticated: the sender's domain passed neither SPF "
            "nor DKIM",
        ),
    ),
    Scenario(
        name="greylisting",
        cause=Cause.GREYLISTING,
        behaviour=_refusing(Stage.RCPT, "451 4.7.1 Greylisted for 60 seconds"),
    ),
    Scenario(
        name="mailbox-full",
        cause=Cause.MAILBOX_OR_CONTENT,
        behaviour=_refusing(
            Stage.RCPT, "452 4.2.2 <anna@practice.example>: the recipient's mailbox is full"
        ),
    ),
    Scenario(
        name="session-timeout",
        cause=Cause.SESSION_TIMEOUT,
        behaviour=_refusing(
            Stage.MAIL, "421 4.4.2 mail.practice.example Error: timeout exceeded"
        ),
    ),
    Scenario(
        name="maintenance",
        cause=Cause.MAINTENANCE_SHUTDOWN,
        behaviour=_refusing(
            Stage.GREETING,
            "421 4.3.2 mail.practice.example is shutting down for maintenance, closing channel",
        ),
    ),
    Scenario(
        name="bare-421",
        cause=Cause.UNKNOWN_GENERIC,
        behaviour=_refusing(Stage.GREETING, "421 Try again later"),
    ),
)  # fmt: skip


def scenario(name: str) -> Scenario:
    """The scenario of this name; BadInput names the nearest ones."""
    by_name = {one.name: one for one in SCENARIOS}
    if name in by_name:
        return by_name[name]
    near = difflib.get_close_matches(name, by_name, n=3, cutoff=0.4) or ["too-many-connections"]
    raise BadInput(message("practice.unknown", given=name[:60], near=", ".join(near)))
