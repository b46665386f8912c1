"""What discovery finds: candidates, each with its source, its trust, and where it was read."""

from enum import StrEnum

import msgspec

from wizard.account import SignIn, Source
from wizard.accounts.providers import provider_by_id, provider_for_server
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
    Source.MAIL_PROGRAM: 40,
    Source.AUTODISCOVER: 30,
    Source.GUESS: 10,
}
# Less than the distance between a guess and anything better would not sink a poisoned answer.
_DOUBT_PENALTY = 75
_PLAIN_PENALTY = 20
_UNTESTED_PENALTY = 5


class Doubt(StrEnum):
    """Why a candidate is not confirmed: somebody on the way could have put it there."""

    PLAIN_HTTP = "plain_http"
    UNSIGNED_DNS = "unsigned_dns"
    REDIRECTED = "redirected"
    UNSURE_TABLE = "unsure_table"


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """One way to send.

    `also` names further sources that said the same. `tested` is True for a guess whose server
    answered as a mail server does. No password may go to a server that `doubt` is about before
    the person has agreed.
    """

    host: str
    port: int
    security: Security
    username: str
    source: Source
    sign_in: SignIn = SignIn.PASSWORD
    provider: str = ""
    read_at: str = ""  # the URL, DNS name or file in which it stood
    date: str = ""  # of our own table's record, else of the day when it was read
    doubt: Doubt | None = None
    also: tuple[Source, ...] = ()
    tested: bool = False

    @property
    def confirmed(self) -> bool:
        """Whether nobody on the way could have changed it."""
        return self.doubt is None

    @property
    def trust(self) -> int:
        """Greater is better."""
        penalty = _DOUBT_PENALTY if self.doubt not in (None, Doubt.UNSURE_TABLE) else 0
        penalty += _PLAIN_PENALTY if self.security is Security.NONE else 0
        if self.source is Source.GUESS and not self.tested:
            penalty += _UNTESTED_PENALTY
        return _TRUST.get(self.source, 0) - penalty


class SettingsFound(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was found for an address, the most trusted first."""

    address: str
    domain: str
    candidates: tuple[Candidate, ...]
    provider: str = ""
    asked: tuple[str, ...] = ()  # every place that was asked
    troubles: tuple[tuple[str, str], ...] = ()  # places that could not be used, and why
    disagree: bool = False  # two trusted sources name different servers

    @property
    def best(self) -> Candidate | None:
        """The most trusted candidate."""
        return self.candidates[0] if self.candidates else None


def ranked(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """Most trusted first, each server, port and protection once, with all its sources."""
    kept: dict[tuple[str, int, Security], Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: -c.trust):
        key = (candidate.host, candidate.port, candidate.security)
        first = kept.setdefault(key, candidate)
        if candidate.source not in (first.source, *first.also):
            also = (*first.also, candidate.source)
            kept[key] = msgspec.structs.replace(first, also=also)
    return tuple(kept.values())


def disagree(candidates: tuple[Candidate, ...]) -> bool:
    """Whether two confirmed sources that know the domain name different servers."""
    sure = [c for c in candidates if c.confirmed and c.trust >= _TRUST[Source.SRV]]
    hosts: dict[Source, set[str]] = {}
    for candidate in sure:
        for source in (candidate.source, *candidate.also):
            hosts.setdefault(source, set()).add(candidate.host)
    named = list(hosts.values())
    return any(a.isdisjoint(b) for i, a in enumerate(named) for b in named[i + 1 :])


def completed(candidate: Candidate, provider_id: str = "") -> Candidate:
    """With what our table knows of the server's provider: how it really wants sign-in.

    Documents of providers name a password where the provider takes an app password only. A
    server of a provider in the table needs no further proof when an unsigned record names it.
    """
    of_domain = provider_by_id(provider_id)
    provider = provider_for_server(candidate.host)
    if of_domain and any(server.host == candidate.host for server in of_domain.servers):
        provider = of_domain
    if provider is None:
        return candidate
    kinds = provider.sign_in
    known_host = candidate.doubt is Doubt.UNSIGNED_DNS
    return msgspec.structs.replace(
        candidate,
        provider=provider.id,
        sign_in=preferred(kinds) if kinds else candidate.sign_in,
        doubt=None if known_host else candidate.doubt,
    )


_PREFERENCE = (SignIn.PASSWORD, SignIn.APP_PASSWORD, SignIn.OAUTH2)


def preferred(kinds: tuple[SignIn, ...]) -> SignIn:
    """The kind that is easiest to test: something that can be typed before a browser sign-in."""
    return next((kind for kind in _PREFERENCE if kind in kinds), SignIn.PASSWORD)
