"""What the three answers of a blocklist mean together. No I/O (RFC 5782 section 5).

An address is 'listed' only if the list answered as documented, its two test points were right in
the same run, and nobody on the way changes answers. Everything else is a reason why it could not
be checked. The order of the rules matters; each was seen in the wild.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from wizard.facts.blocklist_table import Blocklist
from wizard.facts.blocklists import ListingResult
from wizard.facts.names import NameResult
from wizard.measure.smtp.masking import printable

_LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
_ERRORS = ipaddress.ip_network("127.255.255.0/24")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: how the question ended, and the addresses when there were any."""

    result: NameResult
    addresses: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """No answer that says anything about the list."""
        said = (NameResult.FOUND, NameResult.NO_SUCH_NAME, NameResult.NO_ADDRESS)
        return self.result not in said


@dataclass(frozen=True, slots=True)
class Meaning:
    """The result, and the documented codes when the address is listed."""

    result: ListingResult
    codes: tuple[str, ...] = ()
    text: str = ""


def meaning(target: Answer, listed_test: Answer, clean_test: Answer, of: Blocklist) -> Meaning:
    """Weigh the answers for the address itself, for 127.0.0.2 and for 127.0.0.1."""
    trouble = _trouble_answering(target, listed_test, clean_test) or _trouble_with_list(
        listed_test, clean_test
    )
    if trouble is not None:
        return Meaning(trouble)
    if target.result is NameResult.NO_SUCH_NAME:
        return Meaning(ListingResult.NOT_LISTED)
    if target.result is NameResult.NO_ADDRESS:
        # 'Not listed' is 'no such name'. A name without its address was stripped on the way.
        return Meaning(ListingResult.STRIPPED)
    codes = tuple(sorted(a for a in target.addresses if of.code(a) is not None))
    if not codes:
        unknown = ", ".join(sorted(target.addresses))
        return Meaning(ListingResult.NO_ANSWER, text=f"undocumented: {unknown}")
    return Meaning(ListingResult.LISTED, codes)


def _trouble_answering(*answers: Answer) -> ListingResult | None:
    addresses = [ipaddress.ip_address(a) for answer in answers for a in answer.addresses]
    if any(address in _ERRORS for address in addresses):
        return ListingResult.REFUSED
    if any(address not in _LOOPBACK for address in addresses):
        return ListingResult.REWRITTEN
    if any(answer.result is NameResult.REFUSED for answer in answers):
        return ListingResult.REFUSED
    return ListingResult.NO_ANSWER if any(answer.failed for answer in answers) else None


def _trouble_with_list(listed_test: Answer, clean_test: Answer) -> ListingResult | None:
    if clean_test.result is NameResult.FOUND:
        return ListingResult.LISTS_EVERYTHING
    if listed_test.result is NameResult.NO_SUCH_NAME:
        return ListingResult.EMPTY
    return ListingResult.STRIPPED if listed_test.result is NameResult.NO_ADDRESS else None


def question(address: str, zone: str) -> str:
    """The name to ask for an address: its octets, or the nibbles of IPv6, reversed."""
    ip = ipaddress.ip_address(address)
    reverse = ip.reverse_pointer.removesuffix(".in-addr.arpa").removesuffix(".ip6.arpa")
    return f"{reverse}.{zone}"


def point_address(address: str, *, ipv6: bool) -> str:
    """A test point as the family's lists hold it: 127.0.0.2 or ::FFFF:7F00:2."""
    return f"::ffff:{address}" if ipv6 else address


def shown_text(texts: tuple[str, ...], of: Blocklist) -> str:
    """The list's own words, without addresses of web pages that are not its own."""
    own = ".".join((urlsplit(of.page).hostname or of.zone).split(".")[-2:])

    def checked(match: re.Match[str]) -> str:
        try:
            host = urlsplit(match[0]).hostname or ""
        except ValueError:
            host = ""
        return match[0] if host == own or host.endswith(f".{own}") else "[…]"

    return _URL.sub(checked, printable(" ".join(texts), 300))
