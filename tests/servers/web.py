"""nginx in a folder of its own: portal pages, address pages, autoconfig, a captive portal.

Facts: nginx.org. `user nobody nogroup` is needed on Debian, where group nobody does not exist.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.servers.authority import Credentials
from tests.servers.process import Place, Running
from tests.servers.programs import program

_CONF = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
user nobody nogroup;
events {{ worker_connections 256; }}
http {{
  access_log off;
  server_names_hash_bucket_size 128;
  default_type text/plain;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
{sites}
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One virtual server. `pages` maps a path to the body of its location block."""

    listen: Sequence[str]
    names: Sequence[str] = ("_",)
    credentials: Credentials | None = None
    pages: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The server block."""
        tls = " ssl" if self.credentials else ""
        lines = [f"  listen {where}{tls};" for where in self.listen]
        lines.append(f"  server_name {' '.join(self.names)};")
        if self.credentials:
            lines.append(f"  ssl_certificate {self.credentials.chain};")
            lines.append(f"  ssl_certificate_key {self.credentials.key};")
        lines += [f"  location {path} {{ {body} }}" for path, body in self.pages.items()]
        return "server {\n" + "\n".join(lines) + "\n}\n"


def says(text: str, content_type: str = "text/plain") -> str:
    """The body of a location that answers with a short text."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'default_type {content_type}; return 200 "{quoted}";'


def web_server(place: Place, name: str, sites: Sequence[Site]) -> Running:
    """nginx with these sites."""
    folder = place.folder / name
    folder.mkdir()
    folder.chmod(0o755)
    text = _CONF.format(folder=folder, sites="\n".join(site.text() for site in sites))
    (folder / "nginx.conf").write_text(text)
    listening = [_address_and_port(where) for site in sites for where in site.listen]
    return Running(
        place,
        [program("nginx"), "-c", folder / "nginx.conf", "-e", folder / "error.log"],
        name=name,
        listening=listening,
        log=folder / "error.log",
    )


def _address_and_port(where: str) -> tuple[str, int]:
    address, _, port = where.split()[0].rpartition(":")
    return address.strip("[]"), int(port)
