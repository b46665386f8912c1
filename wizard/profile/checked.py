"""Checks a profile value by value: one that cannot be used is left out and named, the rest holds.

A profile may come from anywhere, so nothing in it is trusted: texts are bounded and printable,
addresses are https, server names are names.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from wizard.account import SignIn, checked_host, checked_port
from wizard.errors import BadInput
from wizard.messages import Message, message
from wizard.profile.model import SCHEMA
from wizard.support.masking_levels import Level
from wizard.vocabulary import Security

MOST_BYTES = 64 * 1024
Raw: TypeAlias = Mapping[str, object]
Check: TypeAlias = Callable[[object], object]

_LONGEST_TEXT = 500
_MOST_ITEMS = 100
_URL = re.compile(r"https://[A-Za-z0-9.-]{1,253}(?::\d{1,5})?(?:/[!-~]*)?\Z")
_PHONE = re.compile(r"[+()\d][\d ()/.+-]{2,40}\Z")
_ID = re.compile(r"[A-Za-z0-9._:-]{1,200}\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z]{2,8})?\Z")
_AGE_KEY = re.compile(r"age1[0-9a-z]{50,2000}\Z")
_CLIENT = re.compile(r"clients\.[a-z0-9_-]{1,40}\Z")
_SECRET_NAME = re.compile(r"(?i)pass(?:word|wd|phrase)|secret|token|credential|private_?key")


class Unusable(Exception):
    """A value that does not fit."""


def checked(raw: object) -> tuple[dict[str, object], tuple[Message, ...]]:
    """(usable values by dotted key, notices). Nothing usable when it is no profile at all."""
    if not isinstance(raw, Mapping):
        return {}, (message("profile.not_a_profile"),)
    found_schema = raw.get("schema", SCHEMA)
    if found_schema != SCHEMA:
        kind, _, number = str(found_schema).rpartition("/")
        newer = kind == SCHEMA.rpartition("/")[0] and number.isdigit()
        return {}, (message("profile.newer" if newer else "profile.not_a_profile"),)
    values: dict[str, object] = {}
    notices: list[Message] = []
    for key, value in _leaves(raw):
        if key == "schema":
            continue
        check = _CHECKS.get(key) or (_identifier if _CLIENT.match(key) else None)
        if check is None:
            kind = "profile.secret" if _SECRET_NAME.search(key) else "profile.unknown"
            notices.append(message(kind, key=_shown(key)))
            continue
        try:
            values[key] = check(value)
        except (Unusable, BadInput):
            notices.append(message("profile.unusable", key=_shown(key)))
    return values, tuple(notices)


def _leaves(raw: Raw, before: str = "", depth: int = 0) -> Iterator[tuple[str, object]]:
    for name, value in list(raw.items())[:_MOST_ITEMS]:
        key = f"{before}{name}"
        if isinstance(value, Mapping) and depth < 3:
            yield from _leaves(value, f"{key}.", depth + 1)
        else:
            yield key, value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise Unusable
    if any(not c.isprintable() for c in value):
        raise Unusable
    return value.strip()


def _matching(pattern: re.Pattern[str]) -> Check:
    def check(value: object) -> str:
        text = _text(value)
        if text and not pattern.match(text):
            raise Unusable
        return text

    return check


def _one_of(*allowed: str) -> Check:
    def check(value: object) -> str:
        if value not in allowed:
            raise Unusable
        return str(value)

    return check


def _yes_or_no(value: object) -> bool:
    # Windows policies hold 0 and 1.
    if isinstance(value, bool) or (isinstance(value, int) and value in (0, 1)):
        return bool(value)
    raise Unusable


def _whole(least: int, most: int) -> Check:
    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Unusable
        return value

    return check


def _scale(value: object) -> float:
    if isinstance(value, str) and re.fullmatch(r"\d(?:\.\d{1,2})?", value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= 3:
        raise Unusable
    return float(value)


def _list_of(check: Check) -> Check:
    def check_all(value: object) -> tuple[object, ...]:
        if not isinstance(value, list | tuple) or len(value) > _MOST_ITEMS:
            raise Unusable
        return tuple(check(item) for item in value)

    return check_all


def _host(value: object) -> str:
    text = _text(value)
    return checked_host(text) if text else ""


def _port(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Unusable
    return checked_port(value)


def _domain(value: object) -> str:
    return checked_host(_text(value)).lower()


def _word(value: object) -> str:
    text = _text(value)
    if len(text) < 3:
        raise Unusable
    return text


def _shown(key: str) -> str:
    plain = "".join(c if c.isprintable() else "?" for c in key)
    return plain[:60]


_identifier = _matching(_ID)
_url = _matching(_URL)

_CHECKS: Mapping[str, Check] = {
    "org.name": _text,
    "org.helpdesk_phone": _matching(_PHONE),
    "org.hours": _text,
    "org.contact": _text,
    "org.upload_url": _url,
    "org.status_url": _url,
    "org.privacy_url": _url,
    "org.retention_days": _whole(0, 3650),
    "org.provider_texts": _list_of(_text),
    "mail.domains": _list_of(_domain),
    "mail.smtp.host": _host,
    "mail.smtp.port": _port,
    "mail.smtp.security": _one_of(*(security.value for security in Security)),
    "mail.sign_in": _one_of(*(sign_in.value for sign_in in SignIn)),
    "mail.username": _text,
    "ui.language": _matching(_LANGUAGE),
    "ui.text_scale": _scale,
    "limits.allow_remember": _yes_or_no,
    "limits.allow_password": _yes_or_no,
    "limits.allow_other_hosts": _yes_or_no,
    "limits.allow_update_check": _yes_or_no,
    "limits.allow_practice": _yes_or_no,
    "limits.max_connections": _whole(1, 30),
    "lookups.allow_outside": _yes_or_no,
    "lookups.blocklists": _list_of(_identifier),
    "lookups.control_hosts": _list_of(_domain),
    "report.allow_saving": _yes_or_no,
    "report.level": _one_of(*(level.value for level in Level)),
    "report.hide_words": _list_of(_word),
    "report.age_recipients": _list_of(_matching(_AGE_KEY)),
}
KEYS = tuple(_CHECKS)
