"""The lab's table: worlds, the confusion matrix, how well confidence was calibrated."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.lab.running import Played

_SURE = 0.85


def row(played: Played) -> str:
    """One line of the table."""
    mark = "ok" if played.right else "WRONG"
    name = f"{played.world.name} (repaired)" if played.repaired else played.world.name
    line = (
        f"{mark:5} {name:42} {played.world.wanted.value:20} {played.got:20} "
        f"{played.seconds:5.1f} s {played.connections:2}"
    )
    if not played.right:
        line += f"  {' '.join(played.problems)} {played.trouble}".rstrip()
    return line


HEADER = f"{'':5} {'world':42} {'wanted':20} {'got':20} {'time':>7} connections"


def summary(all_played: Sequence[Played]) -> Iterator[str]:
    """What the lab came to."""
    broken = [p for p in all_played if not p.repaired]
    mended = [p for p in all_played if p.repaired]
    healthy = [p for p in broken if p.world.healthy]
    alarms = [p for p in healthy if not p.right]
    yield ""
    yield from _confusion(broken)
    yield ""
    yield f"{len(broken)} worlds, {sum(p.right for p in broken)} right"
    yield f"{len(mended)} repairs, {sum(p.right for p in mended)} right"
    yield f"{len(healthy)} healthy worlds, {len(alarms)} false alarms"
    sure = [p for p in broken if p.confidence >= _SURE and p.got != "none"]
    if sure:
        yield f"{len(sure)} verdicts with {_SURE} or more, {sum(p.right for p in sure)} right"
    most = max((p.connections for p in all_played), default=0)
    yield f"at most {most} connections to the account's server in a run"


def _confusion(broken: Sequence[Played]) -> Iterator[str]:
    counted = Counter((p.world.wanted.value, p.got) for p in broken)
    wanted = sorted({w for w, _ in counted})
    got = sorted({g for _, g in counted})
    yield "confusion matrix: rows wanted, columns got"
    for number, name in enumerate(got):
        yield f"{'':24}{'   |' * number}   {name}"
    for w in wanted:
        cells = "".join(f"{counted[w, g] or '.':>4}" for g in got)
        yield f"{w:22}{cells}"
