"""What can be wrong between a person and a mail server, as things done to a home and undone.

A fault is data; `strike` does it and gives the way back. Facts: nft(8), ip-route(8), tun.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.lab.relay import Relay
from tests.lab.topology import Home, Infrastructure, Line, server_address
from tests.servers.authority import Authority
from tests.servers.process import Place, Running

_MASKING_PORT, _SHIELD_PORT, _SHIELD_MARK = 2587, 10465, 7


@dataclass(slots=True)
class Scene:
    """One world on the stage: the home it plays in, its mail server, the program's environment."""

    home: Home
    place: Place  # among the servers
    host: str
    mail: str  # the mail server's IPv4 address
    mail_ipv6: str
    port: int
    mail_server: Running | None = None
    environment: dict[str, str] = field(default_factory=dict)
    wrapper: list[str] = field(default_factory=list)  # put before the program's command

    def in_home(self, client: bool = True) -> Place:
        """A place for programs on the client, or on another device of the same home."""
        namespace = self.home.client if client else self.home.router
        return Place(self.place.folder, namespace.pid)

    def text(self, template: str) -> str:
        """A template with this scene's names and addresses."""
        return template.format(
            host=self.host,
            mail=self.mail,
            mail6=self.mail_ipv6,
            port=self.port,
            public=self.home.public,
            portal=server_address(Infrastructure.PORTAL),
            diverted=server_address(Infrastructure.DIVERTED_MAIL),
            gateway=f"10.77.{self.home.number}.1",
        )


Fault = Callable[[Scene], AbstractContextManager[None]]


@contextmanager
def struck(scene: Scene, faults: tuple[Fault, ...]) -> Iterator[None]:
    """All faults at once; afterwards the home is as before."""
    with ExitStack() as stack:
        stack.callback(scene.home.reset)
        for fault in faults:
            stack.enter_context(fault(scene))
        yield


def router(*rules: str, chain: str = "forward") -> Fault:
    """Rules of the router; {mail} and the like stand for the scene's addresses."""

    @contextmanager
    def strike(scene: Scene) -> Iterator[None]:
        for rule in rules:
            scene.home.router.nft(f"add rule inet lab {chain} {scene.text(rule)}")
        yield

    return strike


def client(*rules: str, chain: str = "output") -> Fault:
    """Rules on the person's own computer."""

    @contextmanager
    def strike(scene: Scene) -> Iterator[None]:
        for rule in rules:
            scene.home.client.nft(f"add rule inet lab {chain} {scene.text(rule)}")
        yield

    return strike


def resolver(number: Infrastructure) -> Fault:
    """The computer asks another resolver."""

    @contextmanager
    def strike(scene: Scene) -> Iterator[None]:
        scene.home.use_resolver(number)
        yield

    return strike


def line(kind: Line) -> Fault:
    """The home's public address has another reputation."""

    @contextmanager
    def strike(scene: Scene) -> Iterator[None]:
        scene.home.go_out_as(kind)
        yield

    return strike


def ip(break_: tuple[str, ...], mend: tuple[str, ...]) -> Fault:
    """`ip` commands on the client, and those that undo them."""

    @contextmanager
    def strike(scene: Scene) -> Iterator[None]:
        scene.home.client.ip(*map(scene.text, break_))
        yield
        scene.home.client.ip(*map(scene.text, mend))

    return strike


def relayed(*, delay: float = 0, jitter: float = 0, loss: float = 0, biggest: int = 0) -> Fault:
    """The way between router and servers is long (milliseconds), lossy (per cent) or narrow."""

    @contextmanager
    def strike(scene: Scene) -> Iterator[None]:
        with Relay(scene.home, delay=delay, jitter=jitter, loss=loss, biggest=biggest):
            yield

    return strike


def connections_held(count: int, *, by_own_program: bool, ports: tuple[int, ...] = ()) -> Fault:
    """Others use up the server's connections: a mail program here, or another device at home.

    On the account's port, or on each of `ports`.
    """

    @contextmanager
    def strike(scene: Scene) -> Iterator[None]:
        script = Path(__file__).with_name("hold.py")
        name = "thunderbird" if by_own_program else "printer"
        # A name of its own, as psutil would see that of a mail program.
        named = scene.place.folder / f"{scene.host}-{name}"
        named.mkdir()
        (named / name).symlink_to("/usr/bin/python3")
        with Running(
            scene.in_home(client=by_own_program),
            [
                named / name,
                script,
                named / "ready",
                scene.mail,
                str(count),
                *map(str, ports or (scene.port,)),
            ],
            name=f"{scene.host}-held",
        ) as held:
            held.wait_for(named / "ready")
            yield

    return strike  # fmt: skip


def connections_made(count: int) -> Fault:
    """Another device at home has connected so often in this minute, and hung up."""

    @contextmanager
    def strike(scene: Scene) -> Iterator[None]:
        with connections_held(count, by_own_program=False)(scene):
            pass
        yield

    return strike


def signed_in_wrongly(count: int) -> Fault:
    """Another device at home has tried a wrong password so often in this minute."""

    @contextmanager
    def strike(scene: Scene) -> Iterator[None]:
        script = Path(__file__).with_name("wrong_password.py")
        command = [sys.executable, str(script), scene.mail, str(scene.port), str(count)]
        subprocess.run(scene.home.router.command(command), check=True, timeout=60)
        yield

    return strike


def through_masking_firewall() -> Fault:
    """A firewall of the network reads along on port 587 and changes what it does not know."""

    @contextmanager
    def strike(scene: Scene) -> Iterator[None]:
        gateway = scene.text("{gateway}")
        with Running(
            scene.in_home(client=False),
            [
                sys.executable,
                "-m",
                "tests.lab.masking",
                gateway,
                str(_MASKING_PORT),
                scene.mail,
                "587",
            ],
            name=f"{scene.host}-masking",
            listening=[(gateway, _MASKING_PORT)],
        ):
            rule = f"ip daddr {{mail}} tcp dport 587 dnat ip to {{gateway}}:{_MASKING_PORT}"
            with router(rule, chain="pre")(scene):
                yield
                scene.home.reset()  # before the firewall is gone

    return strike  # fmt: skip


def through_mail_shield(authority: str, organisation: str) -> Fault:
    """Security software on the computer decrypts port 465 and presents its own certificate."""

    @contextmanager
    def strike(scene: Scene) -> Iterator[None]:
        folder = scene.place.folder / f"{scene.host}-shield"
        papers = Authority(folder, authority, organisation).credentials(scene.host)
        with Running(
            scene.in_home(),
            [
                sys.executable,
                "-m",
                "tests.lab.shield",
                str(_SHIELD_PORT),
                scene.mail,
                "465",
                papers.chain,
                papers.key,
                str(_SHIELD_MARK),
            ],
            name=f"{scene.host}-shield",
            listening=[("127.0.0.1", _SHIELD_PORT)],
        ):
            rule = (
                f"ip daddr {{mail}} tcp dport 465 meta mark != {_SHIELD_MARK} "
                f"redirect to :{_SHIELD_PORT}"
            )
            with client(rule, chain="divert")(scene):
                yield

    return strike  # fmt: skip


def environment(**values: str) -> Fault:
    """The program finds these variables, as the system would set them."""

    @contextmanager
    def strike(scene: Scene) -> Iterator[None]:
        scene.environment.update({key: scene.text(value) for key, value in values.items()})
        yield
        for key in values:
            del scene.environment[key]

    return strike


def clock(offset: str) -> Fault:
    """The computer's clock is wrong by `offset`, as faketime writes it ('+3y')."""

    @contextmanager
    def strike(scene: Scene) -> Iterator[None]:
        scene.wrapper[:] = ["faketime", "--exclude-monotonic", "-f", offset]
        yield
        scene.wrapper.clear()

    return strike


def file_in_client(path: str, text: str) -> Fault:
    """A file of the client's system reads otherwise."""

    @contextmanager
    def strike(scene: Scene) -> Iterator[None]:
        source = scene.place.folder / f"{scene.host}{path.replace('/', '-')}"
        source.write_text(text)
        scene.home.client.shell(f"mount --bind {source} {path}")
        yield
        scene.home.client.shell(f"umount {path}")

    return strike


# What a captive portal does: every page leads to its own, everything else is refused.
CAPTIVE_PORTAL = (
    router("ip daddr != 203.0.113.53 tcp dport 80 dnat ip to {portal}", chain="pre"),
    router(
        "ip daddr != {{ 203.0.113.53, {portal} }} meta l4proto tcp reject with tcp reset",
        "ip daddr != {{ 203.0.113.53, {portal} }} drop",
        "meta nfproto ipv6 drop",
    ),
)
