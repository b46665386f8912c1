"""Step 8 says why a queue could not be read, and never sends people where they are already."""

import pytest

from tests.judge.cases import Part, case, healthy
from wizard.diagnosis import Finding
from wizard.facts.computer import MailQueueFacts, QueuedMessage
from wizard.judge.diagnose import diagnose
from wizard.messages import ENGLISH
from wizard.vocabulary import Step, Verdict


def _finding(facts: MailQueueFacts) -> Finding:
    findings = diagnose(case(healthy(), Part("mail_queue", facts))).findings
    (one,) = [finding for finding in findings if finding.step is Step.QUEUE]
    return one


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("not_running", "does not run"),
        ("no_rights", "needs an administrator"),
        ("malformed showq server response", "ended with an error"),
    ],
)
def test_why_the_queue_could_not_be_read(error: str, words: str):
    finding = _finding(MailQueueFacts(server="Postfix", error=error))
    assert finding.verdict is Verdict.COULD_NOT_CHECK
    assert words in f"{ENGLISH.render(finding.title)} {ENGLISH.render(finding.meaning)}"


def test_waiting_messages_are_an_administrators_business():
    message = QueuedMessage(
        id="4A1B", queue="deferred", sender="a@b.example", recipients=("c@d.example",),
        size_bytes=12, arrived="2026-11-23T13:00:00+00:00", reason="421 busy",
    )  # fmt: skip
    finding = _finding(MailQueueFacts(server="Postfix", messages=(message,), total=1))
    assert finding.next is not None
    assert "step 8" not in ENGLISH.render(finding.next)
