"""The walk from start to finish, shared by window and terminal: which screen follows which.

The table of screens is the program: a name (its number stands in `resources/screens.json`), what
comes next, and what must be known before it can be shown. Nothing is lost by going back: answers
stay as they were last seen.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from wizard.screens import screen_numbers
from wizard.steps import STEPS, step_info
from wizard.vocabulary import Cause, Security, Step

if TYPE_CHECKING:  # the window's first frame does not wait for every kind of facts
    from wizard.account import Account
    from wizard.record import RunRecord


class MailProgram(StrEnum):
    """Where the person saw the problem; every list of them ends with 'I am not sure'."""

    OUTLOOK = "outlook"
    THUNDERBIRD = "thunderbird"
    APPLE_MAIL = "apple_mail"
    OTHER_PROGRAM = "other_program"
    PHONE = "phone"
    DEVICE = "device"
    WEBSITE = "website"
    UNSURE = "unsure"


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What the person said. Empty server, port and user name mean: as the provider has them.

    A password is never part of it: it stays with whoever asked for it, as a `Secret`.
    """

    address: str = ""
    program: MailProgram = MailProgram.UNSURE
    error_text: str = ""
    server: str = ""
    port: str = ""
    security: Security | None = None
    username: str = ""
    outside: bool = True


class State(msgspec.Struct, frozen=True, kw_only=True):
    """All that a walk knows. `earlier` is the run before the last one, for 'what changed'."""

    answers: Answers = Answers()
    account: "Account | None" = None
    record: "RunRecord | None" = None
    earlier: "RunRecord | None" = None
    practice: str = ""
    saved_report: str = ""
    mail_went_out: bool | None = None


Next: TypeAlias = "str | Callable[[State], str]"


class Need(StrEnum):
    """What must be known before a screen makes sense."""

    NOTHING = "nothing"
    ACCOUNT = "account"
    RECORD = "record"


class Screen(msgspec.Struct, frozen=True):
    """One screen. Going back never leads to a `passing` one: it shows work that is over."""

    name: str
    next: Next
    needs: Need = Need.NOTHING
    passing: bool = False

    @property
    def number(self) -> int:
        """The permanent two-digit number."""
        return screen_numbers()[self.name]


FIRST = "start"


def step_screen(step: Step) -> str:
    """The name of a step's screen."""
    return f"step.{step_info(step).id}"


def fixing_screen(state: State) -> str:
    """Where the one next action is: the step that fixes it, or the end when nothing is wrong."""
    if state.record is None:
        return FIRST
    diagnosis = state.record.diagnosis
    if diagnosis.cause is Cause.NONE and not diagnosis.causes:
        return "finish"
    return step_screen(diagnosis.fix_step)


def _after_finish(state: State) -> str:
    return "finish" if state.mail_went_out else "step.provider"


def _after_watch(state: State) -> str:
    """Mail that can go is tried out; else the walk goes on, or begins."""
    if state.record is None:
        return FIRST
    return "finish" if state.record.diagnosis.cause is Cause.NONE else fixing_screen(state)


def _after_attachments(state: State) -> str:
    return "finish" if state.record is not None else FIRST


def _steps() -> tuple[Screen, ...]:
    names = [step_screen(info.step) for info in STEPS]
    following = [*names[1:], "save"]
    return tuple(
        Screen(name, then, Need.RECORD) for name, then in zip(names, following, strict=True)
    )


SCREENS: dict[str, Screen] = {
    screen.name: screen
    for screen in (
        Screen(FIRST, "contact"),
        Screen("practice", FIRST),
        Screen("phrases", FIRST),
        Screen("contact", "checking", Need.ACCOUNT),
        Screen("checking", "result", Need.ACCOUNT, passing=True),
        Screen("result", step_screen(Step.WAIT), Need.RECORD),
        *_steps(),
        Screen("save", "support", Need.RECORD),
        Screen("support", "finish", Need.RECORD),
        Screen("finish", _after_finish, Need.RECORD),
        Screen("network_comparison", fixing_screen, Need.RECORD),
        Screen("watch", _after_watch),
        Screen("domain", "attachments"),
        Screen("attachments", _after_attachments),
        Screen("crash", FIRST, passing=True),
    )
}


class Flow:
    """Where the person is, what is known, and the way back."""

    def __init__(self, state: State | None = None, first: str = FIRST) -> None:
        self.state = state or State()
        self._been: list[str] = []
        self._here = self._allowed(first)

    @property
    def screen(self) -> Screen:
        """The screen that is shown now."""
        return SCREENS[self._here]

    @property
    def can_go_back(self) -> bool:
        """Whether there is a screen to go back to."""
        return bool(self._been)

    def learn(self, **known: object) -> State:
        """Add to what is known; a new run moves the last one to `earlier`."""
        if known.get("record") is not None and self.state.record is not None:
            known.setdefault("earlier", self.state.record)
        self.state = msgspec.structs.replace(self.state, **known)
        return self.state

    def answer(self, **answers: object) -> State:
        """Note what the person said."""
        return self.learn(answers=msgspec.structs.replace(self.state.answers, **answers))

    def forward(self) -> Screen:
        """Go to the next screen of the table."""
        following = self.screen.next
        return self.go(following if isinstance(following, str) else following(self.state))

    def go(self, name: str) -> Screen:
        """Go to any screen; to the first one that is missing what it needs, if it does."""
        name = self._allowed(name)
        if name != self._here:
            if name in self._been:
                del self._been[self._been.index(name) :]
            elif not self.screen.passing:
                self._been.append(self._here)
            self._here = name
        return self.screen

    def back(self) -> Screen:
        """Go back to where the person was before."""
        if self._been:
            self._here = self._allowed(self._been.pop())
        return self.screen

    def restart(self) -> Screen:
        """From the beginning, with the answers still there."""
        self._been.clear()
        self._here = FIRST
        self.learn(record=None, earlier=None, account=None, saved_report="", mail_went_out=None)
        return self.screen

    def _allowed(self, name: str) -> str:
        needs = SCREENS[name].needs
        if needs is not Need.NOTHING and self.state.account is None and self.state.record is None:
            return FIRST
        if needs is Need.RECORD and self.state.record is None:
            return "contact"
        return name
