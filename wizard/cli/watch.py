"""`watch`: test politely until mail can go, then say so. Goes on after a restart where it was."""

import argparse
import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path

from wizard.account import Account, Secret
from wizard.cli.check import account_of, password_from_stdin
from wizard.cli.policy import policy_of
from wizard.cli.secrets import Keys
from wizard.cli.status import exit_status
from wizard.cli.terminal import Terminal
from wizard.facts.server import ServerFacts
from wizard.history import note
from wizard.log import hide_in_log
from wizard.measure.world import World
from wizard.messages import message
from wizard.paths import config_folder, state_folder
from wizard.record import RunRecord
from wizard.session import Session
from wizard.support.json_text import json_line
from wizard.support.notify import notify
from wizard.watching import Watch, can_send, forget, load, save, waiting_helps

# The wall clock is looked at this often, so that sleep and a changed clock are noticed.
_LOOK_SECONDS = 20.0
_UNIT = """[Unit]
Description=Send Again: watch until mail from {address} can be sent

[Service]
ExecStart={command}
Restart=on-failure
RestartSec=300

[Install]
WantedBy=default.target
"""


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Watch until mail can go, waiting cannot help, or two days are over."""
    policy = policy_of(options)
    world = policy.world(World(outside=not options.no_outside), terminal)
    account = account_of(options, world, terminal)
    if options.unit:
        return _write_unit(options, account, terminal)
    typed = password_from_stdin() if options.password_stdin else None
    policy.check_password(typed, terminal)
    password = Keys(policy, terminal).of(account, typed, world)
    hide_in_log(account, password)
    watching = _Watching(account, password, world, options, terminal)
    return watching.until_over()


class _Watching:
    def __init__(
        self,
        account: Account,
        password: Secret | None,
        world: World,
        options: argparse.Namespace,
        terminal: Terminal,
    ) -> None:
        self._account = account
        self._password = password
        self._world = world
        self._error = options.error
        self._budget = policy_of(options).budget
        self._json = options.json
        self._terminal = terminal
        now = datetime.now(UTC)
        self._watch = load(state_folder(), account.address) or Watch(
            address=account.address, began=now, next_try=now
        )

    def until_over(self) -> int:
        while True:
            self._sleep()
            record = self._test()
            note(state_folder(), record)
            now = datetime.now(UTC)
            self._watch = self._watch.after(record.diagnosis, now, _greeting(record))
            self._tell(record)
            self._terminal.hand_over()
            if self._watch.over(record.diagnosis, now):
                forget(state_folder())
                return self._end(record)
            save(state_folder(), self._watch)

    def _sleep(self) -> None:
        while (left := self._watch.seconds_left(datetime.now(UTC))) > 0:
            time.sleep(min(left, _LOOK_SECONDS))

    def _test(self) -> RunRecord:
        first = not self._watch.tries
        session = Session(
            self._account,
            password=self._password,
            world=self._world,
            # The pasted error is about the past: only the first test weighs it.
            error_text=self._error if first else "",
            budget=self._budget,
        )
        return asyncio.run(session.run())

    def _tell(self, record: RunRecord) -> None:
        cause = record.diagnosis.cause.value
        if self._json:
            row = {
                "at": self._watch.tries[-1].at,
                "cause": cause,
                "verdict": record.diagnosis.verdict.value,
                "connections": record.connections,
                "greeting_seconds": _greeting(record),
                "next_try": self._watch.next_try,
            }
            self._terminal.answer(json_line(row))
        elif self._watch.changed:
            self._terminal.paragraph(record.diagnosis.title)
            if not self._watch.over(record.diagnosis, datetime.now(UTC)):
                when = self._watch.next_try.astimezone()
                self._terminal.paragraph(message("watch.next", time=f"{when:%H:%M}"))

    def _end(self, record: RunRecord) -> int:
        say = self._terminal.say
        if can_send(record.diagnosis):
            title, text = message("watch.can_send.title"), message("watch.can_send.text")
            notify(say(title), say(text))
            self._paragraph("watch.can_send.text")
        elif not waiting_helps(record.diagnosis):
            self._paragraph("watch.no_use")
            if not self._json:
                self._terminal.paragraph(record.diagnosis.next)
        else:
            self._paragraph("watch.gave_up")
        return exit_status(record.diagnosis.verdict)

    def _paragraph(self, id_: str) -> None:
        if not self._json:
            self._terminal.paragraph(message(id_))


def _greeting(record: RunRecord) -> float | None:
    main = record.case.facts("account_server", ServerFacts)
    return main.greeting_seconds if main else None


def _write_unit(options: argparse.Namespace, account: Account, terminal: Terminal) -> int:
    """A systemd user unit; it is written, never enabled."""
    folder = config_folder().parent / "systemd" / "user"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sendagain-watch.service"
    command = f"sendagain watch {account.address} --server {account.host} --port {account.port}"
    if options.no_outside:
        command += " --no-outside"
    path.write_text(_UNIT.format(address=account.address, command=command), encoding="utf-8")
    terminal.paragraph(message("watch.unit", file=str(Path(path))))
    return 0
