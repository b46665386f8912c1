"""`make lab`: the program tried in sealed networks. Arguments: worlds by the start of their names.

Prints a table; exit status 1 when any world got a wrong answer. RECORD=1 keeps what was observed
as fixtures of the judge's tests. Where namespaces are not allowed it says so and ends well.
"""

import os
import queue
import sys
import threading
import time
from collections.abc import Sequence

from tests.lab import recording, sealed
from tests.lab.internet import internet
from tests.lab.running import Played, Stage, play
from tests.lab.table import HEADER, row, summary
from tests.lab.world import World
from tests.lab.worlds import WORLDS
from tests.servers.programs import reason_to_skip

_HOMES = (1, 2, 3, 4, 5, 6)
_NEEDED = (
    "postfix", "exim", "opensmtpd", "dovecot", "unbound", "rbldnsd", "nginx", "dnsmasq",
    "nft", "ip", "nsenter", "unshare", "faketime",
)  # fmt: skip


def main(chosen: Sequence[str]) -> int:
    """Build the internet, play the worlds in several homes at once, print the table."""
    missing = reason_to_skip(*_NEEDED)
    if missing:
        print(f"lab: skipped, {missing}")
        return 0
    try:
        folder = sealed.enter()
    except sealed.Refused as refused:
        print(f"lab: skipped, {refused}")
        return 0
    began = time.monotonic()
    worlds = [(n, w) for n, w in enumerate(WORLDS) if w.name.startswith(tuple(chosen or [""]))]
    with internet(folder, WORLDS, _HOMES) as stages:
        print(
            f"{len(worlds)} worlds, {len(stages)} homes, built in {time.monotonic() - began:.1f} s"
        )
        print(HEADER, flush=True)
        played = _play_all(worlds, stages)
    for line in summary(played):
        print(line)
    print(f"{time.monotonic() - began:.0f} s in all")
    if os.environ.get("RECORD"):
        made = [p.recording for p in played if p.recording]
        kept = recording.keep(made, all_of_them=not chosen)
        print(f"{kept} recordings kept")
    return 0 if all(p.right for p in played) else 1


def _play_all(worlds: Sequence[tuple[int, World]], stages: Sequence[Stage]) -> list[Played]:
    """Every home takes the next world that is left; the table is printed as it grows."""
    left: queue.SimpleQueue[tuple[int, World]] = queue.SimpleQueue()
    # The longest first, so that none of them is alone at the end.
    for numbered in sorted(worlds, key=lambda numbered: not numbered[1].takes_long):
        left.put(numbered)
    done: dict[tuple[int, bool], Played] = {}
    printing = threading.Lock()

    def take_turns(stage: Stage) -> None:
        while True:
            try:
                number, world = left.get_nowait()
            except queue.Empty:
                return
            for repaired in (False,) if world.healthy else (False, True):
                played = play(stage, world, number, repaired=repaired)
                done[number, repaired] = played
                with printing:
                    print(row(played), flush=True)

    threads = [threading.Thread(target=take_turns, args=(stage,)) for stage in stages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [done[key] for key in sorted(done)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
