"""`practice`: the same check as `check`, on an embedded server that fails in a known way."""

import argparse
import asyncio

from wizard.account import Secret
from wizard.cli.check import message_size
from wizard.cli.policy import Policy, policy_of
from wizard.cli.running import run_progress, show
from wizard.cli.terminal import Terminal
from wizard.errors import BadInput
from wizard.log import hide_in_log
from wizard.messages import message
from wizard.practice import stage
from wizard.practice.scenarios import SCENARIOS, Scenario, scenario
from wizard.record import RunRecord
from wizard.session import Session
from wizard.support.json_text import json_text


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """List the scenarios, or check one."""
    if options.list:
        _list(options.json, terminal)
        return 0
    if not options.name:
        raise BadInput(message("terminal.practice.name_missing"))
    policy = policy_of(options)
    policy.check_practice(terminal)
    policy.check_saving(options.bundle, terminal)
    chosen = scenario(options.name)
    terminal.progress(terminal.say(message("terminal.practice.what")))
    record, password = asyncio.run(_practise(chosen, options, policy, terminal))
    return show(record, options, terminal, password)


async def _practise(
    chosen: Scenario, options: argparse.Namespace, policy: Policy, terminal: Terminal
) -> tuple[RunRecord, Secret]:
    async with stage(chosen) as staged:
        hide_in_log(staged.account, staged.password)
        session = Session(
            staged.account,
            password=staged.password,
            world=policy.world(staged.world, terminal),
            error_text=options.error or staged.error_text,
            send_test=options.send_test,
            message_size=message_size(options.message_size),
            budget=policy.budget,
        )
        return await session.run(run_progress(terminal)), staged.password


def _list(as_json: bool, terminal: Terminal) -> None:
    if as_json:
        rows = [
            {"name": s.name, "cause": s.cause.value, "title": terminal.say(s.title)}
            for s in SCENARIOS
        ]
        terminal.answer(json_text({"scenarios": rows}))
        return
    terminal.paragraph(message("terminal.practice.list"))
    longest = max(len(s.name) for s in SCENARIOS)
    for s in SCENARIOS:
        terminal.answer(f"  {s.name:<{longest}}  {terminal.say(s.title)}")
    terminal.paragraph(message("terminal.practice.how"))
