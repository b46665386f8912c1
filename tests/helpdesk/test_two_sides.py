"""A caller's window in one process, the helpdesk's in another: both say the same."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ui.widgets.text import Exact
from wizard.messages import ENGLISH
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


@pytest.fixture(scope="module")
def callers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What every scenario's caller has on the screen, by a window in another process."""
    own = tmp_path_factory.mktemp("caller")
    done = subprocess.run(
        [sys.executable, "-m", "tests.helpdesk.caller", str(own), *(s.name for s in SCENARIOS)],
        cwd=Path(__file__).resolve().parents[2],
        env={
            **os.environ,
            **{f"XDG_{name}_HOME": str(own) for name in ("STATE", "CONFIG", "CACHE", "DATA")},
            "HOME": str(own),
        },
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return {told["name"]: told for told in map(json.loads, done.stdout.splitlines())}


@pytest.mark.slow
@pytest.mark.parametrize("name", [s.name for s in SCENARIOS])
def test_the_code_read_out_shows_what_the_caller_has(open_desk, callers, name):
    caller, desk = callers[name], open_desk()
    cause = ENGLISH(f"cause.{scenario(name).cause.value}")
    desk.enter(caller["spelled"].replace(", ", " "))
    assert desk.window.trouble.text == ""
    assert shown(desk) == (caller["verdict"], cause, caller["steps"])
    by_words = shown(desk)
    desk.enter(caller["code"].lower().replace("-", " "))
    assert shown(desk) == by_words
    # The report tells the same, and the sentence on the caller's screen.
    desk.window.open_file(Path(caller["report"]))
    desk.wait(lambda: desk.window.caller.bundle is not None)
    desk.settle()
    assert shown(desk) == by_words
    assert caller["title"] in [
        label.value for label in desk.window.caller.facts.findChildren(Exact)
    ]
    today = desk.window.caller.today
    assert not today.isHidden()
    assert today.words == ENGLISH("helpdesk.window.today.same")


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
        caller.on_screen.number.setText("")
        caller.on_screen.number.setText(str(screen_numbers()[name]))
        assert not caller.on_screen.image.isHidden(), name
        drawn[name] = caller.on_screen.image.pixmap.toImage()
        assert caller.on_screen.image.accessibleName()
    assert len({bytes(image.constBits()) for image in drawn.values()}) == len(drawn)
    caller.on_screen.number.setText(str(screen_numbers()["result"]))
    assert ENGLISH.render(record.diagnosis.title) in caller.on_screen.image.accessibleName()
    caller.on_screen.number.setText(str(screen_numbers()["support"]))
    assert ", ".join(encode(record).spelled("en")) in caller.on_screen.words.value


def steps_of_screens() -> list[str]:
    return [name for name in screen_numbers() if name.startswith("step.")]


def test_every_screen_number_has_words_and_others_are_refused(open_desk):
    desk = open_desk()
    desk.enter(encode(practised("daily-limit")).text)
    caller = desk.window.caller
    for number in screen_numbers().values():
        caller.on_screen.number.setText(str(number))
        assert caller.on_screen.sees.text()
        assert caller.on_screen.say_there.text()
    caller.on_screen.number.setText("11")
    assert "11" in caller.on_screen.sees.text()
    assert caller.on_screen.say_there.isHidden()
    assert caller.on_screen.image.isHidden()
