"""What is personal by its form: mail addresses, IP addresses, home folders, numbers, tokens.

Every pattern is linear in the text: possessive runs that start only where the run before ended.
What must stay readable (versions, loopback, times, enhanced status codes, cipher names) is in
`tests/support/must_keep.txt`.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator

from wizard.support.redaction.pseudonyms import (
    HIDDEN,
    TOKEN,
    Address,
    Kind,
    Pseudonyms,
    is_plain,
    is_stand_in,
)

_LOCAL = r"[^\s<>()\[\],;:\"@\\|]"
_EMAIL = re.compile(
    rf"(?<!{_LOCAL})(?P<local>{_LOCAL}++)@"
    r"(?P<domain>\[[^\]\s]{1,60}\]|[\w.-]++(?:\([a-z0-9-]+\))?)"
    r"|(?P<quoted>\"[^\"\n]*+\")@(?P<domain2>[\w.-]++)"
)
# 'to=<anna@...>' in logs: the keyword is no part of the address.
_KEYWORD = re.compile(
    r"(?i)(?:to|from|orig_to|sender|recipient|rcpt|user|login|mail|email|sasl_username|"
    r"smtp\.mailfrom|header\.from|envelope-from|mailto)="
)
_MARKS = re.compile(r"[^\w+*]*")
_IPV4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)")
_DASHED_IPV4 = re.compile(r"(?<!\d)(?:\d{1,3}-){3}\d{1,3}(?![\d-])")
_VERSION_BEFORE = re.compile(
    r"(?i)(?:\bversion|\bver\.?|\bv|\bbuild|\brelease|\brev\.?)[ :=/]{0,2}\Z"
)
_IPV6 = re.compile(r"(?:(?i:(?<=ipv6:))|(?<![0-9A-Za-z:.]))[0-9A-Fa-f:.]++(?:%[\w.-]++)?")
_LONGEST_IPV6 = 45
_MAC = re.compile(r"(?<![0-9A-Fa-f:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:-])")
_UUID = re.compile(
    r"(?<![0-9A-Fa-f-])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Fa-f-])"
)
_HOME = re.compile(
    r"(?i)((?:[/\\]|%2F|%5C)(?:home|Users|Documents and Settings)(?:[/\\]{1,2}|%2F|%5C))"
    r"([^/\\\s\"'<>%:|?*&=]++)"
)
_SHARED_HOMES = frozenset(("public", "shared", "default", "all users"))
_UNC = re.compile(r"(?<![\\\w])\\\\([^\\\s/:*?\"<>|]{1,80})\\")
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
)
_CARD = re.compile(r"(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d-]|\.\d)")
_JWT = re.compile(r"(?<![\w-])eyJ[\w-]{6,}+(?:\.[\w-]*+){0,4}")
_AUTH = re.compile(
    r"(?i)\b(AUTH[ \t]+(?:PLAIN|LOGIN|CRAM-MD5|XOAUTH2|OAUTHBEARER|NTLM|SCRAM-[\w-]+)[ \t]+)(\S++)"
)
# '250 AUTH PLAIN LOGIN' announces mechanisms, it carries nothing.
_MECHANISMS = frozenset(
    (
        "PLAIN",
        "LOGIN",
        "CRAM-MD5",
        "DIGEST-MD5",
        "XOAUTH2",
        "OAUTHBEARER",
        "NTLM",
        "GSSAPI",
        "SCRAM-SHA-1",
        "SCRAM-SHA-256",
        "SCRAM-SHA-1-PLUS",
        "SCRAM-SHA-256-PLUS",
        "EXTERNAL",
    )
)
_ASSIGNED = re.compile(
    r"(?i)((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|bearer)[\"']?[=:][\"']?)"
    r"([^\s\"'&;,]++)"
)
_LONG_RUN = re.compile(r"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{24,}+={0,2}")
_SESSION_ID = re.compile(
    r"(?i)(queued as |message-id: ?<?|gsmtp id |smtp id |transaction id |reference id |session id )"
    r"([\w.+/-]{6,}+(?:@[\w.-]+)?)"
)
_GMAIL_ID = re.compile(r"(?<![\w-])[0-9a-z-]{10,}+(?:\.\d+)*+(?= - gsmtp)")

Keep = Callable[[str], bool]


class Patterns:
    """Replaces what is personal by its form. `is_public` says which domains may stay."""

    def __init__(
        self,
        pseudonyms: Pseudonyms,
        is_public: Keep,
        keep: frozenset[str] = frozenset(),
        *,
        only_secrets: bool = False,
    ) -> None:
        self._pseudonyms = pseudonyms
        self._is_public = is_public
        self._keep = keep
        self._steps = tuple(self._secret_steps() if only_secrets else self._all_steps())

    def masked(self, text: str) -> str:
        """The text without what looks personal."""
        for pattern, replace in self._steps:
            text = pattern.sub(replace, text)
        return text

    def keeps(self, written: str) -> bool:
        """Whether this very value may stay."""
        return written in self._keep

    def _secret_steps(self) -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]:
        yield _AUTH, self._assigned
        yield _ASSIGNED, self._assigned
        yield _JWT, self._secret

    def _all_steps(self) -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]:
        yield from self._secret_steps()
        yield _EMAIL, self._email
        yield _SESSION_ID, self._session_id
        yield _GMAIL_ID, self._identifier
        yield _UUID, self._uuid
        yield _MAC, self._mac
        yield _HOME, self._home
        yield _UNC, self._unc
        yield _IPV6, self._ipv6
        yield _IPV4, self._ipv4
        yield _DASHED_IPV4, self._dashed
        yield _IBAN, self._number
        yield _CARD, self._card
        yield _LONG_RUN, self._long_run

    def _secret(self, match: re.Match[str]) -> str:
        return self._pseudonyms.token(Kind.SECRET, match[0])

    def _assigned(self, match: re.Match[str]) -> str:
        if match[2].startswith(HIDDEN) or match[2].upper() in _MECHANISMS:
            return match[0]
        return match[1] + self._pseudonyms.token(Kind.SECRET, match[2])

    def _email(self, match: re.Match[str]) -> str:
        local = match["local"] or match["quoted"]
        domain = match["domain"] or match["domain2"]
        keyword = _KEYWORD.match(local)
        before = keyword[0] if keyword else _MARKS.match(local)[0]  # type: ignore[index]
        local = local[len(before) :]
        dots = "." if domain.endswith(".") else ""
        domain = domain.rstrip(".-")
        if not local or not domain:
            return match[0]
        user = local if TOKEN.match(local) else self._pseudonyms.token(Kind.USER, local)
        return f"{before}{user}@{self._domain(domain)}{dots}"

    def _domain(self, domain: str) -> str:
        if TOKEN.match(domain) or self._is_public(domain.casefold()):
            return domain
        if domain.startswith("["):
            return f"[{self.masked(domain[1:-1])}]"
        return self._pseudonyms.token(Kind.DOMAIN, domain)

    def _session_id(self, match: re.Match[str]) -> str:
        if TOKEN.match(match[2]):
            return match[0]
        return match[1] + self._pseudonyms.token(Kind.ID, match[2])

    def _identifier(self, match: re.Match[str]) -> str:
        return self._pseudonyms.token(Kind.ID, match[0])

    def _uuid(self, match: re.Match[str]) -> str:
        return self._pseudonyms.token(Kind.UUID, match[0])

    def _mac(self, match: re.Match[str]) -> str:
        return self._pseudonyms.token(Kind.MAC, match[0])

    def _home(self, match: re.Match[str]) -> str:
        if match[2].casefold() in _SHARED_HOMES or TOKEN.match(match[2]):
            return match[0]
        return match[1] + self._pseudonyms.token(Kind.USER, match[2])

    def _unc(self, match: re.Match[str]) -> str:
        if TOKEN.match(match[1]):
            return match[0]
        return f"\\\\{self._pseudonyms.token(Kind.HOST, match[1])}\\"

    def _ipv6(self, match: re.Match[str]) -> str:
        found = match[0]
        trimmed = found.rstrip(".")
        if trimmed.endswith(":") and not trimmed.endswith("::"):
            trimmed = trimmed[:-1]
        if (
            trimmed.count(":") < 2
            or not re.search(r"\d", trimmed)
            or len(trimmed.partition("%")[0]) > _LONGEST_IPV6
        ):
            return found
        address = _address(trimmed.partition("%")[0])
        return found if address is None else self._ip(address, trimmed) + found[len(trimmed) :]

    def _ipv4(self, match: re.Match[str]) -> str:
        address = _address(match[0])
        if address is None or _VERSION_BEFORE.search(match.string[: match.start()][-12:]):
            return match[0]
        return self._ip(address, match[0])

    def _dashed(self, match: re.Match[str]) -> str:
        address = _address(match[0].replace("-", "."))
        if address is None or is_plain(address):
            return match[0]
        return self._pseudonyms.ip_token(address)

    def _ip(self, address: Address, written: str) -> str:
        if is_plain(address) or is_stand_in(address) or str(address) in self._keep:
            return written
        return self._pseudonyms.ip_token(address)

    def _number(self, match: re.Match[str]) -> str:
        return self._pseudonyms.token(Kind.NUMBER, match[0])

    def _card(self, match: re.Match[str]) -> str:
        digits = [int(c) for c in match[0] if c.isdigit()]
        doubled = [sum(divmod(2 * d, 10)) for d in digits[-2::-2]]
        if (sum(digits[-1::-2]) + sum(doubled)) % 10:
            return match[0]
        return self._pseudonyms.token(Kind.NUMBER, match[0])

    def _long_run(self, match: re.Match[str]) -> str:
        run = match[0]
        mixed = re.search(r"\d", run) and re.search(r"[a-z]", run) and re.search(r"[A-Z]", run)
        hexadecimal = re.fullmatch(r"(?:[0-9a-f]+|[0-9A-F]+)", run) and re.search(r"\d", run)
        if run in self._keep or not (mixed or hexadecimal):
            return run
        return self._pseudonyms.token(Kind.ID, run)


def _address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
