"""KMail: KDE's `mailtransports` with a section for each transport, and `emailidentities`.

Keys and defaults as in kmailtransport's mailtransport.kcfg: TLS there means STARTTLS.
"""

from pathlib import Path

from wizard.accounts.programs.reading import (
    USUAL_PORT,
    ProgramState,
    Reader,
    Reading,
    config_folders,
    data_folders,
    ini_sections,
    port_of,
)
from wizard.accounts.programs.waiting import folder_outbox
from wizard.facts.computer import SavedAccount
from wizard.vocabulary import Security

_FLATPAK = "org.kde.kontact"
_SECURITY = {"none": Security.NONE, "tls": Security.STARTTLS, "ssl": Security.TLS}


def read(home: Path) -> ProgramState:
    """Every transport with the addresses that use it, and the outbox."""
    reading = Reading("KMail")
    for base in config_folders(home, _FLATPAK):
        transports = dict(ini_sections(reading.text(base / "mailtransports")))
        identities = dict(ini_sections(reading.text(base / "emailidentities")))
        default = transports.get("General", {}).get("default-transport", "")
        owners: dict[str, list[str]] = {}
        for values in identities.values():
            if values.get("email address"):
                used = values.get("transport") or default
                owners.setdefault(used, []).append(values["email address"])
        for name, values in transports.items():
            if name.startswith("Transport ") and values.get("identifier", "SMTP") == "SMTP":
                id_ = values.get("id", name.removeprefix("Transport "))
                addresses = owners.get(id_) or [""]
                reading.accounts += [_account(values, address) for address in addresses]
    for base in data_folders(home, _FLATPAK):
        local = base / "local-mail/outbox"
        reading.outbox(folder_outbox, "KMail", local / "cur", local / "new")
    return reading.state()


def _account(values: dict[str, str], address: str) -> SavedAccount:
    security = _SECURITY.get(values.get("encryption", "ssl").lower(), Security.TLS)
    kind = "oauth2" if values.get("authtype", "").lower() in ("8", "xoauth2") else "password"
    return SavedAccount(
        program="KMail",
        address=address,
        host=values.get("host", ""),
        port=port_of(values.get("port", ""), USUAL_PORT[security]),
        security=security,
        username=values.get("user", ""),
        sign_in=kind if values.get("auth", "true").lower() == "true" else "none",
    )


READER = Reader("KMail", read)
