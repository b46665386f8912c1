"""Playing a world: its server up, its faults struck, the unmodified program run inside the home."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.lab.faults import Scene, struck
from tests.lab.mail import Site
from tests.lab.recording import Recording, of_journal
from tests.lab.services import Services
from tests.lab.topology import FIRST_MAIL_SERVER, Home, server_address, server_address_ipv6
from tests.lab.world import Typed, World
from tests.servers.authority import Authority
from tests.servers.process import NotStarted
from tests.servers.programs import ROOT, Missing

_LONGEST_RUN_SECONDS = 400.0


@dataclass(frozen=True, slots=True)
class Stage:
    """What plays on: a home, the shared services, the authorities."""

    home: Home
    services: Services
    authority: Authority
    stranger: Authority
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What the program said about one world. `trouble` is a fault of the lab or the program."""

    world: World
    got: str
    repaired: bool
    seconds: float = 0.0
    connections: int = 0
    confidence: float = 0.0
    problems: tuple[str, ...] = ()
    trouble: str = ""
    recording: Recording | None = None

    @property
    def right(self) -> bool:
        """Whether the program named the wanted cause, and no trouble where there is none."""
        false_alarm = self.world.healthy and bool(self.problems)
        return self.got == self.world.wanted.value and not self.trouble and not false_alarm


def play(stage: Stage, world: World, number: int, *, repaired: bool) -> Played:
    """Play one world once."""
    played = world.repaired() if repaired else world
    try:
        return _played(stage, played, number, repaired=repaired)
    except (NotStarted, Missing, OSError, RuntimeError, subprocess.SubprocessError) as trouble:
        text = f"{type(trouble).__name__}: {trouble}"
        return Played(world=played, got="-", repaired=repaired, trouble=text)


def _played(stage: Stage, world: World, number: int, *, repaired: bool) -> Played:
    turn = f"{world.name}-{'mended' if repaired else 'broken'}"
    folder = stage.folder / "people" / turn
    folder.mkdir(parents=True)
    with staged(stage, world, number, turn) as scene:
        return ask(scene, world, folder, repaired=repaired)


@contextmanager
def staged(stage: Stage, world: World, number: int, turn: str) -> Iterator[Scene]:
    """A world's server up and its faults struck, while open."""
    site = _site(stage, world, number, turn)
    scene = Scene(
        home=stage.home,
        place=stage.services.place,
        host=world.host,
        mail=site.addresses[0],
        mail_ipv6=server_address_ipv6(FIRST_MAIL_SERVER + number),
        port=world.typed.port or 587,
    )
    with ExitStack() as stack:
        if world.mail is not None:
            scene.mail_server = stack.enter_context(world.mail.start(site))
        stack.enter_context(struck(scene, world.faults))
        yield scene


def _site(stage: Stage, world: World, number: int, turn: str) -> Site:
    at = FIRST_MAIL_SERVER + number
    addresses = (server_address(at), server_address_ipv6(at))
    return Site(
        place=stage.services.place,
        name=turn,
        host=world.host,
        addresses=addresses if world.ipv6 else addresses[:1],
        user=world.address,
        authority=stage.authority,
        stranger=stage.stranger,
        sign_in=stage.services.sign_in,
        relay=stage.services.relay,
    )


def ask(scene: Scene, world: World, folder: Path, *, repaired: bool) -> Played:
    """Run the unmodified program in a world that is up; `folder` is the person's home."""
    for path, text in world.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_filled(text, world, scene))
    began = time.monotonic()
    done = subprocess.run(
        scene.home.client.command(
            [
                *scene.wrapper,
                str(ROOT / ".venv" / "bin" / "sendagain"),
                *_call(world, scene),
            ]
        ),
        input=f"{world.typed.password}\n",
        capture_output=True,
        text=True,
        timeout=_LONGEST_RUN_SECONDS,
        cwd=folder,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            **scene.environment,
        },
        check=False,
    )  # fmt: skip
    seconds = time.monotonic() - began
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return Played(
            world=world, got="-", repaired=repaired, seconds=seconds, trouble=done.stderr[-1500:]
        )
    problems = tuple(f["id"] for f in report["findings"] if f["verdict"] == "problem")
    return Played(
        world=world,
        got=report["cause"],
        repaired=repaired,
        seconds=seconds,
        connections=report["connections"],
        confidence=max((c["confidence"] for c in report["causes"]), default=0.0),
        problems=problems,
        trouble=done.stderr[-1500:] if "Traceback" in done.stderr else "",
        recording=_recording(world, folder, repaired=repaired),
    )


def _recording(world: World, folder: Path, *, repaired: bool) -> Recording | None:
    journal = next(folder.glob(".local/state/**/*.jsonl"), None)
    if journal is None:
        return None
    case, pasted_text = of_journal(journal)
    return Recording(
        world=world.name,
        story=world.story,
        repaired=repaired,
        wanted=world.wanted,
        pasted_text=pasted_text,
        case=case,
    )


def _call(world: World, scene: Scene) -> list[str]:
    typed: Typed = world.typed
    call = ["check", world.address, "--json", "--password-stdin"]
    if typed.host:
        call += ["--server", _filled(typed.host, world, scene)]
    if typed.port:
        call += ["--port", str(typed.port)]
    if typed.security:
        call += ["--security", typed.security]
    if typed.user:
        call += ["--username", _filled(typed.user, world, scene)]
    if typed.error:
        call += ["--error", _filled(typed.error, world, scene)]
    return [*call, *typed.options]


def _filled(template: str, world: World, scene: Scene) -> str:
    return (
        template.replace("{domain}", world.domain)
        .replace("{host}", world.host)
        .replace("{address}", world.address)
        .replace("{public}", scene.home.public)
        .replace("{mail}", scene.mail)
    )
