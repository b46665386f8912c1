"""Signing in: what is sent for each SASL method. No I/O: challenges in, answers out.

Sources: RFC 4954 (AUTH), 4616 (PLAIN), draft-murchison-sasl-login (LOGIN), 2195 (CRAM-MD5),
5802 and 7677 (SCRAM-SHA-256), 4013 (SASLprep), 7628 (OAUTHBEARER), Google's and Microsoft's pages
on XOAUTH2. Every line made here is secret: whoever sends it records MASK in its place.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import stringprep
import unicodedata
from collections.abc import Callable, Generator, Iterable
from typing import TypeAlias

import msgspec

from wizard.account import Secret, Token

# PLAIN first: over verified TLS it is what nearly every mail program uses, so it tests what they
# do; CRAM-MD5 last, because servers offer it without being able to check it.
METHODS = ("PLAIN", "LOGIN", "SCRAM-SHA-256", "CRAM-MD5")

# XOAUTH2 first: it is what the large providers document and mail programs send.
TOKEN_METHODS = ("XOAUTH2", "OAUTHBEARER")

# RFC 4954 section 4: an initial response that would make the command longer than this (without
# its CRLF) is not sent with it, but after an empty challenge. Tokens often are that long.
_LONGEST_COMMAND = 510

# RFC 7677 recommends at least 4,096; 600,000 is today's advice for storage. More is an attempt
# to keep us busy.
_MOST_ITERATIONS = 1_000_000
_LONGEST_WORD = 200

Exchange: TypeAlias = Generator[str, str, None]
"""Yields what to send; is sent the text of each 334 reply. Ends when nothing is left to say."""


class BadChallenge(Exception):
    """The server's challenge makes no sense; the exchange is to be cancelled with `*`."""


def choose(offered: Iterable[str], secret: Secret | None = None) -> str:
    """The method to use, '' when the server offers none that works with this kind of secret."""
    names = {name.upper() for name in offered}
    usable = TOKEN_METHODS if isinstance(secret, Token) else METHODS
    return next((method for method in usable if method in names), "")


def begin(method: str, username: str, password: Secret) -> Exchange:
    """The exchange for one of the methods above; its first value is the AUTH command itself."""
    return _EXCHANGES[method](username, password)


def _plain(username: str, password: Secret) -> Exchange:
    message = f"\0{username}\0{password.reveal()}"
    challenge = yield f"AUTH PLAIN {_encoded(message.encode())}"
    if _decoded(challenge):
        raise BadChallenge
    # A server that did not take the initial response asks for it with an empty challenge.
    yield _encoded(message.encode())


def _login(username: str, password: Secret) -> Exchange:
    yield "AUTH LOGIN"
    yield _encoded(username.encode())
    yield _encoded(password.reveal().encode())


def _cram_md5(username: str, password: Secret) -> Exchange:
    challenge = yield "AUTH CRAM-MD5"
    digest = hmac.new(password.reveal().encode(), _decoded(challenge), "md5").hexdigest()
    yield _encoded(f"{username} {digest}".encode())


def _scram_sha_256(username: str, password: Secret) -> Exchange:
    nonce = secrets.token_urlsafe(18)
    name = prepared(username).replace("=", "=3D").replace(",", "=2C")
    client_first = f"n={name},r={nonce}"
    challenge = yield f"AUTH SCRAM-SHA-256 {_encoded(f'n,,{client_first}'.encode())}"
    server_first = _text(_decoded(challenge))
    server_nonce, salt, iterations = _scram_parameters(server_first, nonce)
    salted = hashlib.pbkdf2_hmac("sha256", prepared(password.reveal()).encode(), salt, iterations)
    without_proof = f"c=biws,r={server_nonce}"
    signed = f"{client_first},{server_first},{without_proof}".encode()
    client_key = _hmac(salted, b"Client Key")
    signature = _hmac(hashlib.sha256(client_key).digest(), signed)
    proof = bytes(a ^ b for a, b in zip(client_key, signature, strict=True))
    challenge = yield _encoded(f"{without_proof},p={_encoded(proof)}".encode())
    expected = _encoded(_hmac(_hmac(salted, b"Server Key"), signed))
    if _attributes(_text(_decoded(challenge))).get("v") != expected:
        raise BadChallenge  # it does not know the password: not the server it says it is
    yield ""


def _xoauth2(username: str, token: Secret) -> Exchange:
    said = f"user={username}\1auth=Bearer {token.reveal()}\1\1"
    yield from _bearer("XOAUTH2", said.encode(), "")


def _oauthbearer(username: str, token: Secret) -> Exchange:
    # RFC 7628 3.1: without host and port, which a server may not compare with its own names.
    name = username.replace("=", "=3D").replace(",", "=2C")
    said = f"n,a={name},\1auth=Bearer {token.reveal()}\1\1"
    yield from _bearer("OAUTHBEARER", said.encode(), _encoded(b"\1"))


def _bearer(method: str, said: bytes, after_refusal: str) -> Exchange:
    """A refusal comes as a challenge in JSON and wants an answer before the reply that ends it."""
    response = _encoded(said)
    command = f"AUTH {method} {response}"
    if len(command) > _LONGEST_COMMAND:
        yield f"AUTH {method}"
        yield response
    elif not _decoded((yield command)):
        # A server that did not take the initial response asks for it with an empty challenge.
        yield response
    yield after_refusal


def refusal_told(method: str, challenge: str) -> str:
    """What a server says about a token that it refuses, as `name=value` words; '' if nothing.

    RFC 7628 3.2.2 and 3.2.3: `status` (invalid_token, insufficient_scope …, with XOAUTH2 a HTTP
    status), `scope`, `schemes`. Whatever else it says is left out.
    """
    if method not in TOKEN_METHODS:
        return ""
    try:
        said = msgspec.json.decode(_decoded(challenge), type=dict[str, object])
    except (BadChallenge, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    words = (f"{name}={said[name]}" for name in ("status", "scope", "schemes") if said.get(name))
    return " ".join(word[:_LONGEST_WORD] for word in words)


_EXCHANGES: dict[str, Callable[[str, Secret], Exchange]] = {
    "PLAIN": _plain,
    "LOGIN": _login,
    "CRAM-MD5": _cram_md5,
    "SCRAM-SHA-256": _scram_sha_256,
    "XOAUTH2": _xoauth2,
    "OAUTHBEARER": _oauthbearer,
}


def _scram_parameters(server_first: str, nonce: str) -> tuple[str, bytes, int]:
    given = _attributes(server_first)
    server_nonce, iterations = given.get("r", ""), given.get("i", "")
    salt = _decoded(given.get("s", ""))
    if not server_nonce.startswith(nonce) or not salt or len(iterations) > len("1000000"):
        raise BadChallenge
    if not (iterations.isascii() and iterations.isdigit()):
        raise BadChallenge
    if not 0 < int(iterations) <= _MOST_ITERATIONS:
        raise BadChallenge
    return server_nonce, salt, int(iterations)


def _attributes(message: str) -> dict[str, str]:
    return {part[0]: part[2:] for part in message.split(",") if part[1:2] == "="}


def prepared(text: str) -> str:
    """SASLprep (RFC 4013) for sending: mapped and normalised; prohibited characters are kept,
    because a server that stores such a password compares it as it is."""
    mapped = "".join(
        " " if stringprep.in_table_c12(c) else c for c in text if not stringprep.in_table_b1(c)
    )
    return unicodedata.normalize("NFKC", mapped)


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise BadChallenge from None


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise BadChallenge from None
