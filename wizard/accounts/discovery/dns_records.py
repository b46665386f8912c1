"""Settings in the DNS: SRV records for submission (RFC 6186, RFC 8314 5.1), and who takes the mail.

DNS answers are not protected here, so a server outside the domain that only an SRV record names
is not confirmed.
"""

from typing import Any

import dns.asyncresolver
import dns.exception
import dns.resolver

from wizard.account import Source, checked_host
from wizard.accounts.discovery.candidates import Candidate
from wizard.errors import BadInput
from wizard.vocabulary import Security

_SERVICES = (("_submissions", Security.TLS), ("_submission", Security.STARTTLS))
_ASK_SECONDS = 4.0


async def submission_services(
    resolver: dns.asyncresolver.Resolver, address: str
) -> tuple[list[Candidate], str]:
    """Candidates from SRV; a target of '.' says that the service is not offered."""
    domain = address.rpartition("@")[2].lower()
    found: list[Candidate] = []
    for service, security in _SERVICES:
        name = f"{service}._tcp.{domain}"
        for record in await _records(resolver, name, "SRV"):
            target = str(record.target).rstrip(".").lower()
            try:
                host = checked_host(target)
            except BadInput:
                continue
            found.append(
                Candidate(
                    host=host,
                    port=int(record.port),
                    security=security,
                    username=address,
                    source=Source.SRV,
                    read_at=name,
                    confirmed=host == domain or host.endswith(f".{domain}"),
                )
            )
    return found, "" if found else "no record"


async def mx_hosts(resolver: dns.asyncresolver.Resolver, domain: str) -> tuple[str, ...]:
    """The hosts that receive the domain's mail, the preferred first."""
    records = await _records(resolver, domain, "MX")
    ordered = sorted(records, key=lambda record: int(record.preference))
    return tuple(str(record.exchange).rstrip(".").lower() for record in ordered)


async def _records(resolver: dns.asyncresolver.Resolver, name: str, kind: str) -> list[Any]:
    try:
        return list(await resolver.resolve(name, kind, lifetime=_ASK_SECONDS, search=False))
    except (dns.exception.DNSException, OSError, UnicodeError, ValueError):
        return []
