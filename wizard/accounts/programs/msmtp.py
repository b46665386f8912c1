"""msmtp: `account` blocks of `key value` lines, inheriting from `defaults` and from each other.

Format: msmtp's manual. The lines with passwords are passed over unread.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from wizard.accounts.programs.reading import (
    USUAL_PORT,
    ProgramState,
    Reader,
    Reading,
    config_folders,
    is_secret,
    port_of,
)
from wizard.accounts.programs.waiting import folder_outbox
from wizard.facts.computer import Outbox, SavedAccount
from wizard.vocabulary import Security

_NO = ("off", "")
_OAUTH = ("oauthbearer", "xoauth2")

Block = dict[str, str]


def read(home: Path) -> ProgramState:
    """The accounts, and the queue of the msmtp-queue script."""
    reading = Reading("msmtp")
    files = [home / ".msmtprc", config_folders(home, "none")[0] / "msmtp/config"]
    if home == Path.home() and os.name == "posix":
        files.append(Path("/etc/msmtprc"))
    for file in files:
        reading.accounts += [
            _account(block) for block in _blocks(reading.text(file)) if block.get("host")
        ]
    reading.outbox(_queue, home / ".msmtpqueue")
    return reading.state()


def _blocks(text: str) -> Iterator[Block]:
    """The accounts; `account b : a` begins with what `a` has, an alias alone adds nothing."""
    defaults: Block = {}
    known: dict[str, Block] = {}
    block: Block = {}
    for line in text.splitlines():
        key, _, value = line.strip().partition(" ")
        value = value.strip().strip('"')
        if key == "defaults":
            block = defaults = {}
        elif key == "account":
            name, _, parents = (part.strip() for part in value.partition(":"))
            block = dict(defaults)
            for parent in parents.split(","):
                block |= known.get(parent.strip(), {})
            known[name] = block
        elif key and not key.startswith("#") and not is_secret(key):
            block[key] = value
    yield from known.values()


def _account(block: Block) -> SavedAccount:
    if block.get("tls", "off") in _NO:
        security = Security.NONE
    else:
        security = Security.TLS if block.get("tls_starttls") == "off" else Security.STARTTLS
    method = block.get("auth", "off")
    kind = "none" if method in _NO else "oauth2" if method in _OAUTH else "password"
    usual = USUAL_PORT[security] if security is Security.TLS else 25
    return SavedAccount(
        program="msmtp",
        address=block.get("from", ""),
        host=block["host"],
        port=port_of(block.get("port", ""), usual),
        security=security,
        username=block.get("user", ""),
        sign_in=kind,
    )


def _queue(folder: Path) -> Outbox | None:
    """Two files a message there; the one with the letter ends in .mail."""
    if not folder.is_dir():
        return None
    found = folder_outbox("msmtp", folder)
    letters = sum(1 for entry in folder.iterdir() if entry.suffix == ".mail")
    if found is None:
        return None
    return Outbox(
        program="msmtp", messages=letters, size_bytes=found.size_bytes, oldest=found.oldest
    )


READER = Reader("msmtp", read)
