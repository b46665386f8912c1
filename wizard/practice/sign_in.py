"""Whether somebody who signs in knows the name and the password. No I/O: answers in, verdict out.

Sources: RFC 4954 (AUTH), 4616 (PLAIN), draft-murchison-sasl-login (LOGIN), 2195 (CRAM-MD5).
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable, Generator
from typing import TypeAlias

Exchange: TypeAlias = Generator[bytes, bytes, bool]
"""Yields challenges, is sent the answers, returns whether they are right."""


class Malformed(Exception):
    """The answer is no answer of this method."""


# Others may be announced, but nobody gets in with them.
ANSWERS_AT_ONCE = ("PLAIN", "LOGIN")


def begin(method: str, host: str, username: str, password: str) -> Exchange | None:
    """The exchange of a method, None when this server cannot check it."""
    checks: dict[str, Callable[[], Exchange]] = {
        "PLAIN": lambda: _plain(username, password),
        "LOGIN": lambda: _login(username, password),
        "CRAM-MD5": lambda: _cram_md5(host, username, password),
    }
    check = checks.get(method)
    return check() if check else None


def encoded(challenge: bytes) -> str:
    """How a challenge stands in a 334 reply."""
    return base64.b64encode(challenge).decode()


def decoded(given: bytes) -> bytes:
    """What the client answered. Raises Malformed."""
    try:
        return base64.b64decode(given, validate=True)
    except binascii.Error:
        raise Malformed from None


def _plain(username: str, password: str) -> Exchange:
    given = yield b""
    parts = given.split(b"\0")
    if len(parts) != len(("on whose behalf", "username", "password")):
        raise Malformed
    return _same(parts[1], username) and _same(parts[2], password)


def _login(username: str, password: str) -> Exchange:
    given_name = yield b"Username:"
    given_password = yield b"Password:"
    return _same(given_name, username) and _same(given_password, password)


def _cram_md5(host: str, username: str, password: str) -> Exchange:
    challenge = f"<{secrets.token_hex(12)}@{host}>".encode()
    given = yield challenge
    name, space, digest = given.rpartition(b" ")
    if not space:
        raise Malformed
    right = hmac.new(password.encode(), challenge, "md5").hexdigest()
    return _same(name, username) and _same(digest, right)


def _same(given: bytes, right: str) -> bool:
    return hmac.compare_digest(given, right.encode())
