"""The mail server of this computer, when there is one with a queue."""

from pathlib import Path

from wizard.queue.exim import Exim
from wizard.queue.postfix import Postfix
from wizard.queue.server import MailServer, find


def local_mail_server(configuration: Path | None = None) -> MailServer | None:
    """The mail server of this computer; `configuration` names another instance's folder or file."""
    if configuration is not None and configuration.is_file():
        return Exim(configuration)
    if find("postqueue") and (configuration or Path("/etc/postfix/main.cf").exists()):
        return Postfix(configuration)
    if find("exim4") or find("exim"):
        return Exim(configuration)
    return None
