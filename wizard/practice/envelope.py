"""The grammar of MAIL and RCPT (RFC 5321 4.1.1.2, 4.1.1.3; SIZE: RFC 1870). No I/O."""

import re

from wizard.practice.behaviour import Answer, answer

SYNTAX = answer("501 5.5.4 Syntax error in the parameters")
TOO_BIG = answer("552 5.3.4 Message size exceeds fixed limit")
_UNSUPPORTED = answer("555 5.5.4 Unsupported option")

_MAIL = re.compile(r"FROM: ?<[^<> ]*>(?: (?P<options>.+))?", re.IGNORECASE)
_RCPT = re.compile(r"TO: ?<[^<> ]+>", re.IGNORECASE)
_OPTIONS = ("SIZE", "BODY", "SMTPUTF8", "AUTH")
_SIZE = re.compile(r"[0-9]{1,20}")  # RFC 1870 section 4


def refused_sender(argument: str, size_limit: int) -> Answer | None:
    """The answer to a MAIL that cannot be taken, None when it can. A limit of 0 is none."""
    found = _MAIL.fullmatch(argument)
    if found is None:
        return SYNTAX
    options = dict(_option(word) for word in (found["options"] or "").split())
    if not set(options) <= set(_OPTIONS):
        return _UNSUPPORTED
    size = options.get("SIZE", "0")
    if not _SIZE.fullmatch(size):
        return SYNTAX
    return TOO_BIG if 0 < size_limit < int(size) else None


def refused_recipient(argument: str) -> Answer | None:
    """The answer to a RCPT that cannot be taken, None when it can."""
    return None if _RCPT.fullmatch(argument) else SYNTAX


def _option(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name.upper(), value
