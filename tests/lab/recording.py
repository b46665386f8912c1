"""Recordings: what the unmodified program observed in a world, for the judge's own tests.

They are made from the journal that the program keeps of every run. `make lab RECORD=1` writes
them; without the lab the judge's tests judge them again in seconds.
"""

import gzip
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import msgspec

from wizard.journal import Observed, RunBegan
from wizard.judge.case import Case
from wizard.judge.reply import explain
from wizard.reply import Reply
from wizard.vocabulary import Cause

FOLDER = Path(__file__).resolve().parents[1] / "judge" / "recorded"


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """One run in the lab and the cause that it must come to."""

    world: str
    story: str
    repaired: bool
    wanted: Cause
    pasted_text: str
    case: Case

    def judged_anew(self, reading: Callable[[str], Reply]) -> Case:
        """The case with the pasted text read again, so that the reader of replies is tested too."""
        pasted = reading(self.pasted_text) if self.pasted_text else None
        return msgspec.structs.replace(self.case, pasted=pasted)


def of_journal(journal: Path) -> tuple[Case, str]:
    """The case that the program judged, and the pasted text, from its journal."""
    entries = [
        msgspec.json.decode(line, type=RunBegan | Observed)
        for line in journal.read_bytes().splitlines()
        if b'"type":"ended"' not in line
    ]
    began = next(entry for entry in entries if isinstance(entry, RunBegan))
    observations = {
        entry.observation.probe: entry.observation
        for entry in entries
        if isinstance(entry, Observed)
    }
    case = Case(
        account=began.account,
        observations=observations,
        pasted=explain(began.error_text) if began.error_text else None,
        judged_at=max(o.started + timedelta(seconds=o.took_seconds) for o in observations.values()),
        outside_allowed=began.outside,
    )
    return case, began.error_text


def keep(recordings: Sequence[Recording], *, all_of_them: bool, folder: Path = FOLDER) -> int:
    """Write them, each to its file; with `all_of_them` those of other worlds are removed."""
    folder.mkdir(exist_ok=True)
    written = set()
    for recording in recordings:
        name = f"{recording.world}{'.repaired' if recording.repaired else ''}.json.gz"
        data = msgspec.json.format(msgspec.json.encode(recording), indent=1)
        # No time and no name inside, so that the same recording is the same file.
        (folder / name).write_bytes(gzip.compress(data, mtime=0))
        written.add(name)
    for old in folder.glob("*.json.gz"):
        if all_of_them and old.name not in written:
            old.unlink()
    return len(written)


def recorded(folder: Path = FOLDER) -> Iterator[Recording]:
    """All recordings, by name."""
    for file in sorted(folder.glob("*.json.gz")):
        yield msgspec.json.decode(gzip.decompress(file.read_bytes()), type=Recording)
