"""The one redactor: known values first, then patterns, then a sweep that finds what is left.

Also the only place that decides what 'hidden' looks like: consistent tokens in texts, and for
addresses in facts stand-ins of the same class, so that a report can be judged again.
"""

import ipaddress
import re
from collections.abc import Iterable, Mapping

from wizard.support.masking_levels import Level
from wizard.support.redaction.encoded import Finder
from wizard.support.redaction.known import Known
from wizard.support.redaction.patterns import Patterns
from wizard.support.redaction.pseudonyms import (
    Kind,
    Pseudonyms,
    is_plain,
    is_stand_in,
    token_of_stand_in,
)

# Characters that nobody sees: controls, zero-width, bidirectional. A server could hide a name with
# them, and they disturb whoever reads the report.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_HOST_NAME = re.compile(
    r"(?<![\w@.-])(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})\.)+[A-Za-z]{2,24}(?![\w-])"
)
# What was replaced can lay bare what stood against it; a text is settled after two passes or so.
_MOST_PASSES = 5
_CUT = re.compile(r"…|\.\.\.|\Z")
_MOST_CUTS = 20
_SHORTEST_BEGINNING, _LONGEST_BEGINNING = 6, 320
_LABEL_BEFORE = re.compile(r"[\w.-]*\Z")


class Masker:
    """Masks texts for one report, consistently. Not to be shared between reports."""

    def __init__(
        self,
        known: Iterable[Known],
        level: Level = Level.NORMAL,
        *,
        public: frozenset[str] = frozenset(),
        keep: frozenset[str] = frozenset(),
    ) -> None:
        self.level = level
        only_secrets = level is Level.OWN_HELPDESK
        kept = [k for k in known if k.kind is Kind.SECRET or not only_secrets]
        self._public = frozenset() if level is Level.NOTHING_PERSONAL else public
        self._pseudonyms = Pseudonyms()
        self._known = kept
        self._finder = Finder(kept)
        self._patterns = Patterns(
            self._pseudonyms,
            self.is_public,
            frozenset() if level is Level.NOTHING_PERSONAL else keep,
            only_secrets=only_secrets,
        )

    @property
    def counts(self) -> Mapping[str, int]:
        """How often something was hidden, by kind."""
        return {kind.value: count for kind, count in sorted(self._pseudonyms.counts.items())}

    def is_public(self, name: str) -> bool:
        """Whether a domain or host belongs to a well-known provider and may stay readable."""
        labels = name.split(".")
        return any(".".join(labels[i:]) in self._public for i in range(len(labels) - 1))

    def text(self, text: str) -> str:
        """A text without what must not leave."""
        masked = _UNSEEN.sub("", text)
        for _ in range(_MOST_PASSES):
            before, masked = masked, self._pass(masked)
            if masked == before:
                break
        return masked

    def _pass(self, text: str) -> str:
        masked = self._patterns.masked(self.without_known(text))
        if self.level is Level.NOTHING_PERSONAL:
            masked = _HOST_NAME.sub(self._any_host, masked)
        return masked

    def fact(self, value: str) -> str:
        """A value among facts: an address becomes a stand-in of its class, the rest as a text."""
        bare, percent, zone = value.partition("%")
        try:
            address = ipaddress.ip_address(bare)
        except ValueError:
            return self.text(value)
        if self.level is Level.OWN_HELPDESK or is_plain(address) or is_stand_in(address):
            return value
        if self._patterns.keeps(bare):
            return value
        return self._pseudonyms.stand_in(address) + (percent + zone if percent else "")

    def host(self, name: str) -> str:
        """The name of a server: readable when it is a well-known provider's, else a token."""
        try:
            ipaddress.ip_address(name.partition("%")[0])
        except ValueError:
            pass
        else:
            return self.fact(name)
        if self.level is Level.OWN_HELPDESK or not name:
            return self.text(name)
        if self.is_public(name.casefold()) or name.casefold() in ("localhost",):
            return name
        return self.text(name)

    def without_known(self, text: str) -> str:
        """The text with every known value replaced, however it was written."""
        pieces: list[str] = []
        last = 0
        for start, end, known in self._finder.hits(text):
            if start < last:
                continue
            begin = start
            if known.kind is Kind.DOMAIN:
                begin, token = self._whole_host(text, last, start, known)
            else:
                token = self._pseudonyms.token(known.kind, known.text)
            pieces += (text[last:begin], token)
            last = end
        return self._without_cut_off("".join((*pieces, text[last:])) if pieces else text)

    def _without_cut_off(self, text: str) -> str:
        """A sentence that was shortened may end in the beginning of a known value."""
        ends = [match.start() for match in _CUT.finditer(text)][:_MOST_CUTS]
        for end in reversed(ends):
            before = text[max(0, end - _LONGEST_BEGINNING) : end].casefold()
            # The longest: 'anna.lindq' begins her address, 'lindq' alone her domain as well.
            beginnings = ((_beginning_at(k.text.casefold(), before), k) for k in self._known)
            length, known = max(beginnings, key=lambda one: one[0], default=(0, None))
            if known is not None and length:
                token = self._pseudonyms.token(known.kind, known.text)
                text = text[: end - length] + token + text[end:]
        return text

    def leaks(self, text: str) -> list[Known]:
        """Known values that still stand in a text: there must be none."""
        return [known for _, _, known in self._finder.hits(text)]

    def _whole_host(self, text: str, last: int, start: int, known: Known) -> tuple[int, str]:
        """A name inside a hidden domain is one host; the domain itself is a domain."""
        labels = _LABEL_BEFORE.search(text[max(last, start - 253) : start])
        before = labels[0] if labels else ""
        if not before.endswith(".") or before == ".":
            return start, self._pseudonyms.token(Kind.DOMAIN, known.text)
        whole = before + known.text
        return start - len(before), self._pseudonyms.token(Kind.HOST, whole)

    def _any_host(self, match: re.Match[str]) -> str:
        return self._pseudonyms.token(Kind.HOST, match[0])


def _beginning_at(value: str, before: str) -> int:
    """How much of a value a text ends in, when that is enough to give it away; else 0."""
    for length in range(len(value) - 1, _SHORTEST_BEGINNING - 1, -1):
        if before.endswith(value[:length]):
            return length
    return 0


_STAND_IN = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)|(?<![\w:.])[0-9a-f]{1,4}:[0-9a-f:.]{2,40}(?!\w)"
)


def tokens_for_stand_ins(text: str) -> str:
    """A text made from masked facts, with `ip1(public-v4)` in place of stand-in addresses."""

    def replaced(match: re.Match[str]) -> str:
        trimmed = match[0].rstrip(".:")
        try:
            address = ipaddress.ip_address(trimmed)
        except ValueError:
            return match[0]
        if not is_stand_in(address):
            return match[0]
        return token_of_stand_in(address) + match[0][len(trimmed) :]

    return _STAND_IN.sub(replaced, text)
