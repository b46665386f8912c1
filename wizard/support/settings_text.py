"""The settings found, for people in a terminal."""

import textwrap
from collections.abc import Iterator

from wizard.account import Source
from wizard.accounts.difference import differences
from wizard.accounts.discovery import SettingsFound
from wizard.accounts.providers import provider_by_id
from wizard.accounts.slips import likely_domain
from wizard.facts.computer import MailProgramsFacts
from wizard.messages import Language, Message, message


def settings_text(
    found: SettingsFound, programs: MailProgramsFacts, language: Language, width: int
) -> str:
    """Values each on a line of its own, so that they can be read out."""
    say = language.render
    lines = [say(line) for line in _lines(found, programs)]
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in lines
    )


def _lines(found: SettingsFound, programs: MailProgramsFacts) -> Iterator[Message]:
    yield message("found.heading", address=found.address)
    best = found.best
    if best is None or (best.source is Source.GUESS and not best.tested):
        meant = likely_domain(found.domain)
        if meant:
            yield message("found.perhaps", domain=found.domain, suggestion=meant)
    if best is None:
        yield message("found.nothing")
    else:
        yield message("found.server", value=best.host)
        yield message("found.port", value=best.port)
        yield message("found.security", value=_security(best.security.value))
        yield message("found.username", value=best.username or found.address)
        for other in found.candidates[1:4]:
            yield message(
                "found.other",
                host=other.host,
                port=other.port,
                security=_security(other.security.value),
            )
    provider = provider_by_id(found.provider)
    for one in provider.prepare if provider else ():
        yield message(f"prepare.{one.value}", provider=provider.name if provider else "")
    name = provider.name if provider else found.domain
    yield message("found.programs" if programs.accounts else "found.none_readable")
    for saved in programs.accounts:
        yield message(
            "found.program",
            program=saved.program,
            host=saved.host,
            port=saved.port,
            security=_security(saved.security.value),
        )
        for change in differences(saved, found.candidates, name):
            yield change.said


def _security(value: str) -> str:
    return {"tls": "SSL/TLS", "starttls": "STARTTLS"}.get(value, "–")
