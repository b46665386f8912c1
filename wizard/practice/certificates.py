"""Certificates of a practice server, made anew for each run by a practice authority."""

import ipaddress
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from wizard.practice.behaviour import CertificateKind

HOST = "127.0.0.1"
_OTHER_HOST = "mail.another-provider.example"
_DAY = timedelta(days=1)


class PracticeAuthority:
    """Signs one certificate of each kind. `root` is the PEM that the practice world trusts."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("Send Again practice authority")
        now = datetime.now(UTC)
        self._certificate = (
            _builder(self._name, self._name, self._key.public_key(), now - _DAY, now + 2 * _DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_signs_certificates(), critical=True)
            .add_extension(_identifier(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        self.root = self._certificate.public_bytes(serialization.Encoding.PEM).decode()

    def server_context(self, kind: CertificateKind) -> ssl.SSLContext:
        """A TLS server context that shows a certificate of this kind."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._certificate_of(kind, key)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        # The ssl module reads certificates from files only; this one is gone a moment later.
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "practice.pem"
            path.touch(mode=0o600)
            path.write_bytes(pem)
            context.load_cert_chain(path)
        return context

    def _certificate_of(
        self, kind: CertificateKind, key: ec.EllipticCurvePrivateKey
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        since, until = now - _DAY, now + _DAY
        if kind is CertificateKind.EXPIRED:
            since, until = now - 90 * _DAY, now - 3 * _DAY
        own = kind is CertificateKind.SELF_SIGNED
        subject = _named(HOST)
        builder = _builder(
            subject, subject if own else self._name, key.public_key(), since, until
        ).add_extension(_alternative_names(kind), critical=False)
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
        if not own:
            issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
            builder = builder.add_extension(issuer, critical=False)
        return builder.sign(key if own else self._key, hashes.SHA256())


def _alternative_names(kind: CertificateKind) -> x509.SubjectAlternativeName:
    if kind is CertificateKind.OTHER_NAME:
        return x509.SubjectAlternativeName([x509.DNSName(_OTHER_HOST)])
    addresses = [x509.IPAddress(ipaddress.ip_address(one)) for one in (HOST, "::1")]
    return x509.SubjectAlternativeName([*addresses, x509.DNSName("localhost")])


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    since: datetime,
    until: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
    )


def _identifier(key: ec.EllipticCurvePublicKey) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key)


def _signs_certificates() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
