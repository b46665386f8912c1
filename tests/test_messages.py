"""Every sentence exists once, renders, and keeps its placeholders in the pseudo-locale."""

import re
import string
from pathlib import Path

import pytest

from wizard.messages import ENGLISH, PSEUDO, Language, Message
from wizard.messages.catalogue import MODULES, TEXTS

ROOT = Path(__file__).resolve().parents[1]
_ID = re.compile(
    r"""(?:message|Message|say|language|_help|BadInput\(message)\(\s*["']([a-z0-9_]+(?:\.[a-z0-9_-]+)+)["']"""
)
_FORBIDDEN = re.compile(r"(?i)\b(please|oops|sorry|invalid|illegal|abort(?:ed)?)\b|!")


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_no_id_stands_in_two_modules():
    seen: dict[str, str] = {}
    twice = []
    for module in MODULES:
        for id_ in module.TEXTS:
            if id_ in seen:
                twice.append((id_, seen[id_], module.__name__))
            seen[id_] = module.__name__
    assert not twice


def test_every_id_in_the_code_has_its_sentence():
    used = {
        (id_, str(path.relative_to(ROOT)))
        for folder in ("wizard", "ui")
        for path in (ROOT / folder).rglob("*.py")
        for id_ in _ID.findall(path.read_text())
    }
    assert not sorted((id_, where) for id_, where in used if id_ not in TEXTS)


@pytest.mark.parametrize("id_", sorted(TEXTS))
def test_a_sentence_renders_in_every_language(id_: str):
    text = TEXTS[id_]
    forms = text if isinstance(text, tuple) else (text,)
    params = dict.fromkeys(set().union(*map(names, forms)), 3)
    for form in forms:
        # The singular may say 'one' instead of the number, nothing else may be missing.
        assert names(forms[-1]) - names(form) <= {"count"}
    assert ENGLISH.render(Message(id_, params))
    stretched = Language(PSEUDO).render(Message(id_, params))
    assert stretched.startswith("⟦")
    assert stretched.endswith("⟧")


def test_the_house_words_are_kept():
    quoted = re.compile(r"[“«][^”»]*[”»]")
    bad = {
        id_: form
        for id_, text in TEXTS.items()
        for form in (text if isinstance(text, tuple) else (text,))
        if _FORBIDDEN.search(quoted.sub("", form))
    }
    assert not bad
