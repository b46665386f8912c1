"""The rules as data: `resources/replies/rules/*.json`, one record a thing that servers say.

A record fits when every item of `all` and none of `none` is found in the text. An item is a
phrase, several alternatives separated by `|`, or a concept in braces: `{too_many}` stands for
all its words in `words.json`, in every language. Of the records that fit, the most specific
one decides, so that adding a record never hides another by its place in a file.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

import msgspec

from wizard.judge.reply.lexicon import Lexicon, alternatives, phrase_parts
from wizard.resources import read_json, resource
from wizard.vocabulary import Cause, Who

RULE_FILES = (
    "providers", "microsoft", "asia", "servers", "bounces", "programs", "registry", "general",
)  # fmt: skip


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that servers or programs say, and what it means.

    `code` and `enhanced` are beginnings of the reply code and the enhanced status ("4", "4.7");
    `wait` is a range in seconds, null when waiting does not help. `text` names the texts shown
    (`reply.<text>.title`, `.meaning`, `.next`). `rank` 1 is a hint, 5 leaves no doubt.
    """

    id: str
    all: tuple[str, ...]
    none: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    enhanced: tuple[str, ...] = ()
    layer: tuple[str, ...] = ()
    cause: Cause
    secondary: tuple[Cause, ...] = ()
    who: Who
    wait: tuple[int, int] | None
    prolongs: bool = False
    text: str
    rank: int
    confidence: float = 0.0
    source: str
    date: str
    examples: tuple[str, ...]

    @property
    def certainty(self) -> float:
        """The confidence of this record by itself."""
        return self.confidence or _CONFIDENCE_OF_RANK[self.rank]


_CONFIDENCE_OF_RANK = {1: 0.6, 2: 0.78, 3: 0.88, 4: 0.94, 5: 0.97}
_POINTS_OF_RANK = 40


class Rule(msgspec.Struct, frozen=True):
    """A record made ready for matching: its items as atoms."""

    record: Record
    needs: tuple[int, ...]
    without: tuple[int, ...]
    points: int


class Atlas(msgspec.Struct, frozen=True):
    """Everything that the texts are compared with."""

    lexicon: Lexicon
    rules_of: dict[int, tuple[Rule, ...]]
    rules: tuple[Rule, ...]
    concepts: dict[int, str]
    marks: dict[int, tuple[str, str]]


def read_records() -> tuple[Record, ...]:
    """All records, as they stand in the files."""
    records: list[Record] = []
    for name in RULE_FILES:
        raw = resource(f"replies/rules/{name}.json").read_bytes()
        records.extend(msgspec.json.decode(raw, type=list[Record]))
    return tuple(records)


@cache
def atlas() -> Atlas:
    """The phrases and rules, read once."""
    words = msgspec.convert(read_json("replies/words.json"), dict[str, list[str]])
    marks = msgspec.convert(read_json("replies/speakers.json"), dict[str, list[str]])
    return build(read_records(), words, marks)


def build(
    records: tuple[Record, ...], words: dict[str, list[str]], marks: dict[str, list[str]]
) -> Atlas:
    """Put phrases, rules and concepts together."""
    lexicon = Lexicon()
    atoms: dict[str, int] = {}

    def atom(item: str) -> int:
        if item not in atoms:
            atoms[item] = len(atoms)
            for phrase in phrases_of(item, words):
                lexicon.add(phrase, atoms[item])
        return atoms[item]

    concepts = {atom(f"{{{name}}}"): name for name in words}
    marked: dict[int, tuple[str, str]] = {}
    for name, phrases in marks.items():
        kind, _, value = name.partition(":")
        marked[atom("|".join(phrases))] = (kind, value)
    rules = tuple(_rule(record, atom) for record in records)
    return Atlas(lexicon, _by_rarest(rules), rules, concepts, marked)


def phrases_of(item: str, words: Mapping[str, list[str]]) -> Iterator[str]:
    """All the phrases that an item stands for."""
    for phrase in alternatives(item):
        if phrase.startswith("{"):
            yield from words[phrase.strip("{}")]
        else:
            yield phrase


def _rule(record: Record, atom: Callable[[str], int]) -> Rule:
    points = record.rank * _POINTS_OF_RANK + sum(map(_weight, record.all))
    points += 2 * len(record.code) + 3 * len(record.enhanced)
    needs = tuple(map(atom, record.all))
    return Rule(record, needs, tuple(map(atom, record.none)), points)


def _weight(item: str) -> int:
    if "{" in item:
        return 2
    return 3 * min(len(phrase_parts(phrase)) for phrase in alternatives(item))


def _by_rarest(rules: tuple[Rule, ...]) -> dict[int, tuple[Rule, ...]]:
    uses: dict[int, int] = {}
    for rule in rules:
        for needed in rule.needs:
            uses[needed] = uses.get(needed, 0) + 1
    index: dict[int, list[Rule]] = {}
    for rule in rules:
        index.setdefault(min(rule.needs, key=lambda need: uses[need]), []).append(rule)
    return {key: tuple(sorted(found, key=lambda r: -r.points)) for key, found in index.items()}


def fitting(found: dict[int, tuple[int, int]], code: str, enhanced: str, layer: str) -> list[Rule]:
    """The rules that fit what was found, the most specific first."""
    fits = []
    rules_of = atlas().rules_of
    for here in found:
        for rule in rules_of.get(here, ()):
            for need in rule.needs:
                if need not in found:
                    break
            else:
                if _holds(rule, found, code, enhanced, layer):
                    fits.append(rule)
    if len(fits) > 1:
        fits.sort(key=_points, reverse=True)
    return fits


def _points(rule: Rule) -> int:
    return rule.points


def _holds(
    rule: Rule, found: dict[int, tuple[int, int]], code: str, enhanced: str, layer: str
) -> bool:
    record = rule.record
    if record.code and not code.startswith(record.code):
        return False
    if record.enhanced and not enhanced.startswith(record.enhanced):
        return False
    if record.layer and layer not in record.layer:
        return False
    return not any(unwanted in found for unwanted in rule.without)
