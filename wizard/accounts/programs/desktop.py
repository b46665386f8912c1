"""Mail programs of Linux desktops: Evolution, KMail, Claws Mail, Sylpheed, Geary, msmtp.

Formats: evolution-data-server `.source` files, KDE's mailtransports, Sylpheed's accountrc, Geary's
geary.ini, msmtp's configuration. Lines with passwords are passed over.
"""

from collections.abc import Iterator
from pathlib import Path

from wizard.accounts.programs.reading import (
    ProgramState,
    folder_outbox,
    ini_sections,
    port_of,
    text_of,
    why,
)
from wizard.facts.computer import Outbox, SavedAccount
from wizard.vocabulary import Security

_USUAL_PORT = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


def read_evolution(home: Path) -> ProgramState:
    """Evolution: one `.source` file for each identity and each transport."""
    base = home / ".config/evolution/sources"
    outbox = folder_outbox(
        "Evolution",
        home / ".local/share/evolution/mail/local/.Outbox/cur",
        home / ".local/share/evolution/mail/local/.Outbox/new",
    )
    texts, unreadable = _texts("Evolution", sorted(base.glob("*.source")))
    sources = [dict(ini_sections(text)) for text in texts]
    addresses = [s["Mail Identity"].get("address", "") for s in sources if "Mail Identity" in s]
    accounts = []
    for source in sources:
        if source.get("Mail Transport", {}).get("backendname") != "smtp":
            continue
        place, method = source.get("Authentication", {}), source.get("Security", {})
        security = {
            "ssl-on-alternate-port": Security.TLS,
            "starttls-on-standard-port": Security.STARTTLS,
        }.get(method.get("method", ""), Security.NONE)
        accounts.append(
            SavedAccount(
                program="Evolution",
                address=addresses[0] if len(addresses) == 1 else "",
                host=place.get("host", ""),
                port=port_of(place.get("port", ""), _USUAL_PORT[security]),
                security=security,
                username=place.get("user", ""),
                sign_in="oauth2" if "oauth" in place.get("method", "").lower() else "password",
            )
        )
    return _state(accounts, [outbox], unreadable)


def read_kmail(home: Path) -> ProgramState:
    """KMail: KDE's `mailtransports`, one section a transport."""
    texts, unreadable = _texts("KMail", [home / ".config/mailtransports"])
    accounts = []
    for name, values in (section for text in texts for section in ini_sections(text)):
        if not name.startswith("Transport ") or values.get("identifier", "SMTP") != "SMTP":
            continue
        security = {"none": Security.NONE, "tls": Security.STARTTLS}.get(
            values.get("encryption", "ssl").lower(), Security.TLS
        )
        accounts.append(
            SavedAccount(
                program="KMail",
                address="",
                host=values.get("host", ""),
                port=port_of(values.get("port", ""), _USUAL_PORT[security]),
                security=security,
                username=values.get("user", ""),
                sign_in="password" if values.get("auth", "true") == "true" else "none",
            )
        )
    outbox = folder_outbox(
        "KMail",
        home / ".local/share/local-mail/outbox/cur",
        home / ".local/share/local-mail/outbox/new",
    )
    return _state(accounts, [outbox], unreadable)


def read_claws(home: Path) -> ProgramState:
    """Claws Mail and Sylpheed: `accountrc` with a section for each account."""
    accounts: list[SavedAccount] = []
    unreadable: list[tuple[str, str]] = []
    for program, folder in (("Claws Mail", ".claws-mail"), ("Sylpheed", ".sylpheed-2.0")):
        texts, failed = _texts(program, [home / folder / "accountrc"])
        unreadable += failed
        sections = [values for text in texts for _, values in ini_sections(text)]
        accounts += [_claws(program, values) for values in sections if values.get("smtp_server")]
    outbox = folder_outbox("Claws Mail", home / "Mail/queue")
    return _state(accounts, [outbox], unreadable)


def _claws(program: str, values: dict[str, str]) -> SavedAccount:
    security = {"1": Security.TLS, "2": Security.STARTTLS}.get(
        values.get("ssl_smtp", "0"), Security.NONE
    )
    own_port = values.get("set_smtpport") == "1"
    return SavedAccount(
        program=program,
        address=values.get("address", ""),
        host=values["smtp_server"],
        port=port_of(values.get("smtp_port", "") if own_port else "", _USUAL_PORT[security]),
        security=security,
        username=values.get("smtp_user_id", "") or values.get("user_id", ""),
        sign_in="password" if values.get("use_smtp_auth", "0") == "1" else "none",
    )


def read_geary(home: Path) -> ProgramState:
    """Geary: one `geary.ini` for each account."""
    files = sorted((home / ".config/geary").glob("account_*/geary.ini"))
    texts, unreadable = _texts("Geary", files)
    accounts = []
    for text in texts:
        sections = {name.lower(): values for name, values in ini_sections(text)}
        outgoing = sections.get("outgoing", {})
        if not outgoing.get("host"):
            continue
        security = {"none": Security.NONE, "start-tls": Security.STARTTLS}.get(
            outgoing.get("transport_security", ""), Security.TLS
        )
        accounts.append(
            SavedAccount(
                program="Geary",
                address=sections.get("account", {}).get("primary_email", ""),
                host=outgoing["host"],
                port=port_of(outgoing.get("port", ""), _USUAL_PORT[security]),
                security=security,
                username=outgoing.get("login", ""),
            )
        )
    return _state(accounts, [], unreadable)


def read_msmtp(home: Path) -> ProgramState:
    """msmtp: `account` blocks of `key value` lines; the password line is never looked at."""
    files = [home / ".msmtprc", home / ".config/msmtp/config"]
    texts, unreadable = _texts("msmtp", files)
    accounts = [
        _msmtp(block) for text in texts for block in _msmtp_blocks(text) if block.get("host")
    ]
    return _state(accounts, [], unreadable)


def _msmtp_blocks(text: str) -> Iterator[dict[str, str]]:
    defaults: dict[str, str] = {}
    block: dict[str, str] = {}
    for line in text.splitlines():
        key, _, value = line.strip().partition(" ")
        if key in ("account", "defaults"):
            yield block
            block = defaults if key == "defaults" else dict(defaults)
        elif key and not key.startswith(("#", "password")):
            block[key] = value.strip()
    yield block


def _msmtp(block: dict[str, str]) -> SavedAccount:
    if block.get("tls") != "on":
        security = Security.NONE
    else:
        security = Security.TLS if block.get("tls_starttls") == "off" else Security.STARTTLS
    return SavedAccount(
        program="msmtp",
        address=block.get("from", ""),
        host=block["host"],
        port=port_of(block.get("port", ""), _USUAL_PORT[security]),
        security=security,
        username=block.get("user", ""),
        sign_in="none" if block.get("auth", "off") == "off" else "password",
    )


def _texts(program: str, files: list[Path]) -> tuple[list[str], list[tuple[str, str]]]:
    texts, unreadable = [], []
    for file in files:
        if not file.exists():
            continue
        try:
            texts.append(text_of(file))
        except OSError as trouble:
            unreadable.append((program, why(trouble)))
    return texts, unreadable


def _state(
    accounts: list[SavedAccount],
    outboxes: list[Outbox | None],
    unreadable: list[tuple[str, str]],
) -> ProgramState:
    return ProgramState(
        tuple(account for account in accounts if account.host),
        tuple(outbox for outbox in outboxes if outbox),
        tuple(unreadable),
    )
