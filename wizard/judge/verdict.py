"""The whole answer in one screen: the verdict, the heading, who acts, one next action."""

from collections.abc import Sequence

import msgspec

from wizard.diagnosis import Finding, RankedCause
from wizard.judge.wording import Words, headline
from wizard.messages import message
from wizard.vocabulary import Cause, Step, Verdict, Who

# The server gave no usable word, or there was no way to ask it: the cause is then the most likely
# explanation of silence, and the run says 'could not check'.
NO_USABLE_WORD = frozenset({
    "connection.no_link", "connection.no_route", "connection.no_internet",
    "connection.line_bad", "connection.vpn", "connection.line_unsteady", "connection.diverted",
    "server.unreachable", "server.does_not_answer", "server.silent", "server.hangs_up",
    "server.not_understood", "server.not_known", "server.endless", "server.only_this_one_silent",
    "server.only_mail_silent", "server.computer_silent",
})  # fmt: skip


def verdict_of(leading: Finding) -> Verdict:
    """The verdict on a run whose root cause rests on this finding."""
    if leading.id in NO_USABLE_WORD or leading.verdict is Verdict.COULD_NOT_CHECK:
        return Verdict.COULD_NOT_CHECK
    return Verdict.PROBLEM


def words(leading: Finding, root: RankedCause) -> Words:
    """The verdict in one sentence without a code, what it means, and the one thing to do."""
    of_cause = headline(root.cause, root.who)
    following = leading.next or (
        of_cause.next if of_cause else message("result.could_not_check.next")
    )
    if leading.verdict is Verdict.FINE and of_cause is not None:
        return of_cause
    return Words(leading.title, leading.meaning, following)


def fix_step(leading: Finding, root: RankedCause) -> Step:
    """The step whose screen has the one next action."""
    if root.who in (Who.WAIT, Who.RECIPIENT):
        return Step.RATE if root.cause is Cause.RATE_LIMIT else Step.WAIT
    if root.who is Who.PROVIDER and root.wait_seconds is None:
        return Step.PROVIDER
    return leading.step


def works(findings: Sequence[Finding]) -> str:
    """Which of the good answers fits: the name of its messages."""
    ids = {finding.id for finding in findings}
    if "server.took_test_message" in ids:
        return "sent"
    if "error.idle_only" in ids:
        return "idle"
    if "error.has_passed" in ids:
        return "works_again"
    if "server.accepts_mail" in ids:
        return "works"
    return "works_as_far_as_tested"


def softened(finding: Finding) -> Finding:
    """Where mail can be sent, nothing is a problem: what looks like one is worth a look."""
    if finding.verdict is not Verdict.PROBLEM:
        return finding
    return msgspec.structs.replace(finding, verdict=Verdict.ATTENTION)


def mail_can_be_sent(findings: Sequence[Finding]) -> Verdict:
    """Fine, or attention when something is worth a look although mail goes out."""
    looks = any(one.verdict is Verdict.ATTENTION for one in findings)
    return Verdict.ATTENTION if looks else Verdict.FINE
