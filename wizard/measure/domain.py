"""Asks the DNS what other mail servers would ask about a domain. No mail server is contacted.

SPF is followed as an evaluator would follow it, one step past its limit of ten lookups, so that
the judge can say by how much a record exceeds it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import dns.asyncresolver
import dns.exception
import dns.name
import dns.resolver
import dns.reversename

from wizard.account import checked_host
from wizard.errors import BadInput
from wizard.facts.domain import DomainFacts, ReverseName, SpfLookup, TextRecords
from wizard.facts.names import NameResult
from wizard.facts.spf import MAXIMUM_LOOKUPS, Term, terms
from wizard.messages import message

# Selectors that large senders use; a hit is proof, a miss is not (DKIM cannot be listed).
COMMON_SELECTORS = (
    "default", "dkim", "mail", "selector1", "selector2", "google", "k1", "k2", "k3", "s1", "s2",
    "fm1", "fm2", "fm3", "protonmail", "protonmail2", "protonmail3", "zoho", "sig1", "mandrill",
    "pm", "mte1", "20230601",
)  # fmt: skip
_MOST_PARENTS = 8  # RFC 9989 4.10: the tree walk asks at most eight names


@dataclass(slots=True)
class _Asker:
    """DNS questions with their outcome as a value."""

    resolver: dns.asyncresolver.Resolver
    _cache: dict[tuple[str, str], "asyncio.Task[tuple[NameResult, list[Any]]]"] = field(
        default_factory=dict
    )

    async def ask(self, name: str, kind: str) -> tuple[NameResult, list[Any]]:
        key = (name.lower().rstrip("."), kind)
        if key not in self._cache:
            self._cache[key] = asyncio.create_task(self._ask(*key))
        return await self._cache[key]

    async def _ask(self, name: str, kind: str) -> tuple[NameResult, list[Any]]:
        try:
            answer = await self.resolver.resolve(name, kind, search=False)
        except dns.resolver.NXDOMAIN:
            return NameResult.NO_SUCH_NAME, []
        except dns.resolver.NoAnswer:
            return NameResult.NO_ADDRESS, []
        except dns.resolver.NoNameservers:
            return NameResult.SERVER_FAILURE, []
        except dns.exception.Timeout:
            return NameResult.NO_ANSWER, []
        except (dns.exception.DNSException, OSError, UnicodeError, ValueError):
            return NameResult.ERROR, []
        return NameResult.FOUND, list(answer)

    async def texts(self, name: str, tag: str) -> TextRecords:
        """TXT records at a name that start with the tag (the tag alone, or followed by a space
        or semicolon), strings joined without a space (RFC 7208 3.3)."""
        result, records = await self.ask(name, "TXT")
        joined = [b"".join(record.strings).decode("utf-8", "replace") for record in records]
        # Sorted: servers rotate their records, and the same domain must read the same twice.
        wanted = tuple(sorted(text for text in joined if _starts_with_tag(text, tag)))
        return TextRecords(name=name, result=result, records=wanted)


def checked_domain(typed: str) -> str:
    """The domain of an address, or the domain itself. BadInput when it is none."""
    domain = checked_host(typed.rpartition("@")[2])
    if "." not in domain or domain.replace(".", "").isdigit() or ":" in domain:
        raise BadInput(message("domain.no_account", given=domain))
    return domain


def _of_the_system() -> dns.asyncresolver.Resolver:
    """The system's resolver; one that answers nothing where the system has none."""
    try:
        return dns.asyncresolver.Resolver()
    except dns.resolver.NoResolverConfiguration:
        return dns.asyncresolver.Resolver(configure=False)


async def read_domain(
    domain: str,
    *,
    selectors: Sequence[str] = (),
    resolver: dns.asyncresolver.Resolver | None = None,
) -> DomainFacts:
    """Ask everything at once. `selectors` are DKIM selectors known from a message's header."""
    asker = _Asker(resolver or _of_the_system())
    domain = domain.lower().rstrip(".")
    async with asyncio.TaskGroup() as group:
        exists = group.create_task(asker.ask(domain, "SOA"))
        mx = group.create_task(asker.ask(domain, "MX"))
        spf = group.create_task(asker.texts(domain, "v=spf1"))
        dmarc = group.create_task(_dmarc(asker, domain))
        dkim = group.create_task(_dkim(asker, domain, (*selectors, *COMMON_SELECTORS)))
        mta_sts = group.create_task(asker.texts(f"_mta-sts.{domain}", "v=STSv1"))
        tls_rpt = group.create_task(asker.texts(f"_smtp._tls.{domain}", "v=TLSRPTv1"))
    mx_result, exchanges = mx.result()
    keys, keys_exist = dkim.result()
    hosts = tuple(
        str(record.exchange).rstrip(".") for record in sorted(exchanges, key=lambda r: r.preference)
    )
    lookups: list[SpfLookup] = []
    if len(spf.result().records) == 1:
        await _follow_spf(asker, spf.result().records[0], (domain,), lookups)
    own_hosts = [host for host in hosts if host == domain or host.endswith("." + domain)]
    return DomainFacts(
        domain=domain,
        exists=exists.result()[0],
        mx=hosts,
        mx_result=mx_result,
        spf=spf.result(),
        spf_lookups=tuple(lookups),
        dmarc=dmarc.result(),
        dkim=keys,
        dkim_names_exist=keys_exist,
        reverse=await _reverse(asker, own_hosts),
        mta_sts=mta_sts.result(),
        tls_rpt=tls_rpt.result(),
    )


async def _dmarc(asker: _Asker, domain: str) -> tuple[TextRecords, ...]:
    walked: list[TextRecords] = []
    for parent in tree_walk(domain):
        found = await asker.texts(f"_dmarc.{parent}", "v=DMARC1")
        walked.append(found)
        if found.records:
            break
    return tuple(walked)


def tree_walk(domain: str) -> Iterable[str]:
    """The names to ask for DMARC: the domain, then its parents, at most eight (RFC 9989)."""
    labels = domain.split(".")
    yield domain
    start = max(1, len(labels) - (_MOST_PARENTS - 1))
    for cut in range(start, len(labels)):
        yield ".".join(labels[cut:])


async def _dkim(
    asker: _Asker, domain: str, selectors: Sequence[str]
) -> tuple[tuple[tuple[str, TextRecords], ...], bool | None]:
    async def one(selector: str) -> tuple[str, TextRecords]:
        name = f"{selector}._domainkey.{domain}"
        result, records = await asker.ask(name, "TXT")
        texts = tuple(b"".join(r.strings).decode("utf-8", "replace") for r in records)
        keys = tuple(text for text in texts if "p=" in text)
        return selector, TextRecords(name=name, result=result, records=keys)

    wanted = tuple(dict.fromkeys(selectors))
    found, (above, _) = await asyncio.gather(
        _together(one, wanted), asker.ask(f"_domainkey.{domain}", "TXT")
    )
    known = {NameResult.NO_SUCH_NAME: False, NameResult.NO_ADDRESS: True, NameResult.FOUND: True}
    return tuple(found), known.get(above)


async def _together(
    one: Callable[[str], Awaitable[tuple[str, TextRecords]]], values: Sequence[str]
) -> list[tuple[str, TextRecords]]:
    return list(await asyncio.gather(*(one(value) for value in values)))


async def _follow_spf(
    asker: _Asker, record: str, path: tuple[str, ...], lookups: list[SpfLookup]
) -> None:
    for term in terms(record):
        if len(lookups) > MAXIMUM_LOOKUPS:
            return
        if not term.costs_lookup:
            continue
        lookup = await _spf_lookup(asker, term, path)
        lookups.append(lookup)
        nested = term.name in ("include", "redirect")
        if nested and lookup.record and lookup.domain not in path:
            await _follow_spf(asker, lookup.record, (*path, lookup.domain), lookups)


async def _spf_lookup(asker: _Asker, term: Term, path: tuple[str, ...]) -> SpfLookup:
    domain = (term.domain or path[-1]).lower().rstrip(".")
    kind = {"mx": "MX", "include": "TXT", "redirect": "TXT"}.get(term.name, "A")
    if "%" in domain or term.name == "ptr":
        # A macro or ptr depends on the message: it costs a lookup, which cannot be made here.
        return SpfLookup(
            mechanism=term.name, domain=domain, path=path, result=NameResult.FOUND, void=False
        )
    result, records = await asker.ask(domain, kind)
    if kind == "A" and result is NameResult.NO_ADDRESS:
        result, records = await asker.ask(domain, "AAAA")
    record = ""
    if kind == "TXT":
        record = next(iter((await asker.texts(domain, "v=spf1")).records), "")
    return SpfLookup(
        mechanism=term.name,
        domain=domain,
        path=path,
        result=result,
        void=result in (NameResult.NO_SUCH_NAME, NameResult.NO_ADDRESS),
        record=record,
        addresses=len(records) if kind == "MX" else 0,
    )


async def _reverse(asker: _Asker, hosts: Sequence[str]) -> tuple[ReverseName, ...]:
    found: list[ReverseName] = []
    for host in hosts[:4]:
        for kind in ("A", "AAAA"):
            _, addresses = await asker.ask(host, kind)
            found += [await _reverse_of(asker, host, str(a)) for a in addresses[:2]]
    return tuple(found)


async def _reverse_of(asker: _Asker, host: str, address: str) -> ReverseName:
    pointer = dns.reversename.from_address(address).to_text()
    result, records = await asker.ask(pointer, "PTR")
    names = tuple(str(record.target).rstrip(".") for record in records)
    confirmed = False
    for name in names[:4]:
        _, back = await asker.ask(name, "AAAA" if ":" in address else "A")
        confirmed |= any(str(b) == address for b in back)
    return ReverseName(host=host, address=address, names=names, confirmed=confirmed, result=result)


def _starts_with_tag(text: str, tag: str) -> bool:
    rest = text[len(tag) :]
    return text[: len(tag)].lower() == tag.lower() and (not rest or rest[0] in " ;")
