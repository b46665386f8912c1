"""Geary: one `geary.ini` for each account (accounts-manager.vala). Passwords are in the keyring.

Accounts of known services hold no server: Geary has those built in.
"""

from pathlib import Path

from wizard.accounts.programs.reading import (
    USUAL_PORT,
    ProgramState,
    Reader,
    Reading,
    config_folders,
    ini_sections,
    port_of,
)
from wizard.facts.computer import SavedAccount
from wizard.vocabulary import Security

_FLATPAK = "org.gnome.Geary"
_SECURITY = {
    "none": Security.NONE,
    "start-tls": Security.STARTTLS,
    "transport": Security.TLS,
}


def read(home: Path) -> ProgramState:
    """The accounts. The outbox is inside a database of Geary's own and is not read."""
    reading = Reading("Geary")
    for base in config_folders(home, _FLATPAK):
        for file in reading.files(base / "geary", "account_*/geary.ini"):
            found = ini_sections(reading.text(file))
            sections = {name.lower(): values for name, values in found}
            if sections.get("outgoing", {}).get("host"):
                reading.accounts.append(_account(sections))
    return reading.state()


def _account(sections: dict[str, dict[str, str]]) -> SavedAccount:
    outgoing, incoming = sections["outgoing"], sections.get("incoming", {})
    account = sections.get("account", {})
    security = _SECURITY.get(outgoing.get("transport_security", "").lower(), Security.TLS)
    address = account.get("primary_email", "") or _bare(account.get("sender_mailboxes", ""))
    return SavedAccount(
        program="Geary",
        address=address,
        host=outgoing["host"],
        port=port_of(outgoing.get("port", ""), USUAL_PORT[security]),
        security=security,
        username=outgoing.get("login", "") or incoming.get("login", ""),
    )


def _bare(mailboxes: str) -> str:
    """The address of the first of `Anna <anna@example.com>;`."""
    first = mailboxes.partition(";")[0]
    return first.rpartition("<")[2].rstrip("> ").strip()


READER = Reader("Geary", read)
