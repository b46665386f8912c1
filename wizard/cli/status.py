"""Exit statuses, from the verdict of a run."""

from wizard.vocabulary import Verdict

DONE, PROBLEM, BAD_INPUT, COULD_NOT_CHECK = 0, 1, 2, 3

_OF_VERDICT = {
    Verdict.FINE: DONE,
    Verdict.ATTENTION: DONE,
    Verdict.PROBLEM: PROBLEM,
    Verdict.COULD_NOT_CHECK: COULD_NOT_CHECK,
    Verdict.SKIPPED: COULD_NOT_CHECK,
}


def exit_status(verdict: Verdict) -> int:
    """0 mail can be sent, 1 a problem was found, 3 could not check."""
    return _OF_VERDICT[verdict]
