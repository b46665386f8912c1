"""Mutt and NeoMutt: `set smtp_url = …` in their configuration. A password in it is dropped.

Format: the mutt manual; `smtps` is TLS from the start, `ssl_starttls` is on unless switched off.
"""

import re
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from wizard.accounts.programs.reading import (
    ProgramState,
    Reader,
    Reading,
    config_folders,
)
from wizard.facts.computer import SavedAccount
from wizard.vocabulary import Security

_SET = re.compile(r"""^\s*set\s+(\w+)\s*=\s*("[^"\n]*"|'[^'\n]*'|[^\s#]+)""", re.MULTILINE)
_WANTED = ("smtp_url", "ssl_starttls", "ssl_force_tls", "from", "smtp_authenticators")


def read(home: Path) -> ProgramState:
    """The one account that a configuration has. Files that it includes are not followed."""
    reading = Reading("Mutt")
    config = config_folders(home, "none")[0]
    files = [home / ".muttrc", home / ".mutt/muttrc", home / ".neomuttrc"]
    files += [config / "mutt/muttrc", config / "neomutt/neomuttrc"]
    for file in files:
        found = {name: value.strip("\"'") for name, value in _SET.findall(reading.text(file))}
        account = _account({name: value for name, value in found.items() if name in _WANTED})
        reading.accounts += [account] if account else []
    return reading.state()


def _account(values: dict[str, str]) -> SavedAccount | None:
    try:
        url = urlsplit(values.get("smtp_url", ""))
        host, port = url.hostname or "", url.port
    except ValueError:
        return None
    if url.scheme not in ("smtp", "smtps") or not host:
        return None
    security = _security(url, values)
    oauth = "oauth" in values.get("smtp_authenticators", "").lower()
    username = unquote(url.username or "")
    return SavedAccount(
        program="Mutt",
        address=values.get("from", "").rpartition("<")[2].rstrip("> "),
        host=host,
        port=port or (465 if security is Security.TLS else 25),
        security=security,
        username=username,
        sign_in="oauth2" if oauth else "password" if username else "none",
    )


def _security(url: SplitResult, values: dict[str, str]) -> Security:
    if url.scheme == "smtps":
        return Security.TLS
    off = values.get("ssl_starttls", "yes").lower() == "no"
    forced = values.get("ssl_force_tls", "no").lower() == "yes"
    return Security.NONE if off and not forced else Security.STARTTLS


READER = Reader("Mutt", read)
