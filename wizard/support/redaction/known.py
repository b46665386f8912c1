"""The exact values that must not leave: the person's, the account's, the computer's.

Known values are replaced before any pattern is tried, longest first, whatever way they are
written. A value that is an ordinary word of this program's own texts ('mail', 'server') is only
masked where its place shows what it is, else every sentence would suffer.
"""

import getpass
import ipaddress
import re
import socket
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

import msgspec

from wizard import account, observation, vocabulary
from wizard.account import Account
from wizard.facts import blocklists, computer, names, network, server
from wizard.messages import catalogue
from wizard.resources import resource
from wizard.support.redaction.pseudonyms import TOKEN, Kind

_SHORTEST = 3
_SHORTEST_ANYWHERE = 6
# Names of roles and of machines that belong to nobody.
_NOBODY = frozenset({
    "root", "admin", "administrator", "user", "users", "guest", "info", "mail", "email",
    "office", "contact", "support", "test", "default", "localhost", "localdomain", "local",
    "home", "host", "hostname", "domain", "postmaster", "webmaster", "noreply", "no-reply",
    "service", "server", "desktop", "laptop", "computer", "pc", "debian", "ubuntu", "fedora",
    "windows", "macbook", "linux", "public", "shared",
})  # fmt: skip


class Known(msgspec.Struct, frozen=True):
    """One value and what it is."""

    text: str
    kind: Kind

    @property
    def anywhere(self) -> bool:
        """Whether it is replaced inside longer words too; short values only as whole words."""
        return len(self.text) >= _SHORTEST_ANYWHERE


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who sits at this computer, as the system knows them."""

    user_name: str = ""
    full_name: str = ""
    home: str = ""
    host_names: tuple[str, ...] = ()


@cache
def this_person() -> Person:
    """The person and the computer of this process. What cannot be told stays empty."""
    return Person(
        user_name=_user_name(),
        full_name=_full_name(),
        home=_home(),
        host_names=_host_names(),
    )


def known_values(
    tested: Account | None,
    person: Person,
    *,
    addresses: Iterable[str] = (),
    secrets: Iterable[str] = (),
    words: Iterable[str] = (),
    public: frozenset[str] = frozenset(),
) -> tuple[Known, ...]:
    """Everything to be masked, longest first.

    `addresses` are further mail addresses seen in the run, `public` the domains and hosts of
    well-known providers, which stay readable, `words` what the organisation wants hidden too.
    """
    found = [
        *(Known(secret, Kind.SECRET) for secret in secrets),
        *(_of_account(tested, public) if tested else ()),
        *_of_person(person),
        *(value for address in addresses for value in _of_address(address, public)),
        *(Known(word, Kind.WORD) for word in words),
    ]
    unique = {(k.text.casefold(), k.kind is Kind.SECRET): k for k in reversed(found)}
    usable = [known for known in unique.values() if _usable(known)]
    return tuple(sorted(usable, key=lambda known: (-len(known.text), known.text)))


def _of_account(tested: Account, public: frozenset[str]) -> Iterator[Known]:
    yield from _of_address(tested.address, public)
    if "@" in tested.username:
        yield from _of_address(tested.username, public)
    else:
        yield Known(tested.username, Kind.USER)
    if tested.host.casefold() not in public and not _is_ip(tested.host):
        yield Known(tested.host, Kind.HOST)
        parent = tested.host.partition(".")[2]
        if parent.count(".") >= 1 and parent.casefold() not in public:
            yield Known(parent, Kind.DOMAIN)


def _of_address(address: str, public: frozenset[str]) -> Iterator[Known]:
    local, at, domain = address.rpartition("@")
    if not at:
        return
    yield Known(local, Kind.USER)
    yield from (Known(variant, Kind.USER) for variant in _written_apart(local))
    if domain.casefold() not in public and not _is_ip(domain.strip("[]")):
        yield Known(domain, Kind.DOMAIN)
        ascii_domain = _ascii(domain)
        if ascii_domain:
            yield Known(ascii_domain, Kind.DOMAIN)


def _of_person(person: Person) -> Iterator[Known]:
    yield Known(person.user_name, Kind.USER)
    yield Known(person.full_name, Kind.USER)
    for part in person.full_name.split():
        yield Known(part, Kind.USER)
    yield Known(person.home, Kind.PATH)
    yield Known(person.home.replace("\\", "/"), Kind.PATH)
    for host in person.host_names:
        yield Known(host, Kind.HOST)
        yield Known(host.partition(".")[0], Kind.HOST)


def _written_apart(local: str) -> Iterator[str]:
    """`anna.smith` is also 'anna smith' and 'annasmith' in a server's greeting."""
    base = local.partition("+")[0]
    if base != local:
        yield base
    parts = base.replace("_", ".").replace("-", ".").split(".")
    if len(parts) > 1:
        yield " ".join(parts)
        yield "".join(parts)


def _usable(known: Known) -> bool:
    text = known.text.strip()
    if known.kind is Kind.SECRET:
        return len(text) >= _SHORTEST and text.casefold() not in _own_words()
    if len(text) < _SHORTEST or text.casefold() in _NOBODY or TOKEN.match(text):
        return False
    if known.kind is Kind.PATH:
        return text.casefold() not in ("/root", "/home", "/users", "c:\\users")
    return text.casefold() not in _own_words()


@cache
def _own_words() -> frozenset[str]:
    """The words of this program's own English texts, closed sets and report fields."""
    texts: list[str] = []
    for text in catalogue.TEXTS.values():
        texts.extend((text,) if isinstance(text, str) else text)
    for module in (vocabulary, account, observation, computer, network, server, blocklists, names):
        for member in vars(module).values():
            if isinstance(member, type) and issubclass(member, StrEnum):
                texts.extend(each.value for each in member)
            elif isinstance(member, type) and issubclass(member, msgspec.Struct):
                texts.extend(member.__struct_fields__)
    texts.append(resource("schemas/report-1.json").read_text("utf-8"))
    # Examples in the texts (anna@example.com) are nobody's vocabulary.
    plain = re.sub(r"\S+[@.]\w\S*", " ", " ".join(texts).casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain)
    return frozenset(letters.split())


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _ascii(domain: str) -> str:
    try:
        return "" if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _full_name() -> str:
    try:
        import os
        import pwd
    except ImportError:
        return ""
    try:
        return pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0]
    except (KeyError, AttributeError, OSError):
        return ""


def _home() -> str:
    try:
        return str(Path.home())
    except (RuntimeError, OSError):
        return ""


def _host_names() -> tuple[str, ...]:
    try:
        name = socket.gethostname()
    except OSError:
        return ()
    return tuple(dict.fromkeys(n for n in (name, name.partition(".")[0]) if n))
