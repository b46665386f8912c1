"""Whether the server would take a message of the size that was asked about (RFC 1870).

A refusal counts as one of the size only when the same server then took a small message.
"""

import math
from collections.abc import Iterator

from wizard.facts.server import ServerFacts
from wizard.judge.case import Case
from wizard.judge.evidence import Found, Share, likely
from wizard.judge.findings.making import found
from wizard.judge.findings.reached import conversation_complete, main_conversation
from wizard.judge.findings.reaching import where
from wizard.vocabulary import Cause, Stage, Step, Verdict, Who

_TOO_LARGE = 0.95


def findings(case: Case) -> Iterator[Found]:
    """One finding when a size was asked about and the conversation went well, else none."""
    main = main_conversation(case)
    if main is None or main.message_size is None or not conversation_complete(case):
        return
    evidence = {
        **where(main),
        "size limit": str(main.size_limit or ""),
        "message size": str(main.message_size),
        "reply": main.size_reply.text if main.size_reply else "",
    }
    size = _megabytes(main.message_size, up=True)
    refused = _refused_for_its_size(main)
    if refused is None:
        id_ = "size.unknown"
        yield found(id_, Step.SETTINGS, Verdict.COULD_NOT_CHECK, evidence=evidence, size=size)
    elif refused:
        yield found(
            "size.too_large" if main.size_limit else "size.too_large_unknown_limit",
            Step.SETTINGS,
            Verdict.PROBLEM,
            Who.USER,
            *likely(Share(Cause.MAILBOX_OR_CONTENT, _TOO_LARGE, Who.USER)),
            evidence=evidence,
            leads=True,
            size=size,
            limit=_megabytes(main.size_limit or 0, up=False),
        )
    else:
        yield found("size.fits", Step.SETTINGS, Verdict.FINE, evidence=evidence, size=size)


def _refused_for_its_size(main: ServerFacts) -> bool | None:
    """None: neither did the server answer, nor does it announce a limit."""
    assert main.message_size is not None
    reply = main.size_reply
    if reply is not None and reply.code < 400:
        return False
    small_taken = any(r.stage is Stage.MAIL and r.code < 300 for r in main.replies)
    if reply is not None and small_taken:
        return True
    if main.size_limit:
        return main.message_size > main.size_limit
    return None


def _megabytes(size: int, *, up: bool) -> str:
    """A size or a limit in MB, rounded to the safe side: one decimal below ten, none above."""
    megabytes = size / 1_000_000
    step = 10 if megabytes < 10 else 1
    rounded = (math.ceil if up else math.floor)(megabytes * step) / step
    return f"{rounded:g}"
