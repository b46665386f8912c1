"""The spoken code: everything it carries comes back, and no mishearing passes unnoticed."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.errors import BadInput
from wizard.messages import ENGLISH
from wizard.support.code import (
    CodeRefused,
    SpokenCode,
    code_json,
    code_of,
    code_text,
    decode,
    layout,
)
from wizard.support.code.alphabet import ALPHABET, LENGTH
from wizard.support.code.layout import Content
from wizard.support.code.spelling import alphabets
from wizard.support.code.tables import NO_REPLY, situations, table
from wizard.vocabulary import Cause, Stage, Step, Verdict

contents = st.builds(
    Content,
    cause=st.sampled_from(table("causes")),
    stage=st.sampled_from(table("stages")),
    reply=st.sampled_from(table("replies")),
    verdicts=st.tuples(*[st.sampled_from(layout.VERDICTS)] * len(Step)),
    provider=st.integers(0, 127),
    transport=st.sampled_from(table("transports")),
    system=st.sampled_from(table("systems")),
)


def some_codes(count: int, seed: int = 421) -> list[SpokenCode]:
    """Codes of facts drawn at random, the same ones every time."""
    draw = random.Random(seed)
    found = []
    for _ in range(count):
        cause, stage, reply = draw.choice(situations())
        found.append(
            code_of(
                Content(
                    cause=cause,
                    stage=stage,
                    reply=reply,
                    verdicts=tuple(draw.choice(layout.VERDICTS) for _ in Step),
                    provider=draw.randrange(128),
                    transport=draw.choice(table("transports")),
                    system=draw.choice(table("systems")),
                )
            )
        )
    return found


@given(contents)
def test_everything_comes_back_and_a_reply_is_never_invented(content):
    decoded = decode(code_of(content).text)
    same = decoded.content
    assert (same.cause, same.stage, same.verdicts) == (
        content.cause,
        content.stage,
        content.verdicts,
    )
    assert (same.provider, same.transport, same.system) == (
        content.provider,
        content.transport,
        content.system,
    )
    assert same.reply in (content.reply, NO_REPLY) or content.reply.startswith(same.reply[0])


@given(st.sampled_from(situations()))
def test_every_foreseen_situation_keeps_its_reply(situation):
    cause, stage, reply = situation
    content = Content(
        cause=cause,
        stage=stage,
        reply=reply,
        verdicts=(Verdict.FINE,) * 8,
        transport="other",
        system="linux",
    )
    assert decode(code_of(content).text).content == content


def test_all_numbers_fit_into_forty_bits():
    sizes = (len(layout.VERDICTS) ** len(Step), layout.SITUATIONS, layout.PROVIDERS)
    numbers = layout.TRANSPORTS * layout.SYSTEMS
    for size in sizes:
        numbers *= size
    assert numbers <= layout.NUMBERS < 1 << layout.BITS
    pairs = len(table("causes")) * len(table("stages"))
    assert pairs + len(situations()) <= layout.SITUATIONS
    assert len(table("transports")) <= layout.TRANSPORTS
    assert len(table("systems")) <= layout.SYSTEMS


def test_the_tables_know_every_cause_and_stage_of_the_program():
    assert table("causes") == tuple(cause.value for cause in Cause)
    assert table("stages") == ("none", *(stage.value for stage in Stage))
    assert tuple(Verdict) == layout.VERDICTS


def test_every_single_changed_character_is_refused_located_and_put_right():
    for code in some_codes(40):
        for place, other in itertools.product(range(LENGTH), ALPHABET):
            if other == code.characters[place]:
                continue
            typed = code.characters[:place] + other + code.characters[place + 1 :]
            with pytest.raises(CodeRefused) as refused:
                decode(typed)
            assert code in refused.value.suggestions
            if refused.value.suggestion == code:
                assert refused.value.place == place + 1


def test_a_sound_alike_character_is_the_first_suggestion():
    for code in some_codes(300):
        for place, heard in enumerate(code.characters):
            for alike in {"9": "5", "5": "9", "M": "N", "N": "M", "B": "D", "F": "S"}.get(
                heard, ""
            ):
                typed = code.characters[:place] + alike + code.characters[place + 1 :]
                with pytest.raises(CodeRefused) as refused:
                    decode(typed)
                assert refused.value.suggestion == code


@pytest.mark.slow
def test_all_changes_of_two_characters_are_refused():
    # The check is linear: what holds for the changes of one code holds for every code.
    for code in some_codes(1):
        for first, second in itertools.combinations(range(LENGTH), 2):
            for one, two in itertools.product(ALPHABET, repeat=2):
                typed = list(code.characters)
                typed[first], typed[second] = one, two
                if "".join(typed) == code.characters:
                    continue
                with pytest.raises(CodeRefused):
                    decode("".join(typed))


def test_all_swaps_are_refused_and_neighbours_offered():
    for code in some_codes(100):
        for first, second in itertools.combinations(range(LENGTH), 2):
            typed = list(code.characters)
            typed[first], typed[second] = typed[second], typed[first]
            if "".join(typed) == code.characters:
                continue
            with pytest.raises(CodeRefused) as refused:
                decode("".join(typed))
            if second - first == 1:
                assert code in refused.value.suggestions


@pytest.mark.slow
def test_random_characters_pass_no_more_often_than_the_check_promises():
    draw = random.Random(7)
    tries, passed = 100_000, 0
    for _ in range(tries):
        try:
            decode("".join(draw.choices(ALPHABET, k=LENGTH)))
        except CodeRefused:
            continue
        passed += 1
    assert passed / tries < 1.3 / 1024


@pytest.mark.parametrize("character", ALPHABET)
def test_one_character_ten_times_is_no_code(character):
    with pytest.raises(BadInput):
        decode(character * LENGTH)


def test_typing_is_forgiving():
    code = some_codes(1)[0]
    first, second = code.groups
    for typed in (
        code.text.lower(),
        f" {first} - {second} ",
        " ".join(code.characters),
        "\t".join(code.characters) + "\n",
        code.characters.replace("1", "l").replace("0", "O"),
        code.characters.replace("1", "I").replace("0", "o"),
    ):
        assert decode(typed).code == code


@pytest.mark.parametrize("language", sorted(alphabets()))
def test_spelled_words_are_understood_in_every_language(language):
    for code in some_codes(200):
        words = code.spelled(language)
        assert len(words) == LENGTH
        assert decode(" ".join(words)).code == code
        assert decode(", ".join(words).lower()).code == code
        assert decode(" - ".join(words).upper()).code == code


@pytest.mark.parametrize("alphabet", alphabets().values(), ids=lambda a: a.language)
def test_a_spelling_alphabet_has_a_word_of_its_own_for_each_character(alphabet):
    assert set(alphabet.words) == set(ALPHABET)
    assert len({word.casefold() for word in alphabet.words.values()}) == len(ALPHABET)
    assert alphabet.source


def test_a_newer_code_says_so():
    from wizard.support.code.alphabet import symbols_of

    newer = "".join(ALPHABET[s] for s in symbols_of(layout.NUMBERS + 5))
    with pytest.raises(CodeRefused, match="newer version"):
        decode(newer)
    with pytest.raises(CodeRefused, match="newer version"):
        decode(some_codes(1)[0].characters + "42")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "U" * 10,
        "4N72H",
        "hello world",
        "4N72H-HJED5-XX",
        "💥" * 10,
        "x" * 10_000,
        "-",
        "٣" * 10,
    ],
)
def test_what_is_no_code_gets_one_clear_sentence(typed):
    with pytest.raises(CodeRefused) as refused:
        decode(typed)
    assert ENGLISH.render(refused.value.shown)


def test_json_and_text_say_what_the_contract_wants():
    code = some_codes(1)[0]
    decoded = decode(code.text)
    answer = code_json(decoded)
    assert answer["cause"] == decoded.content.cause
    assert [step["step"] for step in answer["steps"]] == list(range(1, 9))
    assert [Verdict(step["verdict"]) for step in answer["steps"]] == list(decoded.content.verdicts)
    assert answer["version"] == 1
    assert code.text in code_text(decoded, ENGLISH)


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_no_text_breaks_the_decoder(typed):
    try:
        decode(typed)
    except CodeRefused:
        return
