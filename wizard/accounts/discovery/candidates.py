"""What discovery finds: candidates, each with its source, its trust, and where it was read."""

import msgspec

from wizard.account import SignIn, Source
from wizard.vocabulary import Security

# How much a source is trusted, most first. The organisation knows best; the provider's own
# records beat our dated table only when they came over HTTPS; a guess is a guess.
_TRUST = {
    Source.PROFILE: 100,
    Source.AUTOCONFIG: 80,
    Source.PROVIDER_TABLE: 75,
    Source.ISPDB: 70,
    Source.MX: 60,
    Source.SRV: 50,
    Source.AUTODISCOVER: 30,
    Source.GUESS: 10,
}
# Anybody on the way can change what comes over plain HTTP.
_UNPROTECTED_PENALTY = 60


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """One way to send. `confirmed` is False when it was found over an unprotected connection."""

    host: str
    port: int
    security: Security
    username: str
    source: Source
    sign_in: SignIn = SignIn.PASSWORD
    provider: str = ""
    read_at: str = ""  # the URL, DNS name or file in which it stood
    date: str = ""  # of our own table's record
    confirmed: bool = True

    @property
    def trust(self) -> int:
        """Greater is better."""
        plain = 20 if self.security is Security.NONE else 0
        return _TRUST.get(self.source, 0) - plain - (0 if self.confirmed else _UNPROTECTED_PENALTY)


class SettingsFound(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was found for an address, the most trusted first."""

    address: str
    domain: str
    candidates: tuple[Candidate, ...]
    provider: str = ""
    asked: tuple[str, ...] = ()  # every place that was asked
    troubles: tuple[tuple[str, str], ...] = ()  # places that could not be used, and why

    @property
    def best(self) -> Candidate | None:
        """The most trusted candidate."""
        return self.candidates[0] if self.candidates else None


def ranked(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """Most trusted first, each server, port and protection once."""
    kept: dict[tuple[str, int, Security], Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: -c.trust):
        kept.setdefault((candidate.host, candidate.port, candidate.security), candidate)
    return tuple(kept.values())
