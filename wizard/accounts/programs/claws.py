"""Claws Mail and Sylpheed: `accountrc` with a section for each account, `folderlist.xml`.

Both grew from one program and share the keys (prefs_account.c): port 0 or an unset `set_smtpport`
means the usual one. The queue is an MH folder, one numbered file a message.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from wizard.accounts.programs.reading import (
    USUAL_PORT,
    ProgramState,
    Reader,
    Reading,
    ini_sections,
    port_of,
    together,
)
from wizard.accounts.programs.waiting import folder_outbox
from wizard.facts.computer import SavedAccount
from wizard.vocabulary import Security

_SECURITY = {"1": Security.TLS, "2": Security.STARTTLS}


def _folders(home: Path) -> Iterator[tuple[str, Path]]:
    if sys.platform == "win32":
        roaming = Path(os.environ.get("APPDATA", home / "AppData/Roaming"))
        yield "Claws Mail", roaming / "Claws-mail"
        yield "Sylpheed", roaming / "Sylpheed"
        return
    yield "Claws Mail", home / ".claws-mail"
    yield "Claws Mail", home / ".var/app/org.claws_mail.Claws-Mail/.claws-mail"
    yield "Sylpheed", home / ".sylpheed-2.0"


def read(home: Path) -> ProgramState:
    """The accounts, and the queues of the mailboxes that the program knows."""
    readings = []
    for program, folder in _folders(home):
        reading = Reading(program)
        for _, values in ini_sections(reading.text(folder / "accountrc")):
            if values.get("smtp_server"):
                reading.accounts.append(_account(program, values))
        for queue in _queues(reading.text(folder / "folderlist.xml"), home):
            reading.outbox(folder_outbox, program, queue, mh=True)
        readings.append(reading)
    return together(readings)


def _account(program: str, values: dict[str, str]) -> SavedAccount:
    security = _SECURITY.get(values.get("ssl_smtp", "0"), Security.NONE)
    own_port = values.get("smtp_port", "") if values.get("set_smtpport") == "1" else ""
    signs_in = values.get("use_smtp_auth", "0") == "1"
    return SavedAccount(
        program=program,
        address=values.get("address", ""),
        host=values["smtp_server"],
        port=port_of(own_port, USUAL_PORT[security]),
        security=security,
        username=values.get("smtp_user_id") or values.get("user_id", ""),
        sign_in="password" if signs_in else "none",
    )


def _queues(text: str, home: Path) -> Iterator[Path]:
    """The queue folders of the mailboxes on this computer."""
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return
    for mailbox in root.iter("folder"):
        if mailbox.get("type") != "mh" or not mailbox.get("path"):
            continue
        for item in mailbox.iter("folderitem"):
            if item.get("type") == "queue" and item.get("path"):
                yield home / str(mailbox.get("path")) / str(item.get("path"))


READER = Reader("Claws Mail", read)
