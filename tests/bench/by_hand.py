"""The same five questions asked by hand: dig, openssl and swaks one after another.

In a sealed network of the lab, over a line with round trips of 40 milliseconds, against a real
Postfix: once the unmodified program, from its start to its exit, and once the commands that
somebody who knows them would type, without the time for typing. The person is content with less
than the program: one test point a list, no second opinion on the own address, no look at the
computer.
"""

import json
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.figures import Figure
from wizard.facts.blocklist_table import Asking, blocklists

if TYPE_CHECKING:
    from tests.lab.faults import Scene

_ROUND_TRIP_MS = 40
_ROUNDS = 3
_LONGEST_SECONDS = 60.0


def measure() -> list[Figure]:
    """The figures; left out where the lab cannot be built or a tool is missing."""
    missing = [tool for tool in ("dig", "openssl", "swaks") if not shutil.which(tool)]
    if missing:
        raise NotImplementedError(f"needs {', '.join(missing)}")
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.by_hand"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )
    try:
        program, by_question = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        said = (done.stdout + done.stderr).strip()[-200:]
        raise NotImplementedError(f"no sealed network here: {said}") from None
    by_hand = sum(by_question.values())
    parts = ", ".join(f"{name} {seconds:.1f}" for name, seconds in by_question.items())
    note = f"{by_hand:.1f} s by hand ({parts}), {program:.1f} s by the program"
    ratio = by_hand / program
    return [
        Figure("five questions by hand / one run", ratio, "times", 1.2, at_least=True, note=note)
    ]


def _questions(host: str, domain: str, user: str, password: str, own: str) -> dict[str, list[str]]:
    """What a person would type, by question; the shell runs it."""
    backwards = ".".join(reversed(own.split(".")))
    zones = [one.zone for one in blocklists() if one.asking is Asking.ALWAYS]
    return {
        "name": [f"dig +short {domain} MX", f"dig +short {host} A", f"dig +short {host} AAAA"],
        "certificate": [
            f"openssl s_client -starttls smtp -connect {host}:587 -verify_hostname {host}"
        ],
        "sign-in": [
            f"swaks --server {host} --port 587 --tls --auth PLAIN --auth-user {user}"
            f" --auth-password {shlex.quote(password)} --quit-after AUTH"
        ],
        "other ports": [
            f"openssl s_client -connect {host}:465 -verify_hostname {host}",
            f"swaks --server {host} --port 25 --quit-after EHLO",
        ],
        "blocklists": [
            f"dig +short {name}.{zone} A" for zone in zones for name in (backwards, "2.0.0.127")
        ],
    }


def _by_hand(scene: "Scene", questions: dict[str, list[str]]) -> dict[str, float]:
    """The seconds that each question took, its commands one after another."""
    took = {}
    for name, commands in questions.items():
        before = time.perf_counter()
        for command in commands:
            subprocess.run(
                scene.home.client.command(["sh", "-c", command]),
                stdin=subprocess.DEVNULL,
                stdout=sys.stderr,
                stderr=sys.stderr,
                timeout=_LONGEST_SECONDS,
                check=True,
            )
        took[name] = time.perf_counter() - before
    return took


def _inside() -> None:
    from tests.lab import sealed
    from tests.lab.faults import relayed
    from tests.lab.internet import internet
    from tests.lab.mail import PASSWORD
    from tests.lab.running import ask, staged
    from tests.lab.world import World
    from wizard.vocabulary import Cause

    folder = sealed.enter("tests.bench.by_hand")
    far = relayed(delay=_ROUND_TRIP_MS / 2)
    worlds = [
        World(name=f"by-hand-{n}", wanted=Cause.NONE, story="All is well.", faults=(far,))
        for n in range(_ROUNDS)
    ]
    rounds = []
    with internet(folder, worlds, homes=(1,)) as (stage,):
        for number, world in enumerate(worlds):
            with staged(stage, world, number, world.name) as scene:
                home = folder / f"person-{number}"
                home.mkdir()
                played = ask(scene, world, home, repaired=False)
                if not played.right:
                    raise AssertionError(f"the run said {played.got}: {played.trouble}")
                questions = _questions(
                    scene.host, world.domain, world.address, PASSWORD, scene.home.public
                )
                rounds.append((played.seconds, _by_hand(scene, questions)))
    fastest = min(seconds for seconds, _ in rounds)
    by_hand = min((took for _, took in rounds), key=lambda took: sum(took.values()))
    print(json.dumps([fastest, by_hand]))


if __name__ == "__main__":
    _inside()
