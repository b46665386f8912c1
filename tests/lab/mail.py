"""The mail servers of the worlds: real Postfix, Exim, OpenSMTPD and Dovecot, as their owner set
them up. A recipe is data; `start` brings it up at a world's address with its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tests.servers.authority import EXPIRED, NOT_YET_VALID, Authority, Credentials
from tests.servers.dovecot import Dovecot, Submission
from tests.servers.exim import Exim, EximWorld
from tests.servers.opensmtpd import OpenListener, opensmtpd
from tests.servers.postfix import SUBMISSION, SUBMISSIONS, Listener, Postfix
from tests.servers.process import Place, Running

PASSWORD = "correct horse battery"
STANDARD_PORTS = (25, 465, 587)


class Paper(StrEnum):
    """What is the matter with a certificate."""

    GOOD = "good"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    OTHER_NAME = "other_name"
    SELF_SIGNED = "self_signed"
    UNKNOWN_ISSUER = "unknown_issuer"
    INCOMPLETE = "incomplete"
    THROUGH_INTERMEDIATE = "through_intermediate"


@dataclass(frozen=True, slots=True)
class Site:
    """Where a world's mail server stands, and what it may present and ask."""

    place: Place
    name: str  # of the files
    host: str
    addresses: tuple[str, ...]
    user: str
    authority: Authority
    stranger: Authority
    sign_in: Dovecot
    relay: tuple[str, int]

    def credentials(self, paper: Paper) -> Credentials:
        """The certificate and key for this host."""
        file = f"{self.name}-{paper.value}"
        match paper:
            case Paper.EXPIRED:
                return self.authority.credentials(self.host, validity=EXPIRED, file=file)
            case Paper.NOT_YET_VALID:
                return self.authority.credentials(self.host, validity=NOT_YET_VALID, file=file)
            case Paper.OTHER_NAME:
                return self.authority.credentials("mail.hosting.example", file=file)
            case Paper.SELF_SIGNED:
                return self.authority.self_signed(self.host, file=file)
            case Paper.UNKNOWN_ISSUER:
                return self.stranger.credentials(self.host, file=file)
            case Paper.INCOMPLETE:
                return self.authority.through_intermediate(self.host, complete=False, file=file)
            case Paper.THROUGH_INTERMEDIATE:
                return self.authority.through_intermediate(self.host, complete=True, file=file)
            case _:
                return self.authority.credentials(self.host, file=file)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostfixMail:
    """Postfix. `everywhere` are options of all its ports, `on` those of one more."""

    everywhere: Mapping[str, str] = field(default_factory=dict)
    on: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    only_ipv6: Mapping[str, str] = field(default_factory=dict)
    ports: Sequence[int] = STANDARD_PORTS
    extra_ports: Sequence[int] = ()  # speak as 587 does
    paper: Paper = Paper.GOOD
    program: str = "smtpd"
    processes: str = "-"
    settings: Mapping[str, str] = field(default_factory=dict)
    sign_in_works: bool = True

    def start(self, site: Site) -> Running:
        """Bring it up."""
        listeners = [
            Listener(
                address=address,
                port=port,
                options={
                    **_usual(port),
                    **self.everywhere,
                    **self.on.get(port, {}),
                    **(self.only_ipv6 if ":" in address else {}),
                },
                program=self.program if port == 587 else "smtpd",
                # postscreen(8) serves all clients from one process and refuses to be two.
                processes="1" if self.program == "postscreen" and port == 587 else self.processes,
            )
            for address in site.addresses
            for port in (*self.ports, *self.extra_ports)
        ]
        return Postfix(
            site.place,
            site.name,
            host=site.host,
            listeners=listeners,
            credentials=site.credentials(self.paper),
            sign_in_socket=site.sign_in.sign_in_socket if self.sign_in_works else None,
            settings=self.settings,
        ).start()


@dataclass(frozen=True, slots=True, kw_only=True)
class EximMail:
    """Exim; see `EximWorld`. {user} in an answer is the account's address."""

    answers: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    ports: Sequence[int] = STANDARD_PORTS
    paper: Paper = Paper.GOOD
    token_only: bool = False
    auth_advertised: str = "${if def:tls_in_cipher{*}{}}"

    def start(self, site: Site) -> Running:
        """Bring it up."""
        world = EximWorld(
            host=site.host,
            ports=[(address, port) for address in site.addresses for port in self.ports],
            user=site.user,
            password=PASSWORD,
            domains=site.user.rpartition("@")[2],
            answers=self.answers,
            settings=self.settings,
            token_only=self.token_only,
            auth_advertised=self.auth_advertised,
        )
        return Exim(
            site.place, site.name, world=world, credentials=site.credentials(self.paper)
        ).start()


@dataclass(frozen=True, slots=True, kw_only=True)
class DovecotMail:
    """Dovecot's submission server; what it accepts it hands to the lab's control server."""

    settings: Mapping[str, str] = field(default_factory=dict)
    login_limits: Mapping[str, str] = field(default_factory=dict)
    mechanisms: str = "plain login"

    def start(self, site: Site) -> Running:
        """Bring it up."""
        return Dovecot(
            site.place,
            site.name,
            users={site.user: PASSWORD},
            submission=Submission(
                host=site.host,
                address=site.addresses[0],
                starttls_port=587,
                tls_port=465,
                relay=site.relay,
                credentials=site.credentials(Paper.GOOD),
                login_limits=self.login_limits,
            ),
            mechanisms=self.mechanisms,
            settings=self.settings,
        ).start()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMail:
    """OpenSMTPD: plain on 25, STARTTLS on 587, TLS on 465."""

    def start(self, site: Site) -> Running:
        """Bring it up."""
        return opensmtpd(
            site.place,
            site.name,
            host=site.host,
            listeners=[
                OpenListener(address=site.addresses[0], port=25),
                OpenListener(address=site.addresses[0], port=587, protection="tls"),
                OpenListener(address=site.addresses[0], port=465, protection="smtps"),
            ],
            credentials=site.credentials(Paper.GOOD),
        )


Mail = PostfixMail | EximMail | DovecotMail | OpenMail
HEALTHY = PostfixMail()


def _usual(port: int) -> Mapping[str, str]:
    match port:
        case 25:
            return {}
        case 465:
            return SUBMISSIONS
        case _:
            return SUBMISSION
