"""OpenSMTPD in a folder of its own.

Facts: smtpd.conf(5). It insists on users of its own, which `process` lends it, and on folders in
/var and /run, which are empty private ones here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.servers.authority import Credentials
from tests.servers.process import Place, Running
from tests.servers.programs import program

_CONF = """\
pki {host} cert "{chain}"
pki {host} key "{key}"
smtp max-message-size "{size}"
{listeners}
action "away" mbox
match from any for any action "away"
"""

PRIVATE = (
    "set -e; for at in /var/spool /var/lib /run; do mount -t tmpfs -o mode=755 own $at; done; "
    'mkdir -p /var/lib/opensmtpd/empty; mkdir -m 711 /var/spool/smtpd; exec "$@"'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenListener:
    """Where it listens; `protection` as in smtpd.conf: 'tls', 'tls-require', 'smtps' or ''."""

    address: str
    port: int
    protection: str = ""


def opensmtpd(
    place: Place,
    name: str,
    *,
    host: str,
    listeners: Sequence[OpenListener],
    credentials: Credentials,
    size: str = "10M",
) -> Running:
    """OpenSMTPD with these listeners."""
    folder = place.folder / name
    folder.mkdir()
    lines = [
        f"listen on {one.address} port {one.port} hostname {host}"
        + (f" {one.protection} pki {host}" if one.protection else "")
        for one in listeners
    ]
    configuration = folder / "smtpd.conf"
    configuration.write_text(
        _CONF.format(
            host=host,
            chain=credentials.chain,
            key=credentials.key,
            size=size,
            listeners="\n".join(lines),
        )
    )
    configuration.chmod(0o600)
    own = Place(place.folder, place.inside, prefix=("sh", "-c", PRIVATE, "sh"))
    return Running(
        own,
        [program("opensmtpd"), "-d", "-f", configuration],
        name=name,
        listening=[(one.address, one.port) for one in listeners],
    )
