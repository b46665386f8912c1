"""Step 8: the queue of a mail server on this computer. For everybody else there is none."""

from collections.abc import Iterator

from wizard.facts.computer import MailQueueFacts
from wizard.judge.case import Case
from wizard.judge.evidence import Found
from wizard.judge.findings.making import found
from wizard.vocabulary import Step, Verdict, Who

_UNREADABLE = {"not_running": "queue.not_running", "no_rights": "queue.no_rights"}


def findings(case: Case) -> Iterator[Found]:
    """What waits there."""
    facts = case.facts("mail_queue", MailQueueFacts)
    if facts is None:
        return
    if not facts.server:
        yield found("queue.none", Step.QUEUE, Verdict.SKIPPED)
    elif facts.error:
        yield found(
            _UNREADABLE.get(facts.error, "queue.unreadable"),
            Step.QUEUE,
            Verdict.COULD_NOT_CHECK,
            evidence={"server": facts.server, "error": facts.error},
            server=facts.server,
        )
    elif facts.total or facts.messages:
        total = max(facts.total, len(facts.messages))
        reasons = dict.fromkeys(one.reason for one in facts.messages if one.reason)
        yield found(
            "queue.waiting",
            Step.QUEUE,
            Verdict.ATTENTION,
            Who.ADMIN,
            evidence={
                "server": facts.server,
                "waiting": str(total),
                "reasons": "\n".join(list(reasons)[:5]),
            },
            count=total,
            server=facts.server,
        )
    else:
        yield found("queue.empty", Step.QUEUE, Verdict.FINE, server=facts.server)
