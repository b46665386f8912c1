"""The JSON of `explain`, in the shape of the contract."""

from wizard.messages import Language
from wizard.reply import Reply
from wizard.vocabulary import Who

# The recipient's side is nobody's whom the person can reach: it is the providers' business.
_WHO = {Who.RECIPIENT: Who.PROVIDER}


def explain_json(reply: Reply, language: Language) -> dict[str, object]:
    """One answer; `decided_by` are the words of the text that decided."""
    wait = reply.wait_seconds
    return {
        "cause": reply.cause.value,
        "secondary": [cause.value for cause in reply.secondary],
        "confidence": round(reply.confidence, 2),
        "who": _WHO.get(reply.who, reply.who).value,
        "wait_seconds": list(wait) if wait else None,
        "retry_prolongs": reply.retry_prolongs,
        "stage": reply.stage.value if reply.stage else None,
        "layer": reply.layer.value,
        "code": reply.code,
        "enhanced": reply.enhanced,
        "speaker": reply.speaker,
        "title": language.render(reply.title),
        "meaning": language.render(reply.meaning),
        "next": language.render(reply.next),
        "decided_by": [reply.text[span.start : span.end] for span in reply.decided_by],
    }
