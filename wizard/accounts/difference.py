"""Actual settings against the right ones, field by field, in plain words. Pure."""

from collections.abc import Sequence

import msgspec

from wizard.account import SignIn
from wizard.accounts.discovery.candidates import Candidate
from wizard.facts.computer import SavedAccount
from wizard.messages import Message, message
from wizard.vocabulary import Security

_SAID = {Security.TLS: "SSL/TLS", Security.STARTTLS: "STARTTLS", Security.NONE: "–"}
_SPELLED = {".": "spell.dot", "-": "spell.hyphen", "_": "spell.underscore", "@": "spell.at"}


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One field that differs: what the program has, what it should have, and the sentence."""

    field: str
    actual: str
    right: str
    said: Message


def differences(
    saved: SavedAccount, candidates: Sequence[Candidate], provider: str
) -> tuple[Difference, ...]:
    """What to change in a mail program; empty when it matches any candidate."""
    if not candidates:
        return ()
    right = _nearest(saved, candidates)
    found = [*_place(saved, right, provider), *_sign_in(saved, right, provider)]
    return tuple(found)


def _nearest(saved: SavedAccount, candidates: Sequence[Candidate]) -> Candidate:
    """The candidate that needs the fewest changes; the first one wins a tie."""

    def changes(candidate: Candidate) -> int:
        same_host = candidate.host == saved.host.lower()
        return (
            3 - same_host - (candidate.port == saved.port) - (candidate.security is saved.security)
        )

    return min(candidates, key=changes)


def _place(saved: SavedAccount, right: Candidate, provider: str) -> list[Difference]:
    found = []
    program = saved.program
    if saved.host.lower() != right.host:
        said = message(
            "difference.host",
            program=program,
            host=saved.host,
            provider=provider,
            right_host=right.host,
        )
        found.append(Difference(field="host", actual=saved.host, right=right.host, said=said))
    port_differs = saved.port != right.port
    security_differs = saved.security is not right.security
    values: dict[str, str | int] = {
        "program": program,
        "provider": provider,
        "port": saved.port,
        "security": _SAID[saved.security],
        "right_port": right.port,
        "right_security": _SAID[right.security],
    }
    if port_differs:
        id_ = "difference.port_and_security" if security_differs else "difference.port"
        said = message(id_, **values)
        actual, wanted = str(saved.port), str(right.port)
        found.append(Difference(field="port", actual=actual, right=wanted, said=said))
    if security_differs:
        said = message("difference.security", **values)
        actual, wanted = _SAID[saved.security], _SAID[right.security]
        found.append(Difference(field="security", actual=actual, right=wanted, said=said))
    return found


def _sign_in(saved: SavedAccount, right: Candidate, provider: str) -> list[Difference]:
    if right.sign_in is SignIn.NONE:
        return []
    if saved.sign_in == "none":
        said = message("difference.no_sign_in", program=saved.program, provider=provider)
        wanted = right.sign_in.value
        return [Difference(field="sign_in", actual="none", right=wanted, said=said)]
    if right.username and saved.username and saved.username.lower() != right.username.lower():
        said = message(
            "difference.username",
            program=saved.program,
            username=saved.username,
            provider=provider,
            right_username=right.username,
        )
        return [
            Difference(field="username", actual=saved.username, right=right.username, said=said)
        ]
    return []


def spelled(value: str) -> tuple[Message | str, ...]:
    """A value for the phone: its words and digits, with the signs by name."""
    parts: list[Message | str] = []
    word = ""
    for character in value:
        if character in _SPELLED:
            parts += [word] if word else []
            parts.append(message(_SPELLED[character]))
            word = ""
        else:
            word += character
    return (*parts, word) if word else tuple(parts)
