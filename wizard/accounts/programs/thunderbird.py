"""Thunderbird and its relatives: profiles.ini, prefs.js, and the 'Unsent Messages' folder.

Keys as in comm-central (mailnews.js, MailNewsTypes2.idl). Passwords are in files never opened.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from wizard.accounts.programs.reading import (
    USUAL_PORT,
    ProgramState,
    Reader,
    Reading,
    ini_sections,
    port_of,
    together,
)
from wizard.accounts.programs.waiting import folder_outbox, mbox_outbox
from wizard.facts.computer import Outbox, SavedAccount
from wizard.vocabulary import Security

_PREF = re.compile(r'^\s*user_pref\("([^"]{1,200})",\s*(.{1,4000}?)\);\s*$', re.MULTILINE)
_WANTED = ("mail.smtpserver", "mail.smtp.", "mail.identity.", "mail.server.", "mail.accountmanager")
_SECURITY = {0: Security.NONE, 1: Security.STARTTLS, 2: Security.STARTTLS, 3: Security.TLS}
_SIGN_IN = {1: "none", 3: "password", 4: "password", 5: "gssapi", 6: "ntlm", 10: "oauth2"}
_PASSWORD_CLEARTEXT = 3
# mailnews.js: a connection to one server is kept, and only one.
_DEFAULT_CONNECTIONS = 1
_MOST_PROFILES = 50
_MOST_SERVERS = 200

Prefs = dict[str, object]


def folders(home: Path) -> Iterator[tuple[str, Path]]:
    """The program and where its profiles may be, on this system."""
    if sys.platform == "win32":
        roaming = Path(os.environ.get("APPDATA", home / "AppData/Roaming"))
        yield "Thunderbird", roaming / "Thunderbird"
        yield "Betterbird", roaming / "Betterbird"
        yield "SeaMonkey", roaming / "Mozilla/SeaMonkey"
        return
    if sys.platform == "darwin":
        yield "Thunderbird", home / "Library/Thunderbird"
        yield "SeaMonkey", home / "Library/Application Support/SeaMonkey"
        return
    yield "Thunderbird", home / ".thunderbird"
    yield "Thunderbird", home / "snap/thunderbird/common/.thunderbird"
    yield "Thunderbird", home / ".var/app/org.mozilla.Thunderbird/.thunderbird"
    yield "Betterbird", home / ".var/app/eu.betterbird.Betterbird/.thunderbird"
    yield "SeaMonkey", home / ".mozilla/seamonkey"


def read(home: Path) -> ProgramState:
    """The sending settings and outboxes of every profile."""
    readings = []
    for program, base in folders(home):
        reading = Reading(program)
        for profile in _profiles(reading, base):
            prefs = _prefs(reading.text(profile / "prefs.js"))
            reading.accounts += _accounts(program, prefs)
            reading.outbox(_outbox, program, _local_folders(profile, prefs))
        readings.append(reading)
    return together(readings)


def _profiles(reading: Reading, base: Path) -> list[Path]:
    """The profiles that profiles.ini names and that were used: those with a prefs.js."""
    found = []
    for name, values in ini_sections(reading.text(base / "profiles.ini")):
        if name.lower().startswith("profile") and values.get("path"):
            relative = values.get("isrelative", "1") == "1"
            found.append(base / values["path"] if relative else Path(values["path"]))
    return [profile for profile in found[:_MOST_PROFILES] if (profile / "prefs.js").exists()]


def _prefs(text: str) -> Prefs:
    return {n: _value(raw) for n, raw in _PREF.findall(text) if n.startswith(_WANTED)}


def _accounts(program: str, prefs: Prefs) -> Iterator[SavedAccount]:
    """One for every address and the server that it sends through."""
    keys = [key.strip() for key in _text(prefs, "mail.smtpservers").split(",")]
    default = _text(prefs, "mail.smtp.defaultserver") or keys[0]
    owners: dict[str, list[str]] = {}
    for identity in _identities(prefs):
        server = _text(prefs, f"mail.identity.{identity}.smtpServer") or default
        owners.setdefault(server, []).append(_text(prefs, f"mail.identity.{identity}.useremail"))
    for key in keys[:_MOST_SERVERS]:
        for address in owners.get(key, [""]):
            account = _account(program, key, address, prefs)
            if account is not None:
                yield account


def _identities(prefs: Prefs) -> list[str]:
    found = (re.fullmatch(r"mail\.identity\.([^.]+)\.useremail", name) for name in prefs)
    return [match[1] for match in found if match]


def _account(program: str, key: str, address: str, prefs: Prefs) -> SavedAccount | None:
    def pref(name: str) -> str:
        return _text(prefs, f"mail.smtpserver.{key}.{name}")

    if not key or not pref("hostname"):
        return None
    security = _SECURITY.get(_number(pref("try_ssl")), Security.NONE)
    method = _number(pref("authMethod")) or _PASSWORD_CLEARTEXT
    return SavedAccount(
        program=program,
        address=address,
        host=pref("hostname"),
        port=port_of(pref("port"), USUAL_PORT[security]),
        security=security,
        username=pref("username"),
        sign_in=_SIGN_IN.get(method, "password"),
        max_connections=_number(pref("max_cached_connections")) or _DEFAULT_CONNECTIONS,
    )


def _outbox(program: str, local_folders: Path) -> Outbox | None:
    unsent = local_folders / "Unsent Messages"
    if (unsent / "cur").is_dir():
        return folder_outbox(program, unsent / "cur", unsent / "new")
    return mbox_outbox(program, unsent)


def _local_folders(profile: Path, prefs: Prefs) -> Path:
    """Where 'Local Folders' are: moved by some people to another disk."""
    server = _text(prefs, "mail.accountmanager.localfoldersserver")
    relative = _text(prefs, f"mail.server.{server}.directory-rel")
    absolute = _text(prefs, f"mail.server.{server}.directory")
    if relative.startswith("[ProfD]"):
        return profile / relative.removeprefix("[ProfD]")
    if absolute and Path(absolute).is_absolute():
        return Path(absolute)
    return profile / "Mail" / "Local Folders"


def _text(prefs: Prefs, name: str) -> str:
    return str(prefs.get(name, ""))


def _value(raw: str) -> object:
    try:
        return json.loads(raw)
    except ValueError:
        return ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


READER = Reader("Thunderbird", read)
