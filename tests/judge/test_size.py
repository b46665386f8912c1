"""What is said about the size of a message, and from what."""

from tests.judge.cases import case, healthy
from tests.judge.talks import said
from wizard.diagnosis import Diagnosis
from wizard.judge.diagnose import diagnose
from wizard.messages import ENGLISH
from wizard.vocabulary import Cause, Stage, Verdict

_TAKEN = said(Stage.MAIL, "250 2.1.0 Ok")
_TOO_LARGE = said(Stage.MAIL, "552 5.3.4 Message size exceeds fixed limit")


def _judged(**conversation: object) -> tuple[Diagnosis, str]:
    """The diagnosis, and the title of what it says about the size."""
    diagnosis = diagnose(case(healthy(**conversation)))
    (title,) = [ENGLISH.render(f.title) for f in diagnosis.findings if f.id.startswith("size.")]
    return diagnosis, title


def test_refused_where_a_small_one_is_taken():
    diagnosis, _ = _judged(message_size=36_700_160, size_limit=26_214_400, size_reply=_TOO_LARGE)
    assert (diagnosis.cause, diagnosis.verdict) == (Cause.MAILBOX_OR_CONTENT, Verdict.PROBLEM)
    assert ENGLISH.render(diagnosis.title) == "A message of 37 MB is too large"
    assert "up to 26 MB" in ENGLISH.render(diagnosis.meaning)


def test_the_servers_answer_outranks_what_it_announces():
    diagnosis, title = _judged(message_size=11_000_000, size_limit=10_000_000, size_reply=_TAKEN)
    assert diagnosis.cause is Cause.NONE
    assert title == "A message of 11 MB would be taken"


def test_the_announced_limit_serves_where_nobody_signed_in():
    diagnosis, _ = _judged(
        message_size=11_000_000, size_limit=10_000_000, signed_in=False, until=Stage.EHLO
    )
    assert diagnosis.cause is Cause.MAILBOX_OR_CONTENT


def test_nothing_known_is_no_fault():
    diagnosis, title = _judged(message_size=11_000_000, signed_in=False, until=Stage.EHLO)
    assert diagnosis.cause is Cause.NONE
    assert "could not be checked" in title


def test_a_refusal_of_every_size_is_not_one_of_the_size():
    diagnosis = diagnose(
        case(
            healthy(
                until=Stage.MAIL,
                refusal="550 5.7.60 SMTP; Client does not have permissions to send as this sender",
                message_size=11_000_000,
                size_reply=said(Stage.MAIL, "550 5.7.60 SMTP; Client does not have permissions"),
            )
        )
    )
    assert not any(finding.id.startswith("size.") for finding in diagnosis.findings)
