"""Every way in which a certificate can be wrong, on both kinds of TLS; and no password after it."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from tests.measure.world import AUTHORITY, CANARY, MailServer, context, listening, target
from wizard.facts.server import CertificateProblem, Ending, ServerFacts, SignInResult, TlsFailure
from wizard.measure.smtp import certificates
from wizard.measure.smtp.conversation import Depth, converse
from wizard.measure.world import World
from wizard.vocabulary import Security

NOW = datetime.now(UTC)


def self_signed() -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    return served(key, build("127.0.0.1", "127.0.0.1", key).sign(key, hashes.SHA256()))


def build(subject: str, issuer: str, key, *, aia: str = "") -> x509.CertificateBuilder:
    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=30))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(__import__("ipaddress").ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
    )
    if aia:
        access = x509.AccessDescription(
            AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(aia)
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    return builder


def served(key, certificate: x509.Certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with trustme.Blob(pem + private).tempfile() as path:
        context.load_cert_chain(path)
    return context


def missing_intermediate() -> ssl.SSLContext:
    issuer = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(ec.SECP256R1())
    builder = build("127.0.0.1", "Intermediate 1", key, aia="http://ca.example.com/1.crt")
    return served(key, builder.sign(issuer, hashes.SHA256()))


KINDS = {
    CertificateProblem.EXPIRED: lambda: AUTHORITY.context(
        "127.0.0.1", not_before=NOW - timedelta(days=30), not_after=NOW - timedelta(days=1)
    ),
    CertificateProblem.NOT_YET_VALID: lambda: AUTHORITY.context(
        "127.0.0.1", not_before=NOW + timedelta(days=1), not_after=NOW + timedelta(days=30)
    ),
    CertificateProblem.OTHER_NAME: lambda: AUTHORITY.context("mx7.example.net", "*.example.org"),
    CertificateProblem.SELF_SIGNED: self_signed,
    CertificateProblem.UNKNOWN_ISSUER: lambda: stranger().context("127.0.0.1"),
    CertificateProblem.INCOMPLETE_CHAIN: missing_intermediate,
}


def stranger():
    from tests.measure.world import Authority

    return Authority()


async def talk(server: MailServer, security: Security, world: World | None = None) -> ServerFacts:
    async with listening(server):
        told = context(server.port, security, password=CANARY, world=world)
        facts = await converse(told, target(server.port, security), Depth.ENVELOPE)
    assert told.server.made == 1
    return facts


@pytest.mark.parametrize("problem", KINDS, ids=str)
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_a_certificate_that_is_not_accepted(problem, security: Security) -> None:
    server = MailServer(tls=KINDS[problem](), implicit=security is Security.TLS)
    facts = await talk(server, security)
    assert facts.ending is Ending.TLS_FAILED
    assert facts.tls is not None
    assert facts.tls.problem is problem
    assert not facts.tls.trusted
    assert facts.tls.certificate is not None
    assert facts.tls.certificate.sha256
    assert facts.sign_in is SignInResult.UNTRUSTED
    assert not any(command.startswith("AUTH") for command in server.heard)


async def test_the_names_in_a_certificate_are_shown() -> None:
    server = MailServer(tls=KINDS[CertificateProblem.OTHER_NAME](), implicit=True)
    facts = await talk(server, Security.TLS)
    assert facts.tls is not None
    assert facts.tls.certificate is not None
    assert facts.tls.certificate.names == ("mx7.example.net", "*.example.org")
    assert facts.tls.certificate.issuer_organisation.startswith("trustme")


async def test_the_system_trust_store_does_not_trust_a_stranger() -> None:
    facts = await talk(
        MailServer(tls=AUTHORITY.context("127.0.0.1"), implicit=True), Security.TLS, World()
    )
    assert facts.tls is not None
    assert facts.tls.problem is CertificateProblem.UNKNOWN_ISSUER


async def test_the_chain_is_read_again_where_the_first_handshake_kept_it_to_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = certificates.peer_chain
    calls: list[tuple[bytes, ...]] = []

    def first_nothing(tls):
        calls.append(real(tls))
        return () if len(calls) == 1 else calls[-1]

    monkeypatch.setattr("wizard.measure.smtp.certificates.peer_chain", first_nothing)
    for security in (Security.TLS, Security.STARTTLS):
        calls.clear()
        server = MailServer(
            tls=KINDS[CertificateProblem.EXPIRED](), implicit=security is Security.TLS
        )
        async with listening(server):
            told = context(server.port, security, password=CANARY)
            facts = await converse(told, target(server.port, security), Depth.ENVELOPE)
        assert told.server.made == 2
        assert facts.tls is not None
        assert facts.tls.problem is CertificateProblem.EXPIRED
        assert facts.tls.certificate is not None
        assert not any(command.startswith("AUTH") for command in server.heard)


async def test_an_antivirus_that_reads_along_is_named() -> None:
    key, issuer = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    builder = build("127.0.0.1", "Avast Web/Mail Shield Root", key)
    shield = served(key, builder.sign(issuer, hashes.SHA256()))
    facts = await talk(MailServer(tls=shield, implicit=True), Security.TLS)
    assert facts.tls is not None
    assert facts.tls.intercepted_by == "Avast"


async def test_a_server_that_knows_old_tls_only() -> None:
    context = AUTHORITY.context("127.0.0.1")
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    # Alerting the version from our side is the same: the server would have to go below TLS 1.2.
    server = RawServer(b"\x15\x03\x01\x00\x02\x02\x46")
    facts = await talk(server, Security.TLS)
    assert facts.tls is not None
    assert facts.tls.failure is TlsFailure.OLD_VERSION


@pytest.mark.parametrize(
    ("raw", "failure"),
    [
        (b"\x15\x03\x01\x00\x02\x02\x28", TlsFailure.OTHER),  # handshake failure
        (b"\x16\x03\x03\x00\x04zzzz", TlsFailure.OTHER),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", TlsFailure.NOT_TLS),
        (b"", TlsFailure.CLOSED),
    ],
)
async def test_handshakes_that_go_wrong(raw: bytes, failure: TlsFailure) -> None:
    facts = await talk(RawServer(raw), Security.TLS)
    assert facts.ending is Ending.TLS_FAILED
    assert facts.tls is not None
    assert facts.tls.failure is failure
    assert facts.speaks is None


class RawServer(MailServer):
    """Says some bytes after the first of the client's, and closes."""

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        self.raw = raw

    async def serve(self, reader, writer) -> None:
        await reader.read(2000)
        writer.write(self.raw)
        await writer.drain()
        writer.close()


@pytest.mark.parametrize(
    ("names", "host", "match"),
    [
        (("mail.example.com",), "MAIL.example.com", True),
        (("*.example.com",), "mail.example.com", True),
        (("*.example.com",), "a.mail.example.com", False),
        (("*.example.com",), "example.com", False),
        (("192.0.2.1",), "192.0.2.1", True),
        (("*.0.2.1",), "192.0.2.1", False),
        (("xn--exmple-cua.com",), "exämple.com", True),
        ((), "example.com", False),
    ],
)
def test_names(names: tuple[str, ...], host: str, match: bool) -> None:
    assert certificates.names_match(names, host) is match


def test_a_certificate_that_is_none() -> None:
    assert certificates.described(()) is None
    assert certificates.described((b"nonsense",)) is None
    assert certificates.problem(None, (b"nonsense",), "a", NOW) is CertificateProblem.OTHER


def test_where_numbers_say_nothing_the_certificate_decides() -> None:
    key = rsa.generate_private_key(65537, 2048)
    der = (
        build("127.0.0.1", "127.0.0.1", key)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )
    later = NOW + timedelta(days=100)
    earlier = NOW - timedelta(days=100)
    unknown = 0x800B0109  # Windows: the root is not trusted
    assert certificates.problem(unknown, (der,), "127.0.0.1", later) is CertificateProblem.EXPIRED
    assert (
        certificates.problem(unknown, (der,), "127.0.0.1", earlier)
        is CertificateProblem.NOT_YET_VALID
    )
    assert certificates.problem(unknown, (der,), "a.b", NOW) is CertificateProblem.OTHER_NAME
    assert certificates.problem(unknown, (der,), "127.0.0.1", NOW) is CertificateProblem.SELF_SIGNED
