"""Actual settings against the right ones, field by field, in plain words. Pure.

Says 'wrong' only of what a source that can be trusted says otherwise: another server or port that
somebody unproven named is no reason to change anything.
"""

from collections.abc import Iterator, Sequence

import msgspec

from wizard.account import SignIn, Source
from wizard.accounts.discovery.candidates import Candidate, Doubt
from wizard.accounts.providers import provider_by_id
from wizard.facts.computer import SavedAccount
from wizard.messages import Message, message
from wizard.vocabulary import Security

_SAID = {Security.TLS: "SSL/TLS", Security.STARTTLS: "STARTTLS", Security.NONE: "–"}
# Sources that really know the user name; the others assume that it is the address.
_KNOW_USERNAMES = (Source.PROFILE, Source.PROVIDER_TABLE, Source.AUTOCONFIG, Source.ISPDB)
_SIGNS = {
    ".": "spell.dot",
    "-": "spell.hyphen",
    "_": "spell.underscore",
    "@": "spell.at",
    "+": "spell.plus",
    ":": "spell.colon",
    "/": "spell.slash",
}


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to change: what the program has, what it should have, and the sentence.

    `field`: host, port, security, port_and_security, username, sign_in.
    """

    field: str
    actual: str
    right: str
    said: Message


def differences(
    saved: SavedAccount, candidates: Sequence[Candidate], provider: str
) -> tuple[Difference, ...]:
    """What to change in a mail program; empty when it matches any candidate.

    `provider` is the name to be said; the most trusted candidate comes first.
    """
    right = counterpart(saved, candidates)
    if right is None:
        return ()
    return (*_place(saved, right, provider), *_sign_in(saved, right, provider))


def counterpart(saved: SavedAccount, candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate that a program means: the same, else the one with the fewest changes.

    None when no source that can be trusted named any.
    """
    usable = [c for c in candidates if c.doubt in (None, Doubt.UNSURE_TABLE)]
    same = [c for c in usable if _changes(saved, c) == 0]
    if same:
        return same[0]
    sure = [c for c in usable if c.confirmed and c.source is not Source.GUESS]
    return min(sure, key=lambda c: (_changes(saved, c), _strangeness(saved, c)), default=None)


def _changes(saved: SavedAccount, candidate: Candidate) -> int:
    return (
        (candidate.host != saved.host.lower().rstrip("."))
        + (candidate.port != saved.port)
        + (candidate.security is not saved.security)
    )


def _strangeness(saved: SavedAccount, candidate: Candidate) -> tuple[bool, bool]:
    """Who has the right port keeps it; who began unprotected gets STARTTLS, which does too."""
    began_plain = saved.security is not Security.TLS
    starttls = candidate.security is Security.STARTTLS
    return candidate.port != saved.port, began_plain is not starttls


def _place(saved: SavedAccount, right: Candidate, provider: str) -> Iterator[Difference]:
    values: dict[str, str | int] = {
        "program": saved.program,
        "provider": provider,
        "host": saved.host,
        "right_host": right.host,
        "port": saved.port,
        "security": _SAID[saved.security],
        "right_port": right.port,
        "right_security": _SAID[right.security],
    }

    def differs(field: str, id_: str, actual: str, wanted: str) -> Difference:
        used = {name: value for name, value in values.items() if name in _PLACEHOLDERS[id_]}
        said = message(f"difference.{id_}", **used)
        return Difference(field=field, actual=actual, right=wanted, said=said)

    if saved.host.lower().rstrip(".") != right.host:
        yield differs("host", "host", saved.host, right.host)
    port, security = saved.port != right.port, saved.security is not right.security
    unprotected = saved.security is Security.NONE
    if port and security:
        id_ = "port_unprotected" if unprotected else "port_and_security"
        actual = f"{saved.port} {saved.security.value}"
        yield differs("port_and_security", id_, actual, f"{right.port} {right.security.value}")
    elif port:
        yield differs("port", "port", str(saved.port), str(right.port))
    elif security:
        id_ = "unprotected" if unprotected else "security"
        yield differs("security", id_, saved.security.value, right.security.value)


_BOTH = {"program", "provider"}
_PLACEHOLDERS = {
    "host": _BOTH | {"host", "right_host"},
    "port": _BOTH | {"port", "right_port"},
    "port_and_security": _BOTH | {"port", "security", "right_port", "right_security"},
    "port_unprotected": _BOTH | {"port", "right_port", "right_security"},
    "security": _BOTH | {"security", "right_security"},
    "unprotected": _BOTH | {"port", "right_security"},
}


def _sign_in(saved: SavedAccount, right: Candidate, provider: str) -> Iterator[Difference]:
    if right.sign_in is SignIn.NONE:
        return
    names = {"program": saved.program, "provider": provider}
    wanted = right.sign_in.value
    if saved.sign_in == "none":
        said = message("difference.no_sign_in", **names)
        yield Difference(field="sign_in", actual="none", right=wanted, said=said)
        return
    if saved.sign_in == "password" and _takes_no_password(right):
        said = message("difference.password_not_taken", **names)
        yield Difference(field="sign_in", actual="password", right=wanted, said=said)
    known = right.username if right.source in _KNOW_USERNAMES else ""
    if known and saved.username and saved.username.lower() != known.lower():
        said = message(
            "difference.username", **names, username=saved.username, right_username=known
        )
        yield Difference(field="username", actual=saved.username, right=known, said=said)


def _takes_no_password(right: Candidate) -> bool:
    """Whether the provider is known to let programs in through its own sign-in page only."""
    provider = provider_by_id(right.provider)
    return provider is not None and provider.sign_in == (SignIn.OAUTH2,)


def spelled(value: str) -> tuple[Message | str, ...]:
    """A value for the phone: words, digits one by one, and the signs by their names."""
    parts: list[Message | str] = []
    word = ""
    for character in value:
        if character.isalpha():
            word += character
            continue
        parts += [word] if word else []
        word = ""
        sign = _SIGNS.get(character)
        parts.append(message(sign) if sign else character)
    return (*parts, word) if word else tuple(parts)
