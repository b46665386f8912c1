"""How trusted addresses are let past a mail server's own limits, as settings to copy.

The settings stand in `resources/queue_exempt.json` with source and date. Nothing is changed here:
an administrator puts them in. Only narrow ranges are taken: a wide one would let strangers in.
"""

import datetime
import ipaddress
import re
from functools import cache

import msgspec

from wizard.account import shortened
from wizard.errors import BadInput
from wizard.messages import Message, message
from wizard.resources import resource

# Wider than this is a whole provider, not a few machines of one's own. (choice)
NARROWEST_IPV4, NARROWEST_IPV6 = 24, 48
_MOST_ADDRESSES = 50


class Exemption(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One mail server's way. `text` goes into `file`; `after` is typed then."""

    server: str
    file: str
    text: str
    after: str
    danger: str
    source: str
    date: str
    confirmed: bool

    def settings(self, addresses: tuple[str, ...], today: datetime.date) -> str:
        """The text with the addresses, and the day, so that it can be found and taken back."""
        written = [_bracketed(one) if self.server == "postfix" else one for one in addresses]
        filled = self.text.replace("{addresses}", ", ".join(written))
        return filled.replace("{date}", today.isoformat())

    @property
    def danger_message(self) -> Message:
        """What this opens, and what it must never be given."""
        return message(self.danger)


class _Table(msgspec.Struct, frozen=True):
    settings: tuple[Exemption, ...]


@cache
def exemptions() -> tuple[Exemption, ...]:
    """The table."""
    return msgspec.json.decode(resource("queue_exempt.json").read_bytes(), type=_Table).settings


def checked_addresses(typed: str) -> tuple[str, ...]:
    """Addresses and small networks, separated by spaces or commas. BadInput says what is wrong."""
    parts = [part for part in re.split(r"[\s,;]+", typed.strip()) if part]
    if not parts:
        raise BadInput(message("exempt.no_address"))
    if len(parts) > _MOST_ADDRESSES:
        raise BadInput(message("exempt.too_many", most=_MOST_ADDRESSES))
    return tuple(dict.fromkeys(_checked(part) for part in parts))


def _bracketed(address: str) -> str:
    """Postfix takes IPv6 in brackets, before the length of a network (postconf(5))."""
    if ":" not in address:
        return address
    host, slash, length = address.partition("/")
    return f"[{host}]{slash}{length}"


def _checked(part: str) -> str:
    try:
        network = ipaddress.ip_network(part, strict=False)
    except ValueError:
        raise BadInput(message("exempt.bad_address", given=shortened(part))) from None
    narrowest = NARROWEST_IPV4 if network.version == 4 else NARROWEST_IPV6
    if network.prefixlen < narrowest:
        raise BadInput(message("exempt.too_wide", given=str(network), narrowest=narrowest))
    return str(network.network_address) if network.num_addresses == 1 else str(network)
