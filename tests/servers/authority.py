"""A certificate authority of the tests' own: good certificates, and each way of being bad.

The program under test trusts it through SSL_CERT_FILE or a file mounted over the system's store,
as it would trust any authority of the system.
"""

import ipaddress
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_NOW = datetime.now(UTC)
_DAY = timedelta(days=1)
VALID = (_NOW - 30 * _DAY, _NOW + 300 * _DAY)
EXPIRED = (_NOW - 400 * _DAY, _NOW - 3 * _DAY)
NOT_YET_VALID = (_NOW + 5 * _DAY, _NOW + 300 * _DAY)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a server presents: the certificate with what it sends beside it, and its key (PEM)."""

    chain: Path
    key: Path

    @property
    def directives(self) -> tuple[Path, Path]:
        """Certificate file, key file: the order in which every server wants them."""
        return self.chain, self.key


class Authority:
    """Signs certificates and writes them into `folder`. `root` is what clients trust."""

    def __init__(
        self, folder: Path, name: str = "Test Root CA", organisation: str = "Lab Trust Services"
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._subject = _name(name, organisation)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._certificate = _authority_certificate(
            self._subject, self._key, self._subject, self._key
        )
        self.root = folder / f"{_file_name(name)}.pem"
        self.root.write_bytes(_pem(self._certificate))

    def hashed_name(self) -> str:
        """The name under which OpenSSL looks for the root in a folder of authorities."""
        done = subprocess.run(
            ["openssl", "x509", "-noout", "-subject_hash", "-in", self.root],
            capture_output=True,
            text=True,
            check=True,
        )
        return f"{done.stdout.strip()}.0"

    def credentials(
        self,
        *names: str,
        validity: tuple[datetime, datetime] = VALID,
        file: str = "",
    ) -> Credentials:
        """A certificate for these names, signed by the root."""
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = _leaf(names, validity, key, self._subject, self._key)
        return self._write(file or names[0], [leaf], key)

    def self_signed(self, *names: str, file: str = "") -> Credentials:
        """A certificate that nobody but itself vouches for."""
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = _leaf(names, VALID, key, _name(names[0], ""), key)
        return self._write(file or f"{names[0]}-self", [leaf], key)

    def through_intermediate(self, *names: str, complete: bool, file: str = "") -> Credentials:
        """A certificate signed by an intermediate, which the server sends only when `complete`."""
        middle_key = ec.generate_private_key(ec.SECP256R1())
        middle_name = _name("Test Issuing CA 1", "Lab Trust Services")
        middle = _authority_certificate(middle_name, middle_key, self._subject, self._key)
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = _leaf(names, VALID, key, middle_name, middle_key)
        chain = [leaf, middle] if complete else [leaf]
        return self._write(file or f"{names[0]}-middle", chain, key)

    def _write(
        self, name: str, chain: list[x509.Certificate], key: ec.EllipticCurvePrivateKey
    ) -> Credentials:
        written = Credentials(
            chain=self._folder / f"{_file_name(name)}.crt",
            key=self._folder / f"{_file_name(name)}.key",
        )
        written.chain.write_bytes(b"".join(map(_pem, chain)))
        written.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        written.key.chmod(0o600)
        return written


def _authority_certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    return (
        _unsigned(subject, issuer, key, (_NOW - 2000 * _DAY, _NOW + 3000 * _DAY))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False
        )
        .sign(issuer_key, hashes.SHA256())
    )


def _leaf(
    names: tuple[str, ...],
    validity: tuple[datetime, datetime],
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    return (
        _unsigned(_name(names[0], ""), issuer, key, validity)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False
        )
        .sign(issuer_key, hashes.SHA256())
    )


def _unsigned(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    validity: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity[0])
        .not_valid_after(validity[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _name(common: str, organisation: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    return x509.Name(parts)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _file_name(name: str) -> str:
    return "".join(c if c.isalnum() or c in ".-" else "-" for c in name).lower()
