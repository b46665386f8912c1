"""Exim in a folder of its own; a world says what its access lists answer.

Facts: the Exim specification, chapters 14 (main options), 34 and 43 (authenticators, ACLs).
A `message` of deny or defer may begin with a code of its own class (421 for defer too).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.servers.authority import Credentials
from tests.servers.process import Place, Running
from tests.servers.programs import program

_STAGES = ("connect", "helo", "starttls", "auth", "mail", "rcpt", "data")

_CONF = """\
primary_hostname = {host}
exim_path = {exim}
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/exim.pid
local_interfaces = <; {interfaces}
tls_on_connect_ports = {tls_ports}
tls_certificate = {chain}
tls_privatekey = {key}
tls_advertise_hosts = *
auth_advertise_hosts = {auth_advertised}
exim_user = Debian-exim
exim_group = Debian-exim
host_lookup =
rfc1413_hosts =
smtp_reserve_hosts =
{settings}
{lists}
domainlist local_domains = {domains}
begin acl
{acls}
begin routers
everything:
  driver = accept
  transport = nowhere
begin transports
nowhere:
  driver = appendfile
  file = /dev/null
  user = nobody
begin authenticators
{authenticators}
"""

_PASSWORD = """\
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = <| Username: | Password:
  server_condition = ${{if and{{{{eq{{$auth1}}{{{user}}}}}{{eq{{$auth2}}{{{password}}}}}}}}}
  server_set_id = $auth1
"""

# A server that takes modern sign-in only: the method is announced, a password never fits.
_TOKEN = """\
xoauth2:
  driver = plaintext
  public_name = XOAUTH2
  server_prompts = :
  server_condition = false
  server_set_id = $auth1
"""

RELAY_ONLY_SIGNED_IN = """\
accept authenticated = *
  accept domains = +local_domains
  deny message = relay not permitted"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EximWorld:
    """What one Exim does: `answers` maps a stage to the body of its access list."""

    host: str
    ports: Sequence[tuple[str, int]]
    tls_ports: Sequence[int] = (465,)
    user: str = ""
    password: str = ""
    domains: str = "lab.example"
    answers: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    token_only: bool = False
    auth_advertised: str = "${if def:tls_in_cipher{*}{}}"


class Exim:
    """One instance."""

    def __init__(
        self, place: Place, name: str, *, world: EximWorld, credentials: Credentials
    ) -> None:
        self._place = place
        self._name = name
        self._world = world
        self.folder = place.folder / name
        self.folder.mkdir()
        for part in ("spool", "log"):
            (self.folder / part).mkdir()
            (self.folder / part).chmod(0o777)
        _make_readable(credentials)
        (self.folder / "exim.conf").write_text(self._configuration(credentials))

    def start(self) -> Running:
        """Start it; the caller waits with `ready`."""
        return Running(
            self._place,
            [program("exim"), "-C", self.folder / "exim.conf", "-bdf"],
            name=self._name,
            listening=self._world.ports,
            log=self.folder / "log" / "mainlog",
        )

    def _configuration(self, credentials: Credentials) -> str:
        world = self._world
        answers = {"rcpt": RELAY_ONLY_SIGNED_IN, **world.answers}
        return _CONF.format(
            host=world.host,
            exim=program("exim"),
            folder=self.folder,
            interfaces=" ; ".join(f"[{a}]:{p}" if ":" in a else f"{a}.{p}" for a, p in world.ports),
            tls_ports=" : ".join(map(str, world.tls_ports)),
            chain=credentials.chain,
            key=credentials.key,
            auth_advertised=world.auth_advertised,
            settings="\n".join(f"{k} = {v}" for k, v in world.settings.items()),
            lists="\n".join(f"acl_smtp_{stage} = at_{stage}" for stage in _STAGES),
            domains=world.domains,
            acls="\n".join(
                f"at_{stage}:\n  {answers.get(stage, '')}\n  accept" for stage in _STAGES
            ),
            authenticators=(
                _TOKEN
                if world.token_only
                else _PASSWORD.format(user=world.user, password=world.password)
            ),
        )


def _make_readable(credentials: Credentials) -> None:
    # Exim reads the key as its own user, not as root.
    credentials.key.chmod(0o644)
