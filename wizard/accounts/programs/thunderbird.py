"""Thunderbird and its relatives: profiles.ini, prefs.js, and the 'Unsent Messages' folder.

Keys as in comm-central (mailnews.js, MailNewsTypes2.idl). Passwords are in files never opened.
"""

import json
import os
import re
import sys
from pathlib import Path

from wizard.accounts.programs.reading import (
    ProgramState,
    folder_outbox,
    ini_sections,
    mbox_outbox,
    port_of,
    text_of,
    why,
)
from wizard.facts.computer import Outbox, SavedAccount
from wizard.vocabulary import Security

NAME = "Thunderbird"
_PREF = re.compile(r'^user_pref\("([^"]{1,200})",\s*(.{1,2000}?)\);\s*$', re.MULTILINE)
_SECURITY = {0: Security.NONE, 1: Security.STARTTLS, 2: Security.STARTTLS, 3: Security.TLS}
_SIGN_IN = {1: "none", 3: "password", 4: "password", 5: "gssapi", 6: "ntlm", 10: "oauth2"}
_USUAL_PORT = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}
# mailnews.js: a connection to one server is kept, and only one.
_DEFAULT_CONNECTIONS = 1


def folders(home: Path) -> tuple[Path, ...]:
    """Where profiles may be, on this system."""
    if sys.platform == "win32":
        roaming = Path(os.environ.get("APPDATA", home / "AppData/Roaming"))
        return (roaming / "Thunderbird", roaming / "Betterbird")
    if sys.platform == "darwin":
        return (home / "Library/Thunderbird",)
    return (
        home / ".thunderbird",
        home / "snap/thunderbird/common/.thunderbird",
        home / ".var/app/org.mozilla.Thunderbird/.thunderbird",
        home / ".var/app/eu.betterbird.Betterbird/.thunderbird",
    )


def read(home: Path) -> ProgramState:
    """The sending settings and outboxes of every profile."""
    accounts: list[SavedAccount] = []
    outboxes: list[Outbox] = []
    unreadable: list[tuple[str, str]] = []
    for base in folders(home):
        if not base.is_dir():
            continue
        try:
            profiles = _profiles(base)
        except OSError as trouble:
            unreadable.append((NAME, why(trouble)))
            continue
        for profile in profiles:
            try:
                accounts += _accounts(text_of(profile / "prefs.js"))
                outboxes += _outboxes(profile)
            except OSError as trouble:
                unreadable.append((NAME, why(trouble)))
    return ProgramState(tuple(accounts), tuple(outboxes), tuple(unreadable))


def _profiles(base: Path) -> list[Path]:
    """The profiles that profiles.ini names and that were used: those with a prefs.js."""
    found = []
    for name, values in ini_sections(text_of(base / "profiles.ini")):
        if name.lower().startswith("profile") and "path" in values:
            relative = values.get("isrelative", "1") == "1"
            found.append(base / values["path"] if relative else Path(values["path"]))
    return [profile for profile in found if (profile / "prefs.js").exists()]


def _accounts(prefs_text: str) -> list[SavedAccount]:
    prefs = {name: _value(raw) for name, raw in _PREF.findall(prefs_text)}
    owners = _owners(prefs)
    found = []
    for key in str(prefs.get("mail.smtpservers", "")).split(","):
        account = _account(key.strip(), prefs, owners)
        if account is not None:
            found.append(account)
    return found


def _account(key: str, prefs: dict[str, object], owners: dict[str, str]) -> SavedAccount | None:
    def pref(name: str) -> str:
        return str(prefs.get(f"mail.smtpserver.{key}.{name}", ""))

    if not key or not pref("hostname"):
        return None
    security = _SECURITY.get(_number(pref("try_ssl")), Security.NONE)
    return SavedAccount(
        program=NAME,
        address=owners.get(key, "") or owners.get("", ""),
        host=pref("hostname"),
        port=port_of(pref("port"), _USUAL_PORT[security]),
        security=security,
        username=pref("username"),
        sign_in=_SIGN_IN.get(_number(pref("authMethod")) or 3, "password"),
        max_connections=_number(pref("max_cached_connections")) or _DEFAULT_CONNECTIONS,
    )


def _owners(prefs: dict[str, object]) -> dict[str, str]:
    """Address by outgoing server; '' is the default server's."""
    owners: dict[str, str] = {}
    for name, value in prefs.items():
        match = re.fullmatch(r"mail\.identity\.([^.]+)\.useremail", name, re.IGNORECASE)
        if match:
            server = str(prefs.get(f"mail.identity.{match[1]}.smtpServer", ""))
            owners.setdefault(server, str(value))
    return owners


def _value(raw: str) -> object:
    try:
        return json.loads(raw)
    except ValueError:
        return ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _outboxes(profile: Path) -> list[Outbox]:
    unsent = profile / "Mail" / "Local Folders" / "Unsent Messages"
    found = mbox_outbox(NAME, unsent) or folder_outbox(NAME, unsent / "cur", unsent / "new")
    return [found] if found else []
