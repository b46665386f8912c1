"""SPF records (RFC 7208): reading the terms, and what is wrong with them.

Limits: section 4.6.4, at most ten terms that cost a DNS lookup, at most two that find nothing,
at most ten hosts in an mx.
"""

import re
from dataclasses import dataclass

MAXIMUM_LOOKUPS = 10
MAXIMUM_VOID_LOOKUPS = 2
MAXIMUM_MX_HOSTS = 10

_LOOKUP_TERMS = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})
_MECHANISMS = _LOOKUP_TERMS | {"all", "ip4", "ip6", "exp"}
_TERM = re.compile(
    r"(?P<qualifier>[+\-~?]?)(?P<name>[A-Za-z][A-Za-z0-9_.-]*)(?P<rest>(?:[:=/].*)?)\Z", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Term:
    """One mechanism or modifier. `domain` is '' when the current domain is meant."""

    text: str
    qualifier: str
    name: str
    domain: str
    known: bool

    @property
    def costs_lookup(self) -> bool:
        """Whether it counts toward the limit of ten."""
        return self.name in _LOOKUP_TERMS


def terms(record: str) -> tuple[Term, ...]:
    """The terms of a record, in order, without the version."""
    return tuple(_term(word) for word in record.split()[1:])


def _term(word: str) -> Term:
    match = _TERM.match(word)
    if match is None:
        return Term(word, "", word, "", known=False)
    name, rest = match["name"].lower(), match["rest"]
    is_modifier = rest.startswith("=")
    known = name in _MECHANISMS or is_modifier
    domain = ""
    if rest[:1] in (":", "=") and name not in ("ip4", "ip6"):
        domain = rest[1:].split("/")[0] if "%" not in rest else rest[1:]
    return Term(word, match["qualifier"] or "+", name, domain, known)
