"""Step 3: something answered that is not this kind of mail server: the wrong port or protection."""

from wizard.facts.server import Ending, ServerFacts
from wizard.judge.evidence import Found, Share, likely
from wizard.judge.findings.making import found
from wizard.judge.findings.reached import SPOKEN
from wizard.judge.findings.reaching import where
from wizard.vocabulary import Cause, Security, Step, Verdict, Who

# Incoming mail servers (IMAP, POP3) listen here; nobody sends through them.
INCOMING_PORTS = {143: "IMAP", 993: "IMAP", 110: "POP3", 995: "POP3"}


def not_smtp(main: ServerFacts) -> Found:
    """Bytes that are no SMTP: another service, if its first words say so."""
    evidence = {**where(main), "received": main.received[:200]}
    known = _other_service(main, evidence)
    if known is not None:
        return known
    endless = main.ending is Ending.TOO_LONG
    return found(
        "server.endless" if endless else "server.not_understood",
        Step.SETTINGS,
        Verdict.COULD_NOT_CHECK,
        Who.USER,
        *likely(
            Share(Cause.UNKNOWN_GENERIC, 0.45, Who.USER),
            Share(Cause.CLIENT_SETTINGS, 0.3, Who.USER),
            Share(Cause.NETWORK, 0.1, Who.ADMIN),
        ),
        evidence=evidence,
        port=main.port,
    )


def _other_service(main: ServerFacts, evidence: dict[str, str]) -> Found | None:
    """What answered, when its first words give it away."""
    start = (main.received or (main.replies[0].text if main.replies else "")).lstrip()
    if start.startswith(("+OK", "-ERR")):
        return incoming(main, "POP3")
    if start.startswith(("* OK", "* BYE", "* PREAUTH")):
        return incoming(main, "IMAP")
    if start.upper().startswith(("HTTP/", "<HTML", "<!DOCTYPE")):
        return found(
            "server.web_server",
            Step.SETTINGS,
            Verdict.PROBLEM,
            Who.USER,
            *likely(Share(Cause.CLIENT_SETTINGS, 0.92, Who.USER)),
            evidence=evidence,
            port=main.port,
        )
    if start.startswith("SSH-"):
        return found(
            "server.other_service",
            Step.SETTINGS,
            Verdict.PROBLEM,
            Who.USER,
            *likely(Share(Cause.CLIENT_SETTINGS, 0.92, Who.USER)),
            evidence=evidence,
            port=main.port,
            service="SSH",
        )
    return None


def incoming(main: ServerFacts, protocol: str) -> Found:
    """A server for fetching mail; nobody sends through it."""
    return found(
        "server.incoming",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER,
        *likely(Share(Cause.CLIENT_SETTINGS, 0.97, Who.USER)),
        evidence={**where(main), "received": main.received[:200]},
        protocol=protocol,
        port=main.port,
    )


def mismatch(main: ServerFacts) -> Found:
    """TLS was spoken to a port that greets in the clear (D42)."""
    known = _other_service(main, {**where(main), "received": main.received[:200]})
    if known is not None:
        return known
    if main.port in INCOMING_PORTS:
        return incoming(main, INCOMING_PORTS[main.port])
    return wrong_protection(main)


def wrong_protection(main: ServerFacts) -> Found:
    """Port and protection do not fit together (D42)."""
    right = Security.TLS if main.speaks is Security.TLS else Security.STARTTLS
    return found(
        "server.wrong_protection",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER,
        *likely(Share(Cause.CLIENT_SETTINGS, 0.97, Who.USER)),
        evidence={
            **where(main),
            "speaks": right.value,
            "detail": main.tls.detail if main.tls else "",
            "reply": main.replies[0].text if main.replies else main.received[:200],
        },
        port=main.port,
        given=SPOKEN[main.security],
        right=SPOKEN[right],
    )
