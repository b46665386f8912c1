"""Names security software by its processes and by the issuers of the certificates it makes.

The names are data (`resources/security_software.json`); many are unconfirmed and marked there.
"""

from collections.abc import Iterable
from functools import cache

import msgspec

from wizard.resources import resource


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """One product. Names are compared in lower case: issuers by their start, processes whole."""

    name: str
    issuers: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    confirmed: bool = False
    source: str
    date: str


class _File(msgspec.Struct, frozen=True):
    schema: str
    products: tuple[Product, ...]


@cache
def products() -> tuple[Product, ...]:
    """All products of the data file."""
    content = resource("security_software.json").read_bytes()
    return msgspec.json.decode(content, type=_File).products


def named_by_issuer(*issuer_names: str) -> str:
    """The product whose certificate authority has one of these names; '' when it is none."""
    given = [name.strip().lower() for name in issuer_names if name.strip()]
    for product in products():
        if any(name.startswith(known.lower()) for known in product.issuers for name in given):
            return product.name
    return ""


def running(process_names: Iterable[str]) -> tuple[str, ...]:
    """The products among running processes, each once."""
    here = {name.lower() for name in process_names}
    found = (p.name for p in products() if here & {known.lower() for known in p.processes})
    return tuple(dict.fromkeys(found))
