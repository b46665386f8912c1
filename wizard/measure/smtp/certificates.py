"""Reads a server's certificate chain and says in one word why it was not accepted.

OpenSSL names the trouble by number (openssl-verify(1)); the verifiers of Windows and macOS use
numbers of their own, so there, and where OpenSSL is vague, the certificate itself decides.
"""

import ipaddress
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from wizard.facts.server import Certificate, CertificateProblem
from wizard.measure.smtp.masking import printable

_BY_OPENSSL_CODE = {
    9: CertificateProblem.NOT_YET_VALID,
    10: CertificateProblem.EXPIRED,
    18: CertificateProblem.SELF_SIGNED,
    19: CertificateProblem.UNKNOWN_ISSUER,
    62: CertificateProblem.OTHER_NAME,
    64: CertificateProblem.OTHER_NAME,
    66: CertificateProblem.WEAK,
    67: CertificateProblem.WEAK,
    68: CertificateProblem.WEAK,
}
_MOST_NAMES = 20


def peer_chain(tls: ssl.SSLObject) -> tuple[bytes, ...]:
    """The chain as the server sent it (DER), readable even after it was refused; may be ()."""
    own = getattr(tls, "_sslobj", None)
    read = getattr(tls, "get_unverified_chain", None) or getattr(own, "get_unverified_chain", None)
    try:
        sent = read() if read else None
    except (ssl.SSLError, ValueError, TypeError):
        sent = None
    if sent:
        return tuple(_der(certificate) for certificate in sent)
    try:
        leaf = tls.getpeercert(binary_form=True)
    except ValueError:  # the handshake did not come that far
        leaf = None
    return (leaf,) if leaf else ()


def _der(certificate: object) -> bytes:
    if isinstance(certificate, bytes):
        return certificate
    # Before Python 3.13 the chain holds objects; 2 is their ENCODING_DER.
    encoded = certificate.public_bytes(2)  # type: ignore[attr-defined]
    return bytes(encoded)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """What is read from the server's own certificate."""

    names: tuple[str, ...]
    issuer: str
    issuer_organisation: str
    not_before: datetime
    not_after: datetime
    sha256: str
    issues_itself: bool
    says_where_its_issuer_is: bool


def described(chain: Sequence[bytes]) -> Certificate | None:
    """The server's own certificate as facts; None when it cannot be read."""
    leaf = _read(chain)
    if leaf is None:
        return None
    return Certificate(
        names=leaf.names[:_MOST_NAMES],
        issuer=leaf.issuer,
        issuer_organisation=leaf.issuer_organisation,
        not_before=leaf.not_before.isoformat(),
        not_after=leaf.not_after.isoformat(),
        chain_length=len(chain),
        sha256=leaf.sha256,
    )


def problem(
    code: int | None, chain: Sequence[bytes], host: str, now: datetime
) -> CertificateProblem:
    """Why the chain was not accepted. `code` is OpenSSL's verify code, None elsewhere."""
    known = _BY_OPENSSL_CODE.get(code) if code is not None else None
    if known is not None:
        return known
    leaf = _read(chain)
    if leaf is None:
        return CertificateProblem.OTHER
    if now > leaf.not_after:
        return CertificateProblem.EXPIRED
    if now < leaf.not_before:
        return CertificateProblem.NOT_YET_VALID
    if not names_match(leaf.names, host):
        return CertificateProblem.OTHER_NAME
    if leaf.issues_itself:
        return CertificateProblem.SELF_SIGNED
    # 20 and 21 mean both; a lone certificate that says where its issuer's can be fetched comes
    # from a server that forgot to send the intermediate one.
    if len(chain) == 1 and leaf.says_where_its_issuer_is:
        return CertificateProblem.INCOMPLETE_CHAIN
    return CertificateProblem.UNKNOWN_ISSUER


def names_match(names: Sequence[str], host: str) -> bool:
    """Whether a certificate for these names is good for the host (RFC 9525 6.3, 6.5)."""
    wanted = host.rstrip(".").lower()
    if not wanted.isascii():
        try:
            wanted = wanted.encode("idna").decode()
        except UnicodeError:
            return False
    first, _, rest = wanted.partition(".")
    is_address = _is_address(wanted)
    for name in names:
        offered = name.rstrip(".").lower()
        if offered == wanted:
            return True
        if not is_address and first and rest and offered == f"*.{rest}":
            return True
    return False


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _read(chain: Sequence[bytes]) -> _Leaf | None:
    """The first certificate of a chain; None when it is none, or too odd to be read."""
    if not chain:
        return None
    try:
        leaf = x509.load_der_x509_certificate(chain[0])
        issuer = _of_name(leaf.issuer, NameOID.COMMON_NAME)
        return _Leaf(
            names=_names(leaf),
            issuer=issuer or printable(leaf.issuer.rfc4514_string(), 200),
            issuer_organisation=_of_name(leaf.issuer, NameOID.ORGANIZATION_NAME),
            not_before=leaf.not_valid_before_utc,
            not_after=leaf.not_valid_after_utc,
            sha256=leaf.fingerprint(hashes.SHA256()).hex(),
            issues_itself=leaf.issuer == leaf.subject,
            says_where_its_issuer_is=_names_issuer_address(leaf),
        )
    except (ValueError, TypeError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return None


def _names(leaf: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return tuple(filter(None, (_of_name(leaf.subject, NameOID.COMMON_NAME),)))
    names = extension.value.get_values_for_type(x509.DNSName)
    addresses = extension.value.get_values_for_type(x509.IPAddress)
    return tuple(printable(str(name), 253) for name in (*names, *addresses))


def _of_name(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return printable(str(found[0].value), 200) if found else ""


def _names_issuer_address(leaf: x509.Certificate) -> bool:
    try:
        access = leaf.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    except x509.ExtensionNotFound:
        return False
    wanted = AuthorityInformationAccessOID.CA_ISSUERS
    return any(entry.access_method == wanted for entry in access.value)
