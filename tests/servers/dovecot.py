"""Dovecot: the sign-in service behind Postfix, and a submission server of its own.

Facts: doc.dovecot.org 2.3 (service limits, mail_max_userip_connections, auth_failure_delay).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.authority import Credentials
from tests.servers.process import Place, Running
from tests.servers.programs import program

_CONF = """\
base_dir = {run}
state_dir = {run}/state
log_path = {folder}/dovecot.log
info_log_path = {folder}/dovecot.log
protocols = {protocols}
{listen}
ssl = {ssl}
{certificate}
disable_plaintext_auth = yes
auth_mechanisms = {mechanisms}
auth_username_format = %Lu
mail_location = maildir:{run}/mail/%u
first_valid_uid = 0
first_valid_gid = 0
{tokens}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/passwords
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={run}/mail/%u
}}
service auth {{
  unix_listener {folder}/sign-in {{
    mode = 0666
  }}
}}
{submission}
{settings}
"""

# Whoever made the tokens is asked about each (RFC 7662).
_TOKENS = """\
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""

_SUBMISSION = """\
hostname = {host}
submission_relay_host = {relay_address}
submission_relay_port = {relay_port}
submission_relay_ssl = no
service submission-login {{
  inet_listener submission {{
    port = {starttls_port}
  }}
  inet_listener submissions {{
    port = {tls_port}
    ssl = yes
  }}
  {login_limits}
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A Dovecot submission server and the server that it hands messages to."""

    host: str
    address: str
    starttls_port: int
    tls_port: int
    relay: tuple[str, int]
    credentials: Credentials
    login_limits: Mapping[str, str] = field(default_factory=dict)


class Dovecot:
    """One instance; `sign_in_socket` is what Postfix asks about passwords."""

    def __init__(
        self,
        place: Place,
        name: str,
        *,
        users: Mapping[str, str],
        submission: Submission | None = None,
        mechanisms: str = "plain login",
        settings: Mapping[str, str] | None = None,
        introspection: str = "",
        scope: str = "",
    ) -> None:
        """`introspection`: where tokens are asked about; `scope`: what they must be for."""
        self._place = place
        self._name = name
        self._submission = submission
        self.folder = place.folder / name
        self.folder.mkdir()
        self.folder.chmod(0o755)
        self.sign_in_socket = self.folder / "sign-in"
        passwords = self.folder / "passwords"
        passwords.write_text("".join(f"{u}:{{PLAIN}}{p}\n" for u, p in users.items()))
        mail = self.folder / "run" / "mail"
        mail.mkdir(parents=True)
        mail.chmod(0o777)
        (self.folder / "dovecot.conf").write_text(
            _configuration(
                self.folder, submission, mechanisms, settings or {}, tokens=bool(introspection)
            )
        )
        (self.folder / "oauth2.conf").write_text(
            f"introspection_mode = post\nintrospection_url = {introspection}\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
            f"scope = {scope}\ntimeout_msecs = 5000\n"
        )

    def start(self) -> Running:
        """Start it; the caller waits with `ready`."""
        s = self._submission
        listening = ((s.address, s.starttls_port), (s.address, s.tls_port)) if s else ()
        return Running(
            self._place,
            [program("dovecot"), "-F", "-c", self.folder / "dovecot.conf"],
            name=self._name,
            listening=listening,
            log=self.folder / "dovecot.log",
        )


def _configuration(
    folder: Path,
    submission: Submission | None,
    mechanisms: str,
    settings: Mapping[str, str],
    *,
    tokens: bool,
) -> str:
    s = submission
    return _CONF.format(
        folder=folder,
        run=folder / "run",
        protocols="submission" if s else "",
        listen=f"listen = {s.address}" if s else "",
        ssl="yes" if s else "no",
        certificate=(
            f"ssl_cert = <{s.credentials.chain}\nssl_key = <{s.credentials.key}" if s else ""
        ),
        mechanisms=mechanisms,
        tokens=_TOKENS.format(folder=folder) if tokens else "",
        submission=_submission_part(s) if s else "",
        settings="\n".join(f"{k} = {v}" for k, v in settings.items()),
    )


def _submission_part(submission: Submission) -> str:
    return _SUBMISSION.format(
        host=submission.host,
        relay_address=submission.relay[0],
        relay_port=submission.relay[1],
        starttls_port=submission.starttls_port,
        tls_port=submission.tls_port,
        login_limits="\n  ".join(f"{k} = {v}" for k, v in submission.login_limits.items()),
    )
