"""The one small message that a person may send to their own address to see whether it arrives."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from hashlib import sha256

from wizard.messages import ENGLISH, message


@dataclass(frozen=True, slots=True)
class TestMessage:
    """A message as it is handed over. `id` is its Message-ID, by which support can find it."""

    __test__ = False  # its name is no invitation to pytest

    id: str
    data: bytes


def compose(address: str, now: datetime) -> TestMessage:
    """The message for one address. The same address and time give the same message."""
    domain = address.rpartition("@")[2]
    try:
        ascii_domain = domain.encode("idna").decode()
    except UnicodeError:
        ascii_domain = "localhost"
    unique = sha256(f"{address} {now.isoformat()}".encode()).hexdigest()[:24]
    mail = EmailMessage(policy=SMTP if address.isascii() else SMTPUTF8)
    mail["From"] = address
    mail["To"] = address
    mail["Subject"] = ENGLISH.render(message("test_message.subject"))
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<sendagain.{unique}@{ascii_domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes in return
    mail.set_content(ENGLISH.render(message("test_message.text")))
    return TestMessage(str(mail["Message-ID"]), mail.as_bytes())


def on_the_wire(mail: TestMessage) -> bytes:
    """The message with doubled dots and its end (RFC 5321 4.5.2, 4.1.1.4)."""
    body = mail.data if mail.data.endswith(b"\r\n") else mail.data + b"\r\n"
    dotted = b"".join(
        b"." + line if line.startswith(b".") else line for line in body.splitlines(keepends=True)
    )
    return dotted + b".\r\n"
