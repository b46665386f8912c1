"""How often error texts are understood, on labelled texts that nothing is learned from.

The texts of `tests/judge/reply/unseen` are always measured; with `ERRORS=path make bench
ARGS=explain_accuracy` also labelled texts kept outside the repository (JSON lines). Records and
weights come from the repository alone. Each group counts once beside the plain share, so that
families of wording weigh alike; the last figures leave out each record in turn.
"""

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bench.figures import Figure
from tests.judge.reply.left_out import with_records_left_out
from tests.judge.reply.unseen import PARTS, unseen
from wizard.judge.reply import explain

_SURE = 0.8
_LANGUAGE = re.compile(r"\(([a-z]{2})(?:-[A-Z]{2})?\)")
_FOLDS = 5


class Answered(NamedTuple):
    """One labelled text and how it was understood."""

    group: str
    label: str
    layer: str
    language: str
    exact: bool
    acceptable: bool
    sure: bool
    who: bool


def measure() -> list[Figure]:
    """The figures with their goals, then by label, layer and language."""
    figures: list[Figure] = []
    for part in PARTS:
        figures.extend(_with_goals(f"our {part}", list(_ours(part))))
    figures.extend(_by("layer", [each for part in PARTS for each in _ours(part)]))
    path = os.environ.get("ERRORS", "")
    if path and Path(path).is_file():
        answered = list(_answered(Path(path)))
        figures.extend(_with_goals(Path(path).name, answered))
        figures.append(Figure("explain: exact cause, each group once", _by_group(answered)))
        figures.append(Figure("explain: who acts", _share(a.who for a in answered)))
        for kind in ("label", "layer", "language"):
            figures.extend(_by(kind, answered))
    exact, acceptable = with_records_left_out(_FOLDS)
    figures.append(Figure("explain: exact, the text's own record left out", exact))
    figures.append(Figure("explain: acceptable, the text's own record left out", acceptable))
    figures.append(Figure("explain: evidence alone, 5 folds of our examples", _evidence_alone()))
    return figures


def _with_goals(name: str, answered: list[Answered]) -> Iterator[Figure]:
    note = f"of {len(answered)}"
    exact = _share(a.exact for a in answered)
    acceptable = _share(a.acceptable for a in answered)
    wrong = _share(a.sure and not a.acceptable for a in answered)
    yield Figure(f"explain: exact cause, {name}", exact, "", 0.88, at_least=True, note=note)
    yield Figure(f"explain: acceptable, {name}", acceptable, "", 0.96, at_least=True, note=note)
    yield Figure(f"explain: sure but wrong, {name}", wrong, "", 0.02, note=note)


def _ours(part: str) -> Iterator[Answered]:
    for each in unseen(part):
        reply = explain(each.text)
        exact = reply.cause is each.cause
        yield Answered(
            group=each.family,
            label=each.cause,
            layer=each.layer,
            language=each.language,
            exact=exact,
            acceptable=exact or reply.cause in each.secondary,
            sure=reply.confidence >= _SURE,
            who=True,
        )


def _answered(path: Path) -> Iterator[Answered]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        reply = explain(row["text"])
        exact = reply.cause == row["label"]
        language = _LANGUAGE.search(row.get("origin", ""))
        yield Answered(
            group=row["group"],
            label=row["label"],
            layer=row["layer"],
            language=language[1] if language else _script(row["text"]),
            exact=exact,
            acceptable=exact or reply.cause in row["secondary"],
            sure=reply.confidence >= _SURE,
            who=reply.who == row["who_fixes"],
        )


def _script(text: str) -> str:
    if re.search(r"[\u3040-\u30ff]", text):
        return "ja"
    if re.search(r"[\u4e00-\u9fff]", text):
        return "zh"
    return "ru" if re.search(r"[\u0400-\u04ff]", text) else "en or other"


def _share(values: Iterable[bool]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def _by_group(answered: list[Answered]) -> float:
    groups: dict[str, list[bool]] = defaultdict(list)
    for each in answered:
        groups[each.group].append(each.exact)
    return sum(map(_share, groups.values())) / len(groups)


def _by(kind: str, answered: list[Answered]) -> Iterator[Figure]:
    parts: dict[str, list[Answered]] = defaultdict(list)
    for each in answered:
        parts[getattr(each, kind)].append(each)
    for name, members in sorted(parts.items(), key=lambda part: -len(part[1])):
        note = f"of {len(members)}; acceptable {_share(a.acceptable for a in members):.3f}"
        yield Figure(f"explain: exact, {kind} {name}", _share(a.exact for a in members), note=note)


def _evidence_alone() -> float:
    """The model without any record, on sentences that it was not taught."""
    from wizard.judge.reply.evidence import CAUSES
    from wizard.judge.reply.learning import examples, features_of, learned

    everything = list(examples())
    right = 0
    for fold in range(_FOLDS):
        model = learned([e for i, e in enumerate(everything) if i % _FOLDS != fold])
        for example in everything[fold::_FOLDS]:
            scores = list(model.bias)
            for name in features_of(example.text):
                for index, weight in model.features.get(name, ()):
                    scores[index] += weight
            right += CAUSES[scores.index(max(scores))] is example.cause
    return right / len(everything)


if __name__ == "__main__":
    for figure in measure():
        print(figure.line())
