"""What could not be checked, and why: never silence, never a pass."""

from collections.abc import Iterator

from wizard.facts.server import Ending, OtherPortsFacts, ServerFacts
from wizard.judge.case import Case
from wizard.judge.evidence import Found
from wizard.judge.findings.making import not_checked
from wizard.messages import message
from wizard.observation import NotRun, Observation, Outcome
from wizard.vocabulary import Step

STEP_OF_PROBE = {
    "link": Step.CONNECTION,
    "resolver": Step.CONNECTION,
    "internet": Step.CONNECTION,
    "portal": Step.CONNECTION,
    "line": Step.CONNECTION,
    "control": Step.CONNECTION,
    "server_name": Step.SETTINGS,
    "account_server": Step.SETTINGS,
    "other_family": Step.SETTINGS,
    "other_ports": Step.SETTINGS,
    "public_address": Step.BLOCKLISTS,
    "blocklists": Step.BLOCKLISTS,
    "computer": Step.UPDATES,
    "mail_programs": Step.UPDATES,
    "mail_connections": Step.RATE,
    "outbox": Step.QUEUE,
    "mail_queue": Step.QUEUE,
}
# Which finding has to be cured before a dependent probe can run.
_FINDING_OF_NEED = {"server_name": "server.name", "account_server": "server.refused"}


def findings(case: Case) -> Iterator[Found]:
    """One entry for every probe that did not measure what it was for."""
    for id_, step in STEP_OF_PROBE.items():
        observation = case.observations.get(id_)
        if observation is None:
            continue
        if observation.outcome is Outcome.NOT_RUN:
            yield from _not_run(id_, step, observation)
        elif observation.outcome is Outcome.TIMED_OUT:
            yield not_checked(f"unchecked.{id_}", step, message("reason.timed_out"))
        elif observation.outcome is Outcome.BROKE or observation.facts is None:
            yield not_checked(f"unchecked.{id_}", step, message("reason.broke"))
    yield from _left_alone(case)


def _not_run(id_: str, step: Step, observation: Observation) -> Iterator[Found]:
    match observation.reason:
        case NotRun.NOT_NEEDED:
            yield not_checked(f"unchecked.{id_}", step, message("reason.not_needed"), skipped=True)
        case NotRun.NOT_ALLOWED:
            yield not_checked(f"unchecked.{id_}", step, message("reason.not_allowed"))
        case NotRun.NEED_FAILED:
            depends = _FINDING_OF_NEED.get(observation.because, observation.because)
            yield not_checked(
                f"unchecked.{id_}",
                step,
                message(f"reason.needs.{observation.because}")
                if observation.because in STEP_OF_PROBE
                else message("reason.needs"),
                depends_on=depends,
            )
        case _:
            yield not_checked(f"unchecked.{id_}", step, message("reason.cancelled"))


def _left_alone(case: Case) -> Iterator[Found]:
    """Conversations that the server's own 421 or our budget forbade."""
    asked = [case.facts("account_server", ServerFacts), case.facts("other_family", ServerFacts)]
    others = case.facts("other_ports", OtherPortsFacts)
    all_of_them = [one for one in asked if one] + list(others.conversations if others else ())
    endings = {one.ending for one in all_of_them}
    if Ending.TOLD_TO_STOP in endings:
        yield not_checked(
            "unchecked.told_to_stop",
            Step.SETTINGS,
            message("reason.told_to_stop"),
            depends_on="server.refused",
        )
    elif Ending.BUDGET in endings:
        yield not_checked("unchecked.budget", Step.SETTINGS, message("reason.budget"))
