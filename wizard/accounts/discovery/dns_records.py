"""Settings in the DNS: SRV records for submission (RFC 6186, RFC 8314 5.1), and who takes the mail.

DNS answers are not proven here, so a server outside the domain that only an SRV record names is
marked (RFC 6186 section 6: the person has to agree).
"""

from typing import Any

import dns.asyncresolver
import dns.exception
import dns.resolver

from wizard.account import Source, checked_host
from wizard.accounts.discovery.candidates import Candidate, Doubt
from wizard.accounts.discovery.domains import belongs
from wizard.errors import BadInput
from wizard.vocabulary import Security

_SERVICES = (("_submissions", Security.TLS), ("_submission", Security.STARTTLS))
_ASK_SECONDS = 4.0
_MOST_RECORDS = 10


async def submission_services(
    resolver: dns.asyncresolver.Resolver, domain: str, address: str, date: str
) -> tuple[list[Candidate], str]:
    """Candidates from SRV, protected first; a target of '.' says that there is no such service."""
    found: list[Candidate] = []
    refused = False
    for service, security in _SERVICES:
        name = f"{service}._tcp.{domain}"
        records = await _records(resolver, name, "SRV")
        ordered = sorted(records, key=lambda r: (int(r.priority), -int(r.weight)))
        for record in ordered[:_MOST_RECORDS]:
            target = str(record.target).rstrip(".").lower()
            refused = refused or not target
            try:
                host = checked_host(target)
            except BadInput:
                continue
            found.append(
                Candidate(
                    host=host,
                    port=int(record.port) or (465 if security is Security.TLS else 587),
                    security=security,
                    username=address,
                    source=Source.SRV,
                    read_at=name,
                    date=date,
                    doubt=None if belongs(host, domain) else Doubt.UNSIGNED_DNS,
                )
            )
    return found, "" if found else "service not offered" if refused else "no record"


async def mx_hosts(resolver: dns.asyncresolver.Resolver, domain: str) -> tuple[str, ...]:
    """The hosts that receive the domain's mail, the preferred first; a null MX is none."""
    records = await _records(resolver, domain, "MX")
    ordered = sorted(records, key=lambda record: int(record.preference))
    names = (str(record.exchange).rstrip(".").lower() for record in ordered)
    return tuple(name for name in names if name)


async def alias_of(resolver: dns.asyncresolver.Resolver, name: str) -> str:
    """Where a CNAME leads; '' when there is none."""
    for record in await _records(resolver, name, "CNAME"):
        return str(record.target).rstrip(".").lower()
    return ""


async def _records(resolver: dns.asyncresolver.Resolver, name: str, kind: str) -> list[Any]:
    try:
        return list(await resolver.resolve(f"{name}.", kind, lifetime=_ASK_SECONDS, search=False))
    except (dns.exception.DNSException, OSError, UnicodeError, ValueError):
        return []
