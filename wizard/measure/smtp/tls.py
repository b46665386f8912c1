"""The TLS handshake: verified against the system's trust store, or not used at all.

A second handshake without verification is made only when the first did not leave the chain to be
explained; nothing is ever sent over it. Signatures of a port that speaks something else: OpenSSL's
WRONG_VERSION_NUMBER, or first bytes that are no TLS record.
"""

import asyncio
import ssl
from dataclasses import dataclass

from wizard.facts.server import Certificate, TlsFacts, TlsFailure
from wizard.measure import security_software
from wizard.measure.smtp import certificates
from wizard.measure.smtp.channel import Channel
from wizard.measure.smtp.masking import printable
from wizard.measure.world import World

HANDSHAKE_SECONDS = 15.0

_OLD_VERSION = (
    "UNSUPPORTED_PROTOCOL",
    "ALERT_PROTOCOL_VERSION",
    "NO_PROTOCOLS_AVAILABLE",
    "WRONG_SSL_VERSION",
    "VERSION_TOO_LOW",
    "LEGACY_",
)
_NOT_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "UNKNOWN_PROTOCOL")
_RECORD_TYPES = (20, 21, 22, 23)


@dataclass(frozen=True, slots=True)
class Handshake:
    """What a handshake came to. `plain` is what came instead of TLS."""

    facts: TlsFacts
    plain: bytes = b""
    chain_missing: bool = False


async def handshake(channel: Channel, world: World, host: str, seconds: float) -> Handshake:
    """Protect the channel; only when `facts.trusted` may anything be sent over it."""
    try:
        context = world.trusting_context()
        async with asyncio.timeout(seconds):
            await channel.start_tls(context, host)
    except ssl.SSLCertVerificationError as error:
        return _refused(channel, error, world, host)
    except (TimeoutError, EOFError, OSError, ValueError) as error:
        return _failed(channel, error)
    assert channel.tls is not None
    return Handshake(_described(channel.tls, trusted=True))


async def read_chain(channel: Channel, host: str, seconds: float) -> tuple[bytes, ...]:
    """The chain by a handshake that verifies nothing. The channel must be closed right after."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        async with asyncio.timeout(seconds):
            await channel.start_tls(context, host)
    except (TimeoutError, EOFError, OSError, ValueError):
        return ()
    assert channel.tls is not None
    return certificates.peer_chain(channel.tls)


def explained(facts: TlsFacts, chain: tuple[bytes, ...], world: World, host: str) -> TlsFacts:
    """The same refusal, explained by a chain that was read afterwards."""
    certificate = certificates.described(chain)
    return TlsFacts(
        trusted=False,
        problem=certificates.problem(None, chain, host, world.now()),
        detail=facts.detail,
        certificate=certificate,
        intercepted_by=_interceptor(certificate),
    )


def looks_like_tls(data: bytes) -> bool:
    """Whether bytes begin like a TLS record (RFC 8446 5.1)."""
    return len(data) > 1 and data[0] in _RECORD_TYPES and data[1] == 3


def _described(tls: ssl.SSLObject, *, trusted: bool) -> TlsFacts:
    cipher = tls.cipher()
    certificate = certificates.described(certificates.peer_chain(tls))
    return TlsFacts(
        trusted=trusted,
        version=tls.version() or "",
        cipher=cipher[0] if cipher else "",
        certificate=certificate,
        intercepted_by=_interceptor(certificate),
    )


def _refused(
    channel: Channel, error: ssl.SSLCertVerificationError, world: World, host: str
) -> Handshake:
    chain = certificates.peer_chain(channel.tls) if channel.tls else ()
    code = getattr(error, "verify_code", None)
    certificate = certificates.described(chain)
    facts = TlsFacts(
        trusted=False,
        problem=certificates.problem(code, chain, host, world.now()),
        detail=printable(getattr(error, "verify_message", "") or str(error), 200),
        certificate=certificate,
        intercepted_by=_interceptor(certificate),
    )
    return Handshake(facts, chain_missing=not chain)


def _failed(channel: Channel, error: Exception) -> Handshake:
    raw = channel.raw_start
    plain = raw if raw and not looks_like_tls(raw) else b""
    reason = getattr(error, "reason", None) or ""
    match error:
        case TimeoutError() if not plain:
            failure = TlsFailure.SILENCE
        case _ if plain or any(sign in reason for sign in _NOT_TLS):
            failure = TlsFailure.NOT_TLS
        case ssl.SSLError() if any(sign in reason for sign in _OLD_VERSION):
            failure = TlsFailure.OLD_VERSION
        case ssl.SSLEOFError() | EOFError():
            failure = TlsFailure.CLOSED
        case ssl.SSLError() | ValueError():
            failure = TlsFailure.OTHER
        case _:
            failure = TlsFailure.CLOSED
    detail = printable(reason or type(error).__name__, 200)
    return Handshake(TlsFacts(trusted=False, failure=failure, detail=detail), plain)


def _interceptor(certificate: Certificate | None) -> str:
    if certificate is None:
        return ""
    return security_software.named_by_issuer(certificate.issuer, certificate.issuer_organisation)
