"""The situations that can be practised, each with the cause that a right diagnosis names.

Each reply stands at the stage where such a server gives it, in its own words: Postfix, postgrey
and policyd-spf, Exim, Dovecot, mox, Gmail, Microsoft 365 and Yahoo. 198.51.100.10 (RFC 5737)
stands for the caller's public address.
"""

import difflib

import msgspec

from wizard.account import shortened
from wizard.errors import BadInput
from wizard.messages import Message, message
from wizard.practice.behaviour import Behaviour, CertificateKind, Protection, answer
from wizard.vocabulary import Cause, Security, Stage

ADDRESS = "anna@practice.example"
_HERE = "mail.practice.example"
_LONGEST_GIVEN = 60


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One situation. `security` and `username` are what the caller's program is set to;
    `password_is_right` is about the password that the check signs in with; `error_text` is what
    the caller reads out or pastes, '' for nothing."""

    name: str
    cause: Cause
    behaviour: Behaviour = Behaviour()
    security: Security = Security.STARTTLS
    username: str = ADDRESS
    password_is_right: bool = True
    error_text: str = ""

    @property
    def title(self) -> Message:
        """What the list shows."""
        return message(f"practice.{self.name}.title")

    @property
    def story(self) -> Message:
        """Who calls, and what they say."""
        return message(f"practice.{self.name}.story")


def _saying(stage: Stage, text: str, *, after_seconds: float = 0.0) -> Behaviour:
    """A server that is healthy up to this stage, and gives this answer there."""
    delays = {stage: after_seconds} if after_seconds else {}
    return Behaviour(answers={stage: answer(text)}, delays=delays)


_HEALTHY = (
    Scenario(name="healthy", cause=Cause.NONE),
    Scenario(
        name="slow-greeting",
        cause=Cause.NONE,
        behaviour=Behaviour(
            teaser=(f"{_HERE} ESMTP, one moment",), delays={Stage.GREETING: 3.0}
        ),
    ),
    Scenario(
        name="idle-error-an-hour-ago",
        cause=Cause.NONE,
        error_text=f"421 4.4.2 {_HERE} Error: timeout exceeded",
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
            sign_in_methods=("NTLM", "GSSAPI", "CRAM-MD5"),
        ),
    ),
    Scenario(
        name="goodbye-with-421",
        cause=Cause.NONE,
        behaviour=_saying(Stage.QUIT, f"421 4.4.2 {_HERE} closing connection"),
    ),
)  # fmt: skip

_SERVER_IS_BUSY = (
    Scenario(
        name="too-many-connections",
        cause=Cause.TOO_MANY_CONNECTIONS,
        behaviour=_saying(
            Stage.GREETING, f"421 4.7.0 {_HERE} Error: too many connections from 198.51.100.10"
        ),
    ),
    Scenario(
        name="too-many-programs-signed-in",
        cause=Cause.TOO_MANY_CONNECTIONS,
        behaviour=_saying(
            Stage.AUTH,
            "421 4.7.0 Maximum number of connections from user+IP exceeded "
            "(mail_max_userip_connections=10)",
        ),
    ),
    Scenario(
        name="server-busy",
        cause=Cause.SERVER_OVERLOAD,
        behaviour=_saying(
            Stage.GREETING, f"421 {_HERE}: Too much load; please try again later"
        ),
    ),
    Scenario(
        name="server-queue-full",
        cause=Cause.SERVER_OVERLOAD,
        behaviour=_saying(Stage.EHLO, f"421 4.0.0 {_HERE} Connection queue full"),
    ),
    Scenario(
        name="server-disk-full",
        cause=Cause.SERVER_OVERLOAD,
        behaviour=_saying(Stage.MAIL, "452 4.3.1 Insufficient system storage"),
    ),
    Scenario(
        name="session-timeout",
        cause=Cause.SESSION_TIMEOUT,
        behaviour=_saying(
            Stage.MAIL, f"421 4.4.2 {_HERE} Error: timeout exceeded", after_seconds=2.0
        ),
    ),
    Scenario(
        name="maintenance",
        cause=Cause.MAINTENANCE_SHUTDOWN,
        behaviour=_saying(Stage.GREETING, "421 4.3.2 shutting down"),
    ),
    Scenario(
        name="bare-421",
        cause=Cause.UNKNOWN_GENERIC,
        behaviour=_saying(Stage.GREETING, "421 Try again later"),
    ),
)  # fmt: skip

_SENDER_IS_HELD_BACK = (
    Scenario(
        name="too-much-mail",
        cause=Cause.RATE_LIMIT,
        behaviour=_saying(Stage.MAIL, "450 4.7.1 Error: too much mail from 198.51.100.10"),
    ),
    Scenario(
        name="daily-limit",
        cause=Cause.RATE_LIMIT,
        behaviour=_saying(Stage.RCPT, "550 5.4.5 Daily user sending limit exceeded"),
    ),
    Scenario(
        name="address-blocked",
        cause=Cause.IP_BLOCKED,
        behaviour=_saying(
            Stage.GREETING,
            "554 5.7.1 Service unavailable; Client host [198.51.100.10] blocked using "
            "bl.practice.example; Listed, see https://bl.practice.example/198.51.100.10",
        ),
    ),
    Scenario(
        name="poor-reputation",
        cause=Cause.IP_BLOCKED,
        behaviour=_saying(
            Stage.MAIL,
            "421 4.7.0 [TSS04] Messages from 198.51.100.10 temporarily deferred due to "
            "unexpected volume or user complaints",
        ),
    ),
    Scenario(
        name="domain-not-authenticated",
        cause=Cause.SENDER_AUTH_DNS,
        behaviour=_saying(
            Stage.RCPT,
            f"550 5.7.23 <{ADDRESS}>: Recipient address rejected: Message rejected due to: "
            "SPF fail - not authorized. Please see http://www.openspf.net/Why?"
            f"s=mfrom;id={ADDRESS};ip=198.51.100.10;r={_HERE}",
        ),
    ),
    Scenario(
        name="greylisting",
        cause=Cause.GREYLISTING,
        behaviour=_saying(
            Stage.RCPT,
            f"450 4.2.0 <{ADDRESS}>: Recipient address rejected: Greylisted, see "
            "http://postgrey.schweikert.ch/help/practice.example.html",
        ),
    ),
    Scenario(
        name="mailbox-full",
        cause=Cause.MAILBOX_OR_CONTENT,
        behaviour=_saying(
            Stage.RCPT, f"552 5.2.2 <{ADDRESS}>: Recipient address rejected: Mailbox is full"
        ),
    ),
)  # fmt: skip

_SETTINGS_AND_SIGN_IN = (
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
        username="shop@practice.example",
        behaviour=_saying(
            Stage.RCPT,
            f"553 5.7.1 <{ADDRESS}>: Sender address rejected: not owned by user "
            "shop@practice.example",
        ),
    ),
    Scenario(name="wrong-password", cause=Cause.AUTH_FAILED, password_is_right=False),
    Scenario(
        name="app-password-needed",
        cause=Cause.AUTH_FAILED,
        behaviour=_saying(
            Stage.AUTH,
            "534-5.7.9 Application-specific password required. For more information, go to\n"
            "534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor",
        ),
    ),
    Scenario(
        name="password-sign-in-switched-off",
        cause=Cause.OUTDATED_CLIENT,
        behaviour=_saying(
            Stage.AUTH,
            "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
        ),
    ),
    Scenario(
        name="modern-sign-in-only",
        cause=Cause.OUTDATED_CLIENT,
        behaviour=Behaviour(sign_in_methods=("XOAUTH2", "OAUTHBEARER")),
    ),
)

_PROTECTION_AND_LINE = (
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
        name="certificate-self-signed",
        cause=Cause.TLS_PROBLEM,
        behaviour=Behaviour(certificate=CertificateKind.SELF_SIGNED),
    ),
    Scenario(
        name="tls-not-available",
        cause=Cause.TLS_PROBLEM,
        behaviour=_saying(
            Stage.STARTTLS, "454 4.7.0 TLS not available due to local problem"
        ),
    ),
    Scenario(
        name="starttls-missing",
        cause=Cause.TLS_PROBLEM,
        behaviour=Behaviour(protection=Protection.NONE),
    ),
    Scenario(
        name="line-drops",
        cause=Cause.NETWORK,
        behaviour=Behaviour(resets_at=Stage.EHLO),
    ),
    Scenario(
        name="large-packets-vanish",
        cause=Cause.NETWORK,
        behaviour=Behaviour(longest_packet=1200),
        error_text=f"421 4.4.2 {_HERE} Error: timeout exceeded",
    ),
)  # fmt: skip

SCENARIOS: tuple[Scenario, ...] = (
    *_HEALTHY,
    *_SERVER_IS_BUSY,
    *_SENDER_IS_HELD_BACK,
    *_SETTINGS_AND_SIGN_IN,
    *_PROTECTION_AND_LINE,
)


def scenario(name: str) -> Scenario:
    """The scenario of this name; BadInput names the nearest ones."""
    by_name = {one.name: one for one in SCENARIOS}
    if name in by_name:
        return by_name[name]
    near = difflib.get_close_matches(name, by_name, n=3, cutoff=0.4) or ["too-many-connections"]
    raise BadInput(
        message("practice.unknown", given=shortened(name, _LONGEST_GIVEN), near=", ".join(near))
    )
