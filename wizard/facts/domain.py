"""Facts about a domain's mail records in the DNS: SPF, DKIM, DMARC, reverse names, MTA-STS."""

import msgspec

from wizard.facts.names import NameResult


class TextRecords(msgspec.Struct, frozen=True, kw_only=True):
    """The TXT records at one name that begin with the wanted tag, each joined to one string."""

    name: str
    result: NameResult
    records: tuple[str, ...] = ()


class SpfLookup(msgspec.Struct, frozen=True, kw_only=True):
    """One DNS lookup that evaluating the SPF record costs (RFC 7208 4.6.4).

    `path` are the domains through which it was reached. `void`: no such name, or no data.
    `addresses` counts the hosts of an mx mechanism.
    """

    mechanism: str
    domain: str
    path: tuple[str, ...]
    result: NameResult
    void: bool
    record: str = ""
    addresses: int = 0


class ReverseName(msgspec.Struct, frozen=True, kw_only=True):
    """The reverse names of one sending address, and whether one leads back to it."""

    host: str
    address: str
    names: tuple[str, ...]
    confirmed: bool
    result: NameResult


class DomainFacts(msgspec.Struct, frozen=True, tag="domain", kw_only=True):
    """Everything about a domain that other mail servers look at.

    `dmarc` are the names of the tree walk in order (RFC 9989), up to the first that has a record.
    `dkim` are the selectors asked; `dkim_names_exist` is False when `_domainkey` itself does not
    exist, so that no selector can (RFC 8020).
    """

    domain: str
    exists: NameResult
    mx: tuple[str, ...]
    mx_result: NameResult
    spf: TextRecords
    spf_lookups: tuple[SpfLookup, ...]
    dmarc: tuple[TextRecords, ...]
    dkim: tuple[tuple[str, TextRecords], ...]
    dkim_names_exist: bool | None
    reverse: tuple[ReverseName, ...]
    mta_sts: TextRecords
    tls_rpt: TextRecords
