"""Facts about conversations with the account's mail server."""

from enum import StrEnum

import msgspec

from wizard.facts.network import ConnectAttempt
from wizard.vocabulary import Security, Stage


class ServerReply(msgspec.Struct, frozen=True, kw_only=True):
    """One reply of the server (RFC 5321 4.2). Lines are the text after the code, unwrapped."""

    code: int
    lines: tuple[str, ...]
    stage: Stage
    took_seconds: float

    @property
    def text(self) -> str:
        """The reply as it would stand in a log, on one line."""
        return f"{self.code} {' '.join(self.lines)}".strip()


class Ending(StrEnum):
    """Why a conversation ended."""

    COMPLETE = "complete"  # as far as was wanted, then QUIT
    NO_CONNECTION = "no_connection"
    REPLY = "reply"  # the server refused in words: see the last reply
    SILENCE = "silence"  # nothing came within the time allowed
    CLOSED = "closed"
    RESET = "reset"
    NOT_SMTP = "not_smtp"  # bytes that are no SMTP reply
    TOO_LONG = "too_long"  # an endless line or reply
    NO_STARTTLS = "no_starttls"
    TLS_FAILED = "tls_failed"
    BUDGET = "budget"  # no connection left in the budget of this run
    TOLD_TO_STOP = "told_to_stop"  # an earlier 421 ended the probing of this server


class CertificateProblem(StrEnum):
    """Why a certificate was not accepted."""

    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    OTHER_NAME = "other_name"
    SELF_SIGNED = "self_signed"
    UNKNOWN_ISSUER = "unknown_issuer"
    INCOMPLETE_CHAIN = "incomplete_chain"
    WEAK = "weak"
    OTHER = "other"


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """The server's own certificate. Times are ISO 8601 in UTC."""

    names: tuple[str, ...]
    issuer: str
    issuer_organisation: str
    not_before: str
    not_after: str
    chain_length: int
    sha256: str


class TlsFailure(StrEnum):
    """Why a TLS handshake failed before any certificate could be judged."""

    NOT_TLS = "not_tls"  # the other side spoke something else
    OLD_VERSION = "old_version"
    CLOSED = "closed"
    SILENCE = "silence"
    OTHER = "other"


class TlsFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One TLS handshake. `trusted` is what the system's trust store and the name say."""

    trusted: bool
    version: str = ""
    cipher: str = ""
    problem: CertificateProblem | None = None
    failure: TlsFailure | None = None
    detail: str = ""
    certificate: Certificate | None = None
    intercepted_by: str = ""  # the product whose name stands in the certificate's issuer


class SignInResult(StrEnum):
    """What became of the sign-in."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NO_PASSWORD = "no_password"  # noqa: S105 - nothing was given, so nothing was tried
    NOT_OFFERED = "not_offered"
    NO_COMMON_METHOD = "no_common_method"
    UNPROTECTED = "unprotected"  # never over an unprotected connection
    UNTRUSTED = "untrusted"  # never after a failed certificate
    NOT_REACHED = "not_reached"


class ServerFacts(msgspec.Struct, frozen=True, tag="server", kw_only=True):
    """One conversation with the account's server, from TCP to QUIT.

    `stage` is the furthest stage that was begun; `replies` holds every reply in order.
    `waited_seconds` is short in conversations that only explain the main one; silence there is
    weaker evidence. `capabilities` are the EHLO keywords of the last EHLO, upper case, with
    parameters.
    """

    host: str
    address: str
    port: int
    security: Security
    connect: ConnectAttempt
    stage: Stage
    ending: Ending
    replies: tuple[ServerReply, ...] = ()
    greeting_seconds: float | None = None
    capabilities: tuple[str, ...] = ()
    sign_in_methods: tuple[str, ...] = ()
    starttls_offered: bool | None = None
    size_limit: int | None = None
    echoed_address: str = ""  # the client address as the server sees it, from its EHLO reply
    masked_greeting: bool = False  # '220 ****': a firewall rewrites the conversation
    tls: TlsFacts | None = None
    sign_in: SignInResult = SignInResult.NOT_REACHED
    sign_in_method: str = ""
    sign_in_told: str = ""  # why a token was refused, decoded from the server's challenge
    received: str = ""  # the start of what came, when it was no SMTP
    attempts: tuple[ConnectAttempt, ...] = ()  # every address tried, `connect` among them
    waited_seconds: float | None = None  # how long for the answer that never came (SILENCE)
    speaks: Security | None = None  # what the port was seen to speak instead
    large_packets: bool | None = None  # a padded NOOP was answered; None: not tried
    test_message_id: str = ""  # of the one test message, when it was handed over
    message_size: int | None = None  # bytes, as the person asked about
    size_reply: ServerReply | None = None  # to MAIL FROM with that size; None: not asked

    @property
    def last_reply(self) -> ServerReply | None:
        """The last thing the server said."""
        return self.replies[-1] if self.replies else None

    @property
    def refusal(self) -> ServerReply | None:
        """The reply that ended the conversation, when words did."""
        return self.last_reply if self.ending is Ending.REPLY else None


class OtherPortsFacts(msgspec.Struct, frozen=True, tag="other_ports", kw_only=True):
    """The other mail ports of the same server. Each is a conversation that stops after EHLO.

    `web` is a bare connection to port 443 of the same computer, tried only when every mail port
    was silent: even a refusal there shows that the computer is up.
    """

    conversations: tuple[ServerFacts, ...]
    web: ServerFacts | None = None
