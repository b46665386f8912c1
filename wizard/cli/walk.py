"""The walk in the terminal: the same screens, numbers and order as in the window."""

import asyncio
import getpass
from collections.abc import Callable
from pathlib import Path

from wizard.account import Account, Secret, checked_address
from wizard.accounts.chosen import account_for
from wizard.accounts.discovery import SettingsFound
from wizard.accounts.oauth import Client, Tokens
from wizard.cli.policy import Policy
from wizard.cli.running import run_progress
from wizard.cli.secrets import Keys
from wizard.cli.status import DONE, exit_status
from wizard.cli.terminal import Terminal
from wizard.diagnosis import Finding
from wizard.errors import BadInput, CouldNotDo
from wizard.flow import Flow, fixing_screen
from wizard.journal import Journal
from wizard.log import hide_in_log
from wizard.measure.plan import contacts
from wizard.measure.world import World
from wizard.messages import Message, message
from wizard.paths import documents_folder, state_folder
from wizard.record import RunRecord
from wizard.session import Session
from wizard.steps import STEPS, StepInfo
from wizard.support import bundle
from wizard.support.code import encode
from wizard.vocabulary import Verdict

_BACK, _QUIT = "b", "q"
_BY_PASSWORD = "terminal.sign_in.password"  # noqa: S105 - the id of a message


class _Left(Exception):
    """The person wants to stop."""


def walk(terminal: Terminal, policy: Policy) -> int:
    """Walk from start to finish. The exit status is that of the last check."""
    walking = _Walk(terminal, policy)
    try:
        while walking.one_screen():
            pass
    except (EOFError, _Left):
        terminal.answer("")
    record = walking.flow.state.record
    return exit_status(record.diagnosis.verdict) if record else DONE


class _Walk:
    def __init__(self, terminal: Terminal, policy: Policy) -> None:
        self.flow = Flow()
        self._policy = policy
        self._terminal = terminal
        self._say = terminal.language
        self._password: Secret | None = None
        self._screens: dict[str, Callable[[], None]] = {
            "start": self._start,
            "contact": self._contact,
            "checking": self._checking,
            "result": self._result,
            "save": self._save,
            "support": self._support,
            "finish": self._finish,
            **{f"step.{info.id}": self._step_screen(info) for info in STEPS},
        }

    def one_screen(self) -> bool:
        """Show the screen and go where the answer leads; False when the walk is over."""
        screen = self.flow.screen
        heading = self._heading(screen.name)
        number = self._say("terminal.screen", number=screen.number)
        self._terminal.answer(f"\n{number}\n{heading}\n{'=' * min(len(heading), 72)}")
        self._screens[screen.name]()
        return self.flow.state.mail_went_out is not True

    def _heading(self, name: str) -> str:
        record = self.flow.state.record
        if name == "result" and record is not None:
            return self._say.render(record.diagnosis.title)
        if name.startswith("step."):
            return self._say(f"{name}.title")
        return self._say(f"{name}.heading")

    def _paragraph(self, shown: Message) -> None:
        self._terminal.paragraph(shown)

    def _ask(self, shown: Message) -> str:
        return input(f"{self._terminal.say(shown)}: ").strip()

    def _choose(self, *choices: str) -> int:
        """Numbered choices; 0 for going back. Asks again until the answer is one of them."""
        labels = [self._say(choice).replace("&", "") for choice in choices]
        for number, label in enumerate(labels, start=1):
            self._terminal.answer(f"  {number}  {label}")
        if self.flow.can_go_back:
            self._terminal.answer(f"  {_BACK}  {self._say('terminal.back')}")
        self._terminal.answer(f"  {_QUIT}  {self._say('terminal.quit')}")
        while True:
            typed = self._ask(message("terminal.choose")).lower()
            if typed == _QUIT:
                raise _Left
            if typed == _BACK and self.flow.can_go_back:
                self.flow.back()
                return 0
            if not typed:
                return 1
            if typed.isdigit() and 1 <= int(typed) <= len(choices):
                return int(typed)

    # Screens

    def _start(self) -> None:
        self._paragraph(message("start.intro"))
        while True:
            typed = self._ask(message("start.address"))
            try:
                address = checked_address(typed)
                break
            except BadInput as trouble:
                self._paragraph(trouble.shown)
        self._paragraph(message("start.error.hint"))
        error = self._ask(message("start.error"))
        outside = self.flow.state.answers.outside
        outside = self._policy.world(World(outside=outside), self._terminal).outside
        account = account_for(address, found=self._found(address, outside=outside))
        self._policy.check_host(account, self._terminal)
        self._password = self._secret(account, outside=outside)
        hide_in_log(account, self._password)
        self.flow.answer(address=address, error_text=error, outside=outside)
        self.flow.learn(account=account)
        self.flow.forward()

    def _found(self, address: str, *, outside: bool) -> SettingsFound:
        """The settings; nobody outside is asked for them before this says who."""
        found = self._policy.settings(address, outside=False)
        if found.candidates or not outside or self._policy.names_server(address):
            return found
        self._paragraph(message("terminal.look_up.text", domain=found.domain))
        if self._choose("start.look_up", "terminal.look_up.not") == 1:
            return self._policy.settings(address, outside=True)
        return found

    def _secret(self, account: Account, *, outside: bool) -> Secret | None:
        """What to sign in with: nothing, a password, or the provider's own page."""
        keys = Keys(self._policy, self._terminal)
        known = keys.tell_wanted(account.address, account.provider)
        if outside and isinstance(keys.client(account.address), Client):
            ways = ("terminal.sign_in.not", "terminal.sign_in.browser", "terminal.sign_in.code")
            chosen = self._choose(*ways) if known.in_vain else self._choose(*ways, _BY_PASSWORD)
            if chosen in (2, 3):
                tokens = keys.browser_sign_in(account.address, World(), device=chosen == 3)
                return tokens.access if isinstance(tokens, Tokens) else None
            if chosen != len(ways) + 1:
                return None
        if known.in_vain or not self._policy.profile.limits.allow_password:
            return None
        self._paragraph(message("start.password.why"))
        if keys.is_remembered(account):
            self._paragraph(message("terminal.password.remembered"))
        password = getpass.getpass(f"{self._say('terminal.password')}: ")
        return keys.of(account, Secret(password) if password else None, World())

    def _contact(self) -> None:
        account = self.flow.state.account
        assert account is not None
        for contact in contacts(account, self.flow.state.answers.outside):
            purpose = self._terminal.say(contact.purpose)
            self._paragraph(message("terminal.contact", place=contact.place, purpose=purpose))
        match self._choose("terminal.check_now", "terminal.check_inside_only"):
            case 1:
                self.flow.forward()
            case 2:
                self.flow.answer(outside=False)
                self.flow.forward()

    def _checking(self) -> None:
        state = self.flow.state
        assert state.account is not None
        session = Session(
            state.account,
            password=self._password,
            world=World(outside=state.answers.outside),
            error_text=state.answers.error_text,
            journal=Journal(state_folder()),
            budget=self._policy.budget,
        )
        record = asyncio.run(session.run(run_progress(self._terminal)))
        self.flow.learn(record=record)
        self.flow.forward()

    def _result(self) -> None:
        record = self._record()
        diagnosis = record.diagnosis
        self._paragraph(diagnosis.meaning)
        if diagnosis.who:
            who = self._say(f"who.{diagnosis.who.value}")
            self._paragraph(message("terminal.who", who=who))
        self._paragraph(message("terminal.next"))
        self._terminal.paragraph(diagnosis.next, indent="  ")
        if diagnosis.decide_by:
            self._paragraph(diagnosis.decide_by)
        for state in diagnosis.steps:
            name = self._say(f"step.{STEPS[state.step - 1].id}.name")
            verdict = self._say(f"verdict.{state.verdict.value}")
            self._terminal.answer(f"  {state.step}  {name}: {verdict}")
        match self._choose("result.fix", "result.all_steps", "result.save", "result.again"):
            case 1:
                self.flow.go(fixing_screen(self.flow.state))
            case 2:
                self.flow.forward()
            case 3:
                self.flow.go("save")
            case 4:
                self.flow.go("checking")

    def _step_screen(self, info: StepInfo) -> Callable[[], None]:
        def show() -> None:
            self._paragraph(info.intro)
            found = [f for f in self._record().diagnosis.findings if f.step is info.step]
            for finding in found:
                self._finding(finding)
            if not found:
                self._paragraph(message("terminal.step_nothing"))
            if self._choose("terminal.continue") == 1:
                self.flow.forward()

        return show

    def _finding(self, finding: Finding) -> None:
        verdict = self._say(f"verdict.{finding.verdict.value}")
        self._terminal.answer(f"\n- {self._say.render(finding.title)} ({verdict})")
        self._terminal.paragraph(finding.meaning, indent="  ")
        if finding.next and finding.verdict is not Verdict.FINE:
            self._terminal.paragraph(finding.next, indent="  ")

    def _save(self) -> None:
        if not self._policy.profile.report.allow_saving:
            self._paragraph(message("profile.no_saving"))
            self.flow.forward()
            return
        choices = self._policy.report_options(self._terminal, self._password)
        preview = bundle.preview(self._record(), choices)
        self._paragraph(message("save.intro"))
        match self._choose("save.save", "save.preview", "save.skip"):
            case 1:
                self._write(preview)
            case 2:
                for part in preview.parts:
                    self._terminal.answer(f"\n--- {part.part.value}\n{part.text}")
            case 3:
                self.flow.forward()

    def _write(self, preview: bundle.Preview) -> None:
        usual = documents_folder() / preview.file_name
        typed = self._ask(message("terminal.save_as", file=str(usual)))
        try:
            written = bundle.write(preview, Path(typed) if typed else usual)
        except (CouldNotDo, BadInput) as trouble:
            self._paragraph(trouble.shown)
            return
        self._paragraph(message("terminal.bundle_saved", file=str(written)))
        self.flow.learn(saved_report=str(written))
        self.flow.forward()

    def _support(self) -> None:
        code = encode(self._record())
        self._paragraph(message("support.intro"))
        self._terminal.answer(f"\n  {code.text}\n  {', '.join(code.spelled(self._say.code))}\n")
        self._paragraph(message("support.nothing_personal"))
        self._paragraph(message("support.never"))
        if self._choose("terminal.continue") == 1:
            self.flow.forward()

    def _finish(self) -> None:
        self._paragraph(message("finish.intro"))
        match self._choose("finish.yes", "finish.not_yet"):
            case 1:
                self.flow.learn(mail_went_out=True)
                self._paragraph(message("finish.good"))
            case 2:
                self.flow.learn(mail_went_out=False)
                self.flow.forward()

    def _record(self) -> RunRecord:
        record = self.flow.state.record
        assert record is not None
        return record
