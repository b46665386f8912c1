"""Evolution: one `.source` file for each identity and each transport (evolution-data-server).

The identity names its transport by the name of that file. Passwords are in the keyring.
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

_FLATPAK = "org.gnome.Evolution"
_SECURITY = {
    "ssl-on-alternate-port": Security.TLS,
    "starttls-on-standard-port": Security.STARTTLS,
}

Source = dict[str, dict[str, str]]


def read(home: Path) -> ProgramState:
    """Every transport with the addresses that use it, and the local outbox."""
    reading = Reading("Evolution")
    for base in config_folders(home, _FLATPAK):
        files = reading.files(base / "evolution/sources", "*.source")
        sources = {file.stem: dict(ini_sections(reading.text(file))) for file in files}
        owners = _owners(sources)
        for uid, source in sources.items():
            if source.get("Mail Transport", {}).get("backendname") == "smtp":
                addresses = owners.get(uid) or [""]
                reading.accounts += [_account(source, address) for address in addresses]
    for base in data_folders(home, _FLATPAK):
        outbox = base / "evolution/mail/local/.Outbox"
        reading.outbox(folder_outbox, "Evolution", outbox / "cur", outbox / "new")
    return reading.state()


def _owners(sources: dict[str, Source]) -> dict[str, list[str]]:
    """Addresses by the transport that they use."""
    owners: dict[str, list[str]] = {}
    for source in sources.values():
        transport = source.get("Mail Submission", {}).get("transportuid", "")
        address = source.get("Mail Identity", {}).get("address", "")
        if transport and address:
            owners.setdefault(transport, []).append(address)
    return owners


def _account(source: Source, address: str) -> SavedAccount:
    place = source.get("Authentication", {})
    security = _SECURITY.get(source.get("Security", {}).get("method", ""), Security.NONE)
    method = place.get("method", "").lower()
    kind = "oauth2" if "oauth" in method else "password"
    return SavedAccount(
        program="Evolution",
        address=address,
        host=place.get("host", ""),
        port=port_of(place.get("port", ""), USUAL_PORT[security]),
        security=security,
        username=place.get("user", ""),
        sign_in=method if method in ("", "none") else kind,
    )


READER = Reader("Evolution", read)
