"""Optional encryption of a bundle to the organisation's age keys (C2SP age, X25519)."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from wizard.errors import BadInput, CouldNotDo
from wizard.messages import message
from wizard.support.bundle.layout import AGE_HEADER


def encrypted(data: bytes, recipients: Sequence[str]) -> bytes:
    """The bytes encrypted to every recipient. BadInput when one is no age public key."""
    pyrage = _age()
    try:
        keys = [pyrage.x25519.Recipient.from_str(text.strip()) for text in recipients]
    except pyrage.RecipientError:
        raise BadInput(message("bundle.bad_recipient")) from None
    encrypted_bytes: bytes = pyrage.encrypt(data, keys)
    return encrypted_bytes


def decrypted(data: bytes, identity: str) -> bytes:
    """The bytes behind an encrypted bundle; `identity` is the text of an age key file."""
    pyrage = _age()
    lines = [line.strip() for line in identity.splitlines()]
    try:
        keys = [
            pyrage.x25519.Identity.from_str(line)
            for line in lines
            if line and not line.startswith("#")
        ]
        if not keys:
            raise BadInput(message("bundle.bad_identity"))
        plain: bytes = pyrage.decrypt(data, keys)
    except pyrage.IdentityError:
        raise BadInput(message("bundle.bad_identity")) from None
    except pyrage.DecryptError:
        raise BadInput(message("bundle.other_identity")) from None
    return plain


def _age() -> Any:
    """The age library, loaded only when it is needed: most reports are not encrypted."""
    try:
        return import_module("pyrage")
    except ImportError:
        raise CouldNotDo(message("bundle.no_age")) from None


def is_encrypted(data: bytes) -> bool:
    """Whether these are the first bytes of an age file."""
    return data.startswith(AGE_HEADER)
