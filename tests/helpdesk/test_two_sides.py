"""A caller's run on one side, the helpdesk's window on the other: both say the same."""

import asyncio

import pytest

from wizard.messages import ENGLISH, Message
from wizard.practice import stage
from wizard.practice.scenarios import SCENARIOS, scenario
from wizard.record import RunRecord
from wizard.screens import screen_numbers
from wizard.session import Session
from wizard.support import bundle
from wizard.support.code import encode
from wizard.vocabulary import Step


def practised(name: str) -> RunRecord:
    """A real run against the scenario's server."""

    async def run() -> RunRecord:
        async with stage(scenario(name)) as staged:
            session = Session(
                staged.account,
                password=staged.password,
                world=staged.world,
                error_text=staged.error_text,
            )
            return await session.run()

    return asyncio.run(run())


def shown(desk) -> tuple[str, str, list[str]]:
    """What the agent reads: verdict, cause, the state of each step."""
    caller = desk.window.caller
    return (
        caller.verdict.words,
        caller.cause.text(),
        [caller.steps.state_of(step) for step in Step],
    )


def expected(record: RunRecord) -> tuple[str, str, list[str]]:
    diagnosis = record.diagnosis
    states = {state.step: state.verdict for state in diagnosis.steps}

    def words(id_: str) -> str:
        return ENGLISH.render(Message(id_))

    return (
        words(f"verdict.{diagnosis.verdict.value}"),
        words(f"cause.{diagnosis.cause.value}"),
        [words(f"verdict.{states[step].value}") for step in Step],
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", [s.name for s in SCENARIOS])
def test_the_code_typed_in_shows_what_the_caller_has(open_desk, tmp_path, name):
    record, desk = practised(name), open_desk()
    code = encode(record)
    desk.enter(" ".join(code.spelled()))
    verdict, cause, steps = expected(record)
    assert shown(desk)[1:] == (cause, steps)
    assert desk.window.trouble.text == ""
    # The report tells the same, and the verdict with it.
    path = bundle.write(bundle.preview(record, bundle.Options(log_text="")), tmp_path)
    desk.window.open_file(path)
    desk.wait(lambda: desk.window.caller.bundle is not None)
    desk.settle()
    assert shown(desk) == (verdict, cause, steps)
    assert not desk.window.caller.today.isHidden()


def test_a_misheard_code_is_refused_with_the_right_one(open_desk):
    desk = open_desk()
    code = encode(practised("too-many-connections")).characters
    wrong = ("Z" if code[3] != "Z" else "Y").join((code[:3], code[4:]))
    desk.enter(wrong)
    assert desk.window.trouble.text
    assert desk.window.caller.view is None
    desk.enter("")
    assert desk.window.trouble.text


def test_the_picture_is_the_callers_own_screen(open_desk, tmp_path):
    record, desk = practised("too-many-connections"), open_desk()
    path = bundle.write(bundle.preview(record, bundle.Options(log_text="")), tmp_path)
    desk.window.open_file(path)
    desk.wait(lambda: desk.window.caller.bundle is not None)
    caller = desk.window.caller
    drawn = {}
    for name in ("start", "result", "support", "save", "checking", *steps_of_screens()):
        caller.screen_number.setText("")
        caller.screen_number.setText(str(screen_numbers()[name]))
        assert not caller.image.isHidden(), name
        drawn[name] = caller.image.pixmap.toImage()
        assert caller.image.accessibleName()
    assert len({bytes(image.constBits()) for image in drawn.values()}) == len(drawn)
    caller.screen_number.setText(str(screen_numbers()["result"]))
    assert ENGLISH.render(record.diagnosis.title) in caller.image.accessibleName()
    caller.screen_number.setText(str(screen_numbers()["support"]))
    assert ", ".join(encode(record).spelled("en")) in caller.words.value


def steps_of_screens() -> list[str]:
    return [name for name in screen_numbers() if name.startswith("step.")]


def test_every_screen_number_has_words_and_others_are_refused(open_desk):
    desk = open_desk()
    desk.enter(encode(practised("daily-limit")).text)
    caller = desk.window.caller
    for number in screen_numbers().values():
        caller.screen_number.setText(str(number))
        assert caller.sees.text()
        assert caller.say_there.text()
    caller.screen_number.setText("11")
    assert "11" in caller.sees.text()
    assert caller.say_there.isHidden()
    assert caller.image.isHidden()
