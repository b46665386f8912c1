"""What could not be checked, and why: never silence, never a pass."""

from collections.abc import Iterator

from wizard.facts.blocklists import BlocklistFacts, PublicAddressFacts
from wizard.facts.computer import (
    ComputerFacts,
    MailConnectionsFacts,
    MailProgramsFacts,
    MailQueueFacts,
    OutboxFacts,
)
from wizard.facts.names import ResolverFacts, ServerNameFacts
from wizard.facts.network import InternetFacts, LineFacts, LinkFacts, PortalFacts
from wizard.facts.server import Ending, OtherPortsFacts, ServerFacts
from wizard.judge.case import Case
from wizard.judge.evidence import Found
from wizard.judge.findings.making import not_checked
from wizard.judge.findings.reached import main_conversation, other_conversations
from wizard.messages import Message, message
from wizard.observation import NotRun, Observation, Outcome
from wizard.vocabulary import Step

PROBES: dict[str, tuple[Step, type]] = {
    "link": (Step.CONNECTION, LinkFacts),
    "resolver": (Step.CONNECTION, ResolverFacts),
    "internet": (Step.CONNECTION, InternetFacts),
    "portal": (Step.CONNECTION, PortalFacts),
    "line": (Step.CONNECTION, LineFacts),
    "control": (Step.CONNECTION, OtherPortsFacts),
    "server_name": (Step.SETTINGS, ServerNameFacts),
    "account_server": (Step.SETTINGS, ServerFacts),
    "other_family": (Step.SETTINGS, ServerFacts),
    "other_ports": (Step.SETTINGS, OtherPortsFacts),
    "public_address": (Step.BLOCKLISTS, PublicAddressFacts),
    "blocklists": (Step.BLOCKLISTS, BlocklistFacts),
    "computer": (Step.UPDATES, ComputerFacts),
    "mail_programs": (Step.UPDATES, MailProgramsFacts),
    "mail_connections": (Step.RATE, MailConnectionsFacts),
    "outbox": (Step.RATE, OutboxFacts),
    "mail_queue": (Step.QUEUE, MailQueueFacts),
}
"""Every probe: the step it belongs to, and what it measures when it does."""

_NEEDS_WITH_A_REASON = ("server_name", "account_server", "public_address")


def findings(case: Case) -> Iterator[Found]:
    """One entry for every probe that did not measure what it was for."""
    for id_, (step, kind) in PROBES.items():
        observation = case.observations.get(id_)
        if observation is None:
            continue
        if observation.outcome is Outcome.NOT_RUN:
            yield _not_run(id_, step, observation)
        elif observation.outcome is Outcome.TIMED_OUT:
            yield not_checked(f"unchecked.{id_}", step, message("reason.timed_out"))
        elif observation.outcome is Outcome.BROKE or not isinstance(observation.facts, kind):
            yield not_checked(f"unchecked.{id_}", step, message("reason.broke"))
    yield from _left_alone(case)
    yield from _not_asked_again(case)


def _not_run(id_: str, step: Step, observation: Observation) -> Found:
    finding = f"unchecked.{id_}"
    match observation.reason:
        case NotRun.NOT_NEEDED:
            return not_checked(finding, step, message("reason.not_needed"), skipped=True)
        case NotRun.NOT_ALLOWED:
            return not_checked(finding, step, message("reason.not_allowed"))
        case NotRun.NEED_FAILED:
            need = observation.because
            return not_checked(finding, step, _needed(need), depends_on=f"unchecked.{need}")
        case _:
            return not_checked(finding, step, message("reason.cancelled"))


def _needed(probe: str) -> Message:
    if probe in _NEEDS_WITH_A_REASON:
        return message(f"reason.needs.{probe}")
    return message("reason.needs")


def _left_alone(case: Case) -> Iterator[Found]:
    """Conversations that the server's own 421 or our budget forbade."""
    main = main_conversation(case)
    family = case.facts("other_family", ServerFacts)
    endings = {one.ending for one in (main, family, *other_conversations(case)) if one is not None}
    if Ending.TOLD_TO_STOP in endings:
        yield not_checked(
            "unchecked.told_to_stop",
            Step.SETTINGS,
            message("reason.told_to_stop"),
            depends_on="server.refused",
        )
    if Ending.BUDGET in endings:
        yield not_checked("unchecked.budget", Step.SETTINGS, message("reason.budget"))


def _not_asked_again(case: Case) -> Iterator[Found]:
    """The server said 421 a moment ago: its last answer stands, and this says so."""
    observation = case.observations.get("account_server")
    if observation is not None and observation.kept:
        reason = message("reason.not_asked_again")
        yield not_checked("unchecked.not_asked_again", Step.SETTINGS, reason, skipped=True)
