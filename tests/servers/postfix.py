"""Postfix with any number of listeners, each with the options of one world.

Facts: postconf(5), master(5), anvil(8). Clients must not be in mynetworks, because
smtpd_client_event_limit_exceptions follows it and would lift every limit.
"""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.authority import Credentials
from tests.servers.process import Place, Running

_MASTER = "/usr/lib/postfix/sbin/master"
_OF_POSTFIX = (
    "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private",
    "saved", "trace",
)  # fmt: skip

_MAIN = {
    "compatibility_level": "3.6",
    "daemon_directory": "/usr/lib/postfix/sbin",
    "command_directory": "/usr/sbin",
    "mail_owner": "postfix",
    "setgid_group": "postdrop",
    "inet_interfaces": "all",
    "inet_protocols": "ipv4, ipv6",
    "mynetworks": "127.0.0.77/32",
    "mydestination": "localhost",
    "local_recipient_maps": "",
    "local_transport": "discard:",
    "relay_transport": "discard:",
    "default_transport": "discard:",
    "virtual_transport": "discard:",
    "smtp_dns_support_level": "disabled",
    "smtp_host_lookup": "native",
    "smtpd_peername_lookup": "no",
    "alias_maps": "",
    "anvil_rate_time_unit": "60s",
    "smtpd_tls_security_level": "may",
    "smtpd_tls_auth_only": "yes",
    "smtpd_sasl_type": "dovecot",
    "smtpd_relay_restrictions": "permit_sasl_authenticated, reject_unauth_destination",
}

_SERVICES = """\
smtpd     pass - - n - - smtpd
dnsblog   unix - - n - 0 dnsblog
tlsproxy  unix - - n - 0 tlsproxy
pickup    unix n - n 60 1 pickup
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
tlsmgr    unix - - n 1000? 1 tlsmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
flush     unix n - n 1000? 0 flush
proxymap  unix - - n - - proxymap
smtp      unix - - n - - smtp
relay     unix - - n - - smtp
showq     unix n - n - - showq
error     unix - - n - - error
retry     unix - - n - - error
discard   unix - - n - - discard
local     unix - n n - - local
virtual   unix - n n - - virtual
lmtp      unix - - n - - lmtp
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""

# What a submission service on 587 and 465 adds (RFC 6409, RFC 8314).
SUBMISSION = {
    "smtpd_tls_security_level": "encrypt",
    "smtpd_sasl_auth_enable": "yes",
    "smtpd_relay_restrictions": "permit_sasl_authenticated, reject",
}
SUBMISSIONS = {**SUBMISSION, "smtpd_tls_wrappermode": "yes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """One listening service: its address, port and what it does otherwise than the others."""

    address: str
    port: int
    options: Mapping[str, str] = field(default_factory=dict)
    credentials: Credentials | None = None
    program: str = "smtpd"
    processes: str = "-"

    def line(self) -> str:
        """The service in master.cf."""
        address = f"[{self.address}]" if ":" in self.address else self.address
        options = dict(self.options)
        if self.credentials:
            options["smtpd_tls_cert_file"] = str(self.credentials.chain)
            options["smtpd_tls_key_file"] = str(self.credentials.key)
        given = "".join(f"\n  -o {{ {k} = {v} }}" for k, v in options.items())
        return f"{address}:{self.port} inet n - n - {self.processes} {self.program}{given}\n"


class Postfix:
    """One instance in a folder of its own."""

    def __init__(
        self,
        place: Place,
        name: str,
        *,
        host: str,
        listeners: Sequence[Listener],
        credentials: Credentials,
        sign_in_socket: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self._place = place
        self._name = name
        self._listeners = tuple(listeners)
        self.folder = place.folder / name
        for part in ("conf", "spool", "data", "log"):
            (self.folder / part).mkdir(parents=True)
        main = {
            **_MAIN,
            "myhostname": host,
            "queue_directory": str(self.folder / "spool"),
            "data_directory": str(self.folder / "data"),
            "maillog_file": str(self.folder / "log" / "postfix.log"),
            "maillog_file_prefixes": str(self.folder / "log"),
            "smtpd_tls_cert_file": str(credentials.chain),
            "smtpd_tls_key_file": str(credentials.key),
            "smtpd_sasl_path": str(sign_in_socket) if sign_in_socket else "inet:127.0.0.1:9",
            **(settings or {}),
        }
        (self.folder / "conf" / "main.cf").write_text(
            "".join(f"{key} = {value}\n" for key, value in main.items())
        )
        (self.folder / "conf" / "master.cf").write_text(
            "".join(listener.line() for listener in self._listeners) + _SERVICES
        )
        shutil.chown(self.folder / "data", "postfix")

    def start(self) -> Running:
        """Start it; the caller waits with `ready`."""
        _make_spool(self.folder / "spool")
        return Running(
            self._place,
            [_MASTER, "-d", "-c", self.folder / "conf"],
            name=self._name,
            listening=[(one.address, one.port) for one in self._listeners],
            log=self.folder / "log" / "postfix.log",
        )


def _make_spool(spool: Path) -> None:
    """The folders of a queue, as `postfix check` would make them, without its second of work."""
    for name in _OF_POSTFIX:
        (spool / name).mkdir(exist_ok=True)
        (spool / name).chmod(0o700)
        shutil.chown(spool / name, "postfix")
    for name, mode in (("maildrop", 0o730), ("public", 0o710)):
        (spool / name).mkdir(exist_ok=True)
        shutil.chown(spool / name, "postfix", "postdrop")
        (spool / name).chmod(mode)
    (spool / "pid").mkdir(exist_ok=True)
