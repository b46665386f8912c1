"""Mail programs for these tests, made of the standard library: they share no code with ours."""

import base64
import smtplib
import socket
import ssl

from wizard.practice import Staged
from wizard.vocabulary import Security, Stage

SECONDS = 10


def trusting(staged: Staged) -> ssl.SSLContext:
    """Trusts what the practice world trusts."""
    context = ssl.create_default_context()
    context.load_verify_locations(cadata=staged.world.extra_roots[0])
    return context


def plain_words(staged: Staged) -> str:
    account, password = staged.account, staged.password.reveal()
    return base64.b64encode(f"\0{account.username}\0{password}".encode()).decode()


def connected(staged: Staged) -> smtplib.SMTP:
    """Greeted, with TLS and EHLO where they work."""
    account = staged.account
    if account.security is Security.TLS:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            account.host, account.port, timeout=SECONDS, context=trusting(staged)
        )
    else:
        smtp = smtplib.SMTP(account.host, account.port, timeout=SECONDS)
        smtp.ehlo()
        smtp.starttls(context=trusting(staged))
    smtp.ehlo()
    return smtp


def signed_in(staged: Staged) -> smtplib.SMTP:
    smtp = connected(staged)
    smtp.login(staged.account.username, staged.password.reveal())
    return smtp


def conversation(staged: Staged) -> tuple[Stage, str]:
    """Talk like a mail program; where it ended, and with which words of the server."""
    account, stage = staged.account, Stage.GREETING
    try:
        if account.security is Security.TLS:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                account.host, account.port, timeout=SECONDS, context=trusting(staged)
            )
        else:
            smtp = smtplib.SMTP(account.host, account.port, timeout=5)
        with smtp:
            stage = Stage.EHLO
            _expect_good(*smtp.ehlo())
            if account.security is Security.STARTTLS:
                stage = Stage.STARTTLS
                _expect_good(*smtp.starttls(context=trusting(staged)))
                stage = Stage.EHLO
                _expect_good(*smtp.ehlo())
            stage = Stage.AUTH
            if "PLAIN" in smtp.esmtp_features["auth"].split():
                _expect_good(*smtp.docmd("AUTH", f"PLAIN {plain_words(staged)}"))
            else:
                smtp.login(account.username, staged.password.reveal())
            stage = Stage.MAIL
            _expect_good(*smtp.docmd(f"MAIL FROM:<{account.address}>"))
            stage = Stage.RCPT
            _expect_good(*smtp.docmd(f"RCPT TO:<{account.address}>"))
            stage = Stage.QUIT
            _, words = smtp.docmd("QUIT")
            smtp.close()
        return stage, words.decode()
    except smtplib.SMTPResponseException as refused:
        return stage, f"{refused.smtp_code} {_text(refused.smtp_error)}"
    except (smtplib.SMTPException, OSError) as trouble:
        return stage, f"{type(trouble).__name__} {trouble}"


def _expect_good(code: int, words: bytes) -> None:
    if not 200 <= code < 300:
        raise smtplib.SMTPResponseException(code, words)


def _text(words: bytes | str) -> str:
    return words.decode() if isinstance(words, bytes) else words


class Bytes:
    """A bare connection, for what smtplib would never say."""

    def __init__(self, staged: Staged, host: str = "127.0.0.1") -> None:
        self.sock = socket.create_connection((host, staged.account.port), timeout=SECONDS)
        self._file = self.sock.makefile("rb")

    def reply(self) -> str:
        """All lines of one reply; '' at the end of the connection."""
        lines = []
        while line := self._file.readline().decode():
            lines.append(line.rstrip("\r\n"))
            if line[3:4] != "-":
                break
        return "\n".join(lines)

    def ask(self, line: str | bytes) -> str:
        """Send a line and read the reply to it."""
        self.sock.sendall(line if isinstance(line, bytes) else f"{line}\r\n".encode())
        return self.reply()

    def start_tls(self, staged: Staged, name: str = "127.0.0.1") -> None:
        """The handshake only."""
        self.sock = trusting(staged).wrap_socket(self.sock, server_hostname=name)
        self._file = self.sock.makefile("rb")

    def close(self) -> None:
        self._file.close()
        self.sock.close()
